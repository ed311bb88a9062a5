"""Lines of checklists: made, given to somebody, done."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.access.registry import with_devices
from chaperone.ledger.actors import Actor
from chaperone.ledger.events import Event
from chaperone.registers.actions.changes import record_change
from chaperone.workforce.errors import KnownByItself, NoSuchPerson
from chaperone.workforce.events import LINE_CHANGED, LINE_DONE
from chaperone.workforce.lines import ONBOARDING, STEPS, TERMINATION
from chaperone.workforce.models import Checklist, Line, Person
from chaperone.workforce.queries.checklists import by_itself, line_of
from chaperone.workforce.queries.people import own_record


def begin_checklist(
    *, actor: Actor, person: Person, kind: Checklist.Kind, today: date, owner_id: UUID | None = None
) -> Checklist:
    """Makes the lines of who begins or leaves, in the transaction of that."""
    made = Checklist(
        organization_id=actor.organization_id, person=person, kind=kind, begun_by=actor.id
    )
    made.save(force_insert=True)
    steps = ONBOARDING if kind == Checklist.Kind.ONBOARDING else TERMINATION
    Line.objects.bulk_create(
        Line(
            organization_id=actor.organization_id,
            checklist=made,
            key=key,
            number=number,
            owner_id=None if by_itself(key) else owner_id,
            due_on=today + timedelta(days=step.days),
            done_at=timezone.now() if key == "ended" else None,
        )
        for number, (key, step) in enumerate(steps.items(), 1)
    )
    return made


@transaction.atomic
def give_line(*, actor: Staff, line_id: UUID, owner_id: UUID | None, due_on: date) -> Line:
    """Says who does a line, and until when. Raises ``NoSuchLine`` and ``NoSuchPerson``."""
    line = line_of(actor, line_id)
    if owner_id is not None and own_record(actor, owner_id) is None:
        raise NoSuchPerson("Nobody who works here was chosen.")
    line.owner_id, line.due_on = owner_id, due_on
    line.save(update_fields=["owner_id", "due_on"])
    _record(actor, line, LINE_CHANGED)
    return line


@transaction.atomic
def do_line(*, actor: Staff, line_id: UUID) -> Line:
    """Ticks a line. Raises ``NoSuchLine``, and ``KnownByItself`` where the system sees to that.

    Once is enough: what is done stays as it was done.
    """
    line = line_of(actor, line_id)
    known = by_itself(line.key) or (
        line.key == "device" and with_devices(actor, [line.checklist.person.user_id]) is not None
    )
    if known:
        raise KnownByItself
    if line.done_at is None:
        line.done_at, line.done_by = timezone.now(), actor.user_id
        line.save(update_fields=["done_at", "done_by"])
        _record(actor, line, LINE_DONE)
    return line


def _record(actor: Staff, line: Line, event: Event) -> None:
    record_change(
        actor=actor,
        event=event,
        record=line.checklist.person_id,
        details={
            "line": STEPS[line.key].label,
            "due_on": line.due_on.isoformat(),
            "owner": str(line.owner_id) if line.owner_id else None,
        },
    )
