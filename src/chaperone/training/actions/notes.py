"""A security note was read."""

from uuid import UUID

from django.db import transaction

from chaperone.access.actors import Staff
from chaperone.ledger.actions import append
from chaperone.training.errors import NoSuchAssignment
from chaperone.training.events import NOTE_READ
from chaperone.training.models import Note, NoteRead


@transaction.atomic
def read_note(*, actor: Staff, note_id: UUID) -> None:
    """Notes that the actor has read it; once. Raises ``NoSuchAssignment``."""
    if not Note.objects.filter(organization_id=actor.organization_id, id=note_id).exists():
        raise NoSuchAssignment("There is no such note.")
    read = NoteRead.objects.filter(note_id=note_id, user_id=actor.user_id)
    if read.exists():
        return
    NoteRead.objects.create(
        organization_id=actor.organization_id, note_id=note_id, user_id=actor.user_id
    )
    append(event=NOTE_READ, actor=actor, details={"note": str(note_id)})
