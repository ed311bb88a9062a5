"""Files of records: sealed under the organization's key, told by their content, never removed."""

from collections.abc import Iterator
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.ledger.actors import Actor
from chaperone.registers.actions.changes import record_change
from chaperone.registers.contents import content_type_of
from chaperone.registers.errors import AttachmentRefused, NoSuchAttachment
from chaperone.registers.events import ATTACHMENT_ADDED, ATTACHMENT_OPENED, ATTACHMENT_RETIRED
from chaperone.registers.models import Attachment, AttachmentPiece
from chaperone.registers.queries.attachments import attachment_of, content_of
from chaperone.registers.registry import guard_of

MOST_BYTES = 10_000_000
LONGEST_NAME = 200
_PIECE = 256 * 1024


@transaction.atomic
def attach(*, actor: Actor, record: UUID, name: str, content: bytes, kind: str = "") -> Attachment:
    """Keeps a file with a record. ``kind``: of the record, as ``registry.guards_records`` has it.

    Whoever calls has checked that the actor may. The ledger gets the file's hash and never its
    name, which may tell what only few may know. Raises ``NotGuarded``, ``AttachmentRefused``.
    """
    guard_of(kind)
    called = _checked_name(name)
    if not content:
        raise AttachmentRefused("The file is empty.")
    if len(content) > MOST_BYTES:
        raise AttachmentRefused(f"The file is larger than {MOST_BYTES // 1_000_000} MB.")
    attachment = Attachment(
        organization_id=actor.organization_id,
        record_id=record,
        kind=kind,
        name=called,
        content_type=content_type_of(called, content),
        size=len(content),
        sha256=sha256(content).hexdigest(),
        added_by=actor.id,
    )
    attachment.save(force_insert=True)
    _seal(attachment, content)
    record_change(actor=actor, event=ATTACHMENT_ADDED, record=record, details=_details(attachment))
    return attachment


@transaction.atomic
def open_attachment(*, actor: Staff, attachment_id: UUID) -> tuple[Attachment, bytes]:
    """A file with its content, on record. Raises ``NoSuchAttachment``; ``NotIntact`` where what is
    kept is not what was added.
    """
    attachment = attachment_of(actor, attachment_id)
    content = content_of(attachment)
    record_change(
        actor=actor,
        event=ATTACHMENT_OPENED,
        record=attachment.record_id,
        details=_details(attachment),
    )
    return attachment, content


@transaction.atomic
def retire_attachment(*, actor: Staff, attachment_id: UUID) -> Attachment:
    """Shows a file no longer; it is kept. Raises ``NoSuchAttachment``."""
    attachment = attachment_of(actor, attachment_id)
    rows = Attachment.objects.filter(id=attachment.id, retired_at=None)
    if not rows.update(retired_at=timezone.now(), retired_by=actor.user_id):
        raise NoSuchAttachment
    record_change(
        actor=actor,
        event=ATTACHMENT_RETIRED,
        record=attachment.record_id,
        details=_details(attachment),
    )
    return attachment


def _seal(attachment: Attachment, content: bytes) -> None:
    pieces = [
        AttachmentPiece(
            organization_id=attachment.organization_id,
            attachment=attachment,
            number=number,
            content=bytearray(piece),
        )
        for number, piece in enumerate(_cut(content))
    ]
    AttachmentPiece.objects.bulk_create(pieces)


def _cut(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), _PIECE):
        yield content[start : start + _PIECE]


def _checked_name(name: str) -> str:
    # What comes before a slash is a folder of somebody's computer.
    called = name.replace("\\", "/").rsplit("/", 1)[-1].strip()
    if not called or not called.isprintable():
        raise AttachmentRefused("The file has no name that can be shown.")
    if len(called) > LONGEST_NAME:
        raise AttachmentRefused(f"The file's name is longer than {LONGEST_NAME} characters.")
    return called


def _details(attachment: Attachment) -> dict[str, object]:
    return {
        "attachment": str(attachment.id),
        "type": attachment.content_type,
        "bytes": attachment.size,
        "sha256": attachment.sha256,
    }
