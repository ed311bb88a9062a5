"""Files between upload and import: sealed, seen by their owner only, gone after half an hour."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.members.errors import UploadGone
from chaperone.members.events import FILE_DISCARDED, FILE_UPLOADED
from chaperone.members.models import Upload, UploadPiece
from chaperone.vault import files

LASTS = timedelta(minutes=30)
LONGEST_NAME = 255


@transaction.atomic
def keep_upload(*, actor: Actor, kind: Upload.Kind, content: str, name: str = "") -> Upload:
    """Seals a file for its owner to look over. ``name``: as it was called where it came from."""
    assert actor.id is not None
    upload = Upload(
        organization_id=actor.organization_id,
        kind=kind,
        owner_id=actor.id,
        expires_at=timezone.now() + LASTS,
        name=name[:LONGEST_NAME],
        content_type="text/csv",
    )
    upload.save(force_insert=True)
    files.write(upload, UploadPiece, [content.encode()])
    append(
        event=FILE_UPLOADED,
        actor=actor,
        details={"upload": str(upload.id), "kind": str(kind), "characters": len(content)},
    )
    return upload


def reach_upload(*, actor: Actor, kind: Upload.Kind, upload_id: UUID, lock: bool = False) -> Upload:
    """The actor's own file; ``lock``: so that it is imported once. Raises ``UploadGone``."""
    assert actor.id is not None
    files = Upload.objects.filter(
        organization_id=actor.organization_id, id=upload_id, kind=kind, owner_id=actor.id
    )
    upload = (files.select_for_update() if lock else files).first()
    if upload is None:
        raise UploadGone("This file was imported or discarded, or its half hour is over.")
    return upload


def text_of(upload: Upload) -> str:
    """What is in the file, opened before the current witness. Raises as ``vault.files.read``."""
    return b"".join(files.read(upload, UploadPiece)).decode()


@transaction.atomic
def discard_upload(*, actor: Actor, upload: Upload) -> None:
    """Removes a file that is not wanted."""
    append(event=FILE_DISCARDED, actor=actor, details={"upload": str(upload.id)})
    upload.delete()


def purge_uploads(*, organization_id: UUID) -> int:
    """Removes the files that nobody came back for; returns how many. In a worker's context."""
    expired = Upload.objects.filter(organization_id=organization_id, expires_at__lte=timezone.now())
    return expired._raw_delete(expired.db)
