"""Termination: access ends first and at once; the rest has owners and deadlines.

45 CFR 164.308(a)(3)(ii)(C).
"""

from uuid import UUID

from django.db import transaction

from chaperone.access.actions.ending import end_access
from chaperone.access.actors import Staff
from chaperone.access.errors import NotReachable
from chaperone.ledger.actors import Actor
from chaperone.organizations.days import today_of
from chaperone.registers.actions.changes import record_change
from chaperone.workforce.actions.checklists import begin_checklist
from chaperone.workforce.errors import HasLeft
from chaperone.workforce.events import PERSON_LEFT
from chaperone.workforce.models import Checklist, Line, Person
from chaperone.workforce.queries.people import own_record, person_of


@transaction.atomic
def begin_termination(
    *, actor: Staff, person_id: UUID, reason: str, owner_id: UUID | None = None
) -> Person:
    """Ends all of a person's access this second, and begins the checklist of who leaves.

    ``owner_id``: who does the rest; the actor where nobody is named. The caller has checked
    ``workforce.manage``. Raises ``NoSuchPerson``, ``HasLeft``, and ``OwnAccess``: nobody ends their
    own.
    """
    person = person_of(actor, person_id)
    if person.ended_on is not None:
        raise HasLeft
    try:
        end_access(actor=actor, user_id=person.user_id, reason=reason)
    except NotReachable:
        # It had ended before; the rest is to be done all the same.
        note_leaving(actor=actor, user_id=person.user_id, reason=reason)
    if owner_id:
        Line.objects.filter(
            checklist__person=person, checklist__kind=Checklist.Kind.TERMINATION, done_at=None
        ).update(owner_id=owner_id)
    person.refresh_from_db()
    return person


def note_leaving(*, actor: Actor, user_id: UUID, reason: str) -> int:
    """Begins the checklist of who leaves, by whichever way their access was ended.

    (Registered with ``access.registry.end_with_access``.) Returns how many lists that were.
    """
    person = own_record(actor, user_id)
    if person is None or person.ended_on is not None:
        return 0
    today = today_of(actor)
    person.ended_on = max(today, person.started_on)
    person.save(update_fields=["ended_on"])
    begin_checklist(
        actor=actor,
        person=person,
        kind=Checklist.Kind.TERMINATION,
        today=today,
        owner_id=actor.id,
    )
    record_change(actor=actor, event=PERSON_LEFT, record=person.id, details={"reason": reason})
    return 1
