"""Every other week: a reminder of what is due, a security note (45 CFR 164.308(a)(5)(ii)(A))."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.notices.actions.tell import Way, tell
from chaperone.notices.kinds import Kind
from chaperone.organizations.days import begins, today_of
from chaperone.training.content import all_notes
from chaperone.training.events import NOTE_SENT, REMINDED
from chaperone.training.models import Course, Note
from chaperone.training.notices import DUE, NOTE
from chaperone.training.queries.assignments import open_assignments, workforce

FORTNIGHT = timedelta(days=14)
TOLD_AT_ONCE = 200
"""How many people one entry of the ledger names."""


@transaction.atomic
def remind(*, actor: Actor) -> int:
    """Reminds everybody with something to take, once in a fortnight; how many people."""
    today = today_of(actor)
    # Who was asked today knows.
    waiting = open_assignments(actor).filter(assigned_at__lt=begins(today, actor))
    late = waiting.filter(Q(reminded_on=None) | Q(reminded_on__lte=today - FORTNIGHT))
    rows = list(late.values_list("id", "user_id"))
    people = sorted({user_id for _, user_id in rows})
    if not people:
        return 0
    _tell(actor, DUE, actor.organization_id, people)
    open_assignments(actor).filter(id__in=[row for row, _ in rows]).update(reminded_on=today)
    append(event=REMINDED, actor=actor, details={"people": len(people)})
    return len(people)


@transaction.atomic
def send_note(*, actor: Actor) -> Note | None:
    """Sends the next security note to everybody who works here, a fortnight after the last.

    None where it is not time yet, or the organization has no course: it has not begun.
    """
    today = today_of(actor)
    notes = Note.objects.filter(organization_id=actor.organization_id)
    last = notes.order_by("-number").first()
    if last and last.sent_on > today - FORTNIGHT:
        return None
    if not Course.objects.filter(organization_id=actor.organization_id, retired_at=None).exists():
        return None
    number = last.number + 1 if last else 1
    text = all_notes()[(number - 1) % len(all_notes())]
    note = Note(
        organization_id=actor.organization_id,
        number=number,
        title=text.title,
        text=text.text,
        sent_on=today,
    )
    note.save(force_insert=True)
    people = sorted({user_id for user_id, _ in workforce(actor.organization_id)})
    _tell(actor, NOTE, note.id, people)
    append(event=NOTE_SENT, actor=actor, details={"note": str(note.id), "people": len(people)})
    return note


def _tell(actor: Actor, kind: Kind, subject: UUID, people: Sequence[UUID]) -> None:
    for start in range(0, len(people), TOLD_AT_ONCE):
        some = people[start : start + TOLD_AT_ONCE]
        tell(
            actor=actor,
            kind=kind,
            subject_id=subject,
            recipients={user_id: [Way.EMAIL] for user_id in some},
        )
