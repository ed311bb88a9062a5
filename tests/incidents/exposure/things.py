"""Cases with something exposed, which tests need."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from chaperone.access.witness import witnessed
from chaperone.incidents.actions import open_case
from chaperone.incidents.exposure.actions import freeze_exposure
from chaperone.incidents.exposure.asking import Asked
from chaperone.incidents.models import Exposure, Incident, Way
from tests.cast import Person, maria, samuel, ursula


def a_case(*, drill: bool = False) -> Incident:
    """Samuel opens the case of a colleague who looked without a reason."""
    with samuel.acting() as officer:
        return open_case(actor=officer, title="Looked without reason", kind="snooping", drill=drill)


def looked(person: Person = maria, texter=ursula) -> None:
    """Somebody opens a member's name."""
    with person.acting() as actor, witnessed(actor, purpose="treatment", place="test"):
        texter.member.name.open()


def of_account(person: Person = maria) -> Asked:
    now = timezone.now()
    hour = timedelta(hours=1)
    return Asked(Way.ACCOUNT, str(person.user.id), now - hour, now + hour)


def frozen(case: Incident, asked: Asked | None = None) -> Exposure:
    """Samuel keeps what the account exposed."""
    with samuel.acting() as officer:
        return freeze_exposure(actor=officer, incident_id=case.id, asked=asked or of_account())


def member_id(texter=ursula) -> UUID:
    with maria.acting():
        return texter.member.id
