"""Designating the officials (45 CFR 164.308(a)(2), 164.530(a)(1))."""

from uuid import UUID

from django.db import transaction

from chaperone.access.actors import Staff
from chaperone.organizations.days import today_of
from chaperone.registers.actions.changes import record_change
from chaperone.workforce.errors import NoSuchPerson
from chaperone.workforce.events import OFFICIAL_DESIGNATED
from chaperone.workforce.models import Official
from chaperone.workforce.queries.people import own_record


@transaction.atomic
def designate(
    *, actor: Staff, kind: str, user_id: UUID, email: str, phone: str = "", address: str = ""
) -> Official:
    """Puts somebody in charge from today on, with the contact that everybody may read.

    The caller has checked ``workforce.manage``. Raises ``NoSuchPerson``: only who works here.
    """
    person = own_record(actor, user_id)
    if person is None or person.ended_on is not None:
        raise NoSuchPerson("Only somebody who works here can be designated.")
    official = Official(
        organization_id=actor.organization_id,
        kind=kind,
        user_id=user_id,
        email=email.strip(),
        phone=phone.strip(),
        address=address.strip(),
        since=today_of(actor),
        designated_by=actor.id,
    )
    official.save(force_insert=True)
    record_change(
        actor=actor,
        event=OFFICIAL_DESIGNATED,
        record=person.id,
        details={"as": official.get_kind_display(), "email": official.email},
    )
    return official
