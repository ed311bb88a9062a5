"""Telling who sees to a deadline, before it runs out and once it has."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from chaperone.access.actors import worker
from chaperone.access.context import acting_for
from chaperone.access.queries import people_who_may
from chaperone.incidents.assessing.events import CLOCK_LATE
from chaperone.incidents.assessing.kinds import DUE, LATE
from chaperone.incidents.assessing.queries.clocks import Shown, clocks_of
from chaperone.incidents.models import Clock, Incident
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.notices.actions.tell import tell
from chaperone.notices.models import Notice

MANAGE = "incidents.manage"
_BEFORE_LAW, _BEFORE_PROMISE = timedelta(days=7), timedelta(hours=6)


def escalate(*, organization_id: UUID) -> int:
    """Tells people of each deadline that runs out, once before and once after; returns of how many.

    Before: its owner. After: everybody who runs incidents, and it stands in the ledger. A drill is
    told like the real thing, which is what it measures.
    """
    actor, told = worker(organization_id), 0
    with acting_for(actor):
        cases = Incident.objects.filter(organization_id=organization_id)
        for case in cases.exclude(state=Incident.State.CLOSED).order_by("id"):
            for each in clocks_of(actor, case):
                told += _tell(actor, case, each)
    return told


def _tell(actor: Actor, case: Incident, each: Shown) -> bool:
    if each.state == "late":
        kind = LATE
    elif each.open and each.state != "paused" and _soon(each):
        kind = DUE
    else:
        return False
    Clock.objects.get_or_create(
        organization_id=actor.organization_id, incident=case, name=each.running.name
    )
    rows = Clock.objects.filter(incident=case, name=each.running.name)
    untold = rows.filter(told_late=False) if kind is LATE else rows.filter(told_at=None)
    if not untold.update(told_at=timezone.now(), told_late=kind is LATE):
        return False
    everybody = people_who_may(actor, MANAGE)
    people = everybody if kind is LATE or each.owner_id is None else [each.owner_id]
    recipients = {person: (Notice.Way.EMAIL,) for person in people if person != case.about_id}
    tell(actor=actor, kind=kind, subject_id=case.id, recipients=recipients)
    if kind is LATE:
        details = {"record": str(case.id), "deadline": each.running.name}
        append(event=CLOCK_LATE, actor=actor, details=details)
    return True


def _soon(each: Shown) -> bool:
    before = _BEFORE_LAW if each.running.law else _BEFORE_PROMISE
    return each.running.due_at - each.now <= before
