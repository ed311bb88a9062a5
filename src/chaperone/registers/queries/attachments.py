"""Files of records."""

from collections.abc import Collection, Mapping
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from chaperone.access.queries import names_of
from chaperone.access.sentences import LEFT
from chaperone.ledger.actors import Actor
from chaperone.registers.errors import NoSuchAttachment
from chaperone.registers.models import Attachment, AttachmentPiece
from chaperone.vault.integrity import Altered, refuse


class File(NamedTuple):
    """A file as pages list it."""

    id: UUID
    name: str
    size: int
    content_type: str
    sha256: str
    added_by: str
    added_at: datetime


def attachments_of(actor: Actor, record: UUID) -> list[File]:
    """The files of a record of the actor's organization, newest first. Two queries.

    Whoever calls has checked that the actor may see the record.
    """
    rows = Attachment.objects.filter(
        organization_id=actor.organization_id, record_id=record, retired_at=None
    )
    found = list(rows.order_by("-id"))
    names = names_of(row.added_by for row in found if row.added_by) if found else {}
    return [_file(row, names) for row in found]


def with_files(actor: Actor, records: Collection[UUID]) -> set[UUID]:
    """Which of these records have a file. One query."""
    rows = Attachment.objects.filter(
        organization_id=actor.organization_id, record_id__in=list(records), retired_at=None
    )
    return set(rows.values_list("record_id", flat=True))


def attachment_of(actor: Actor, attachment_id: UUID) -> Attachment:
    """One file that is not retired. Raises ``NoSuchAttachment``."""
    rows = Attachment.objects.filter(organization_id=actor.organization_id, retired_at=None)
    found = rows.filter(id=attachment_id).first()
    if found is None:
        raise NoSuchAttachment
    return found


def content_of(attachment: Attachment) -> bytes:
    """What is in a file, whole. Raises ``NotIntact``, on record then, where it is not what the
    ledger says was added.
    """
    pieces = AttachmentPiece.objects.filter(
        organization_id=attachment.organization_id, attachment=attachment
    )
    content = b"".join(piece.content.reveal_bytes() for piece in pieces.order_by("number"))
    if sha256(content).hexdigest() != attachment.sha256:
        table = AttachmentPiece._meta.db_table
        refuse(
            Altered(
                attachment.organization_id, table, "content", attachment.id, None, "FileAltered"
            )
        )
    return content


def _file(row: Attachment, names: Mapping[UUID, str]) -> File:
    return File(
        id=row.id,
        name=row.name.reveal(),
        size=row.size,
        content_type=row.content_type,
        sha256=row.sha256,
        added_by=names.get(row.added_by, LEFT) if row.added_by else "Chaperone",
        added_at=row.added_at,
    )
