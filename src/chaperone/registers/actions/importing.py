"""A file for a register: kept sealed, looked over, then imported whole."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.ledger.actions import append
from chaperone.registers.declared import Register
from chaperone.registers.errors import LinesRefused, UploadGone
from chaperone.registers.events import FILE_DISCARDED, FILE_UPLOADED, REGISTER_IMPORTED
from chaperone.registers.models import Upload
from chaperone.registers.sheets import (
    Finding,
    Line,
    Sheet,
    SheetRefused,
    read_csv,
    read_json,
    without,
)

LASTS = timedelta(minutes=30)
MOST_LINES = 1_000
"""Of a register at once: each line is a record with its own entry, tried before it is kept."""


@transaction.atomic
def keep_upload(*, actor: Staff, register: Register, text: str, json: bool) -> Upload:
    """Seals a file for its owner to look over."""
    upload = Upload(
        organization_id=actor.organization_id,
        register=register.name,
        owner_id=actor.user_id,
        json=json,
        content=text,
        expires_at=timezone.now() + LASTS,
    )
    upload.save(force_insert=True)
    append(
        event=FILE_UPLOADED,
        actor=actor,
        details={"upload": str(upload.id), "register": register.name, "characters": len(text)},
    )
    return upload


def reach_upload(
    *, actor: Staff, register: Register, upload_id: UUID, lock: bool = False
) -> Upload:
    """The actor's own file; ``lock``: so that it is imported once. Raises ``UploadGone``."""
    files = Upload.objects.filter(
        organization_id=actor.organization_id,
        id=upload_id,
        register=register.name,
        owner_id=actor.user_id,
    )
    upload = (files.select_for_update() if lock else files).first()
    if upload is None:
        raise UploadGone
    return upload


def look_over(*, actor: Staff, register: Register, upload: Upload) -> Sheet:
    """What an import of this file would do: it is done, line by line, and taken back.

    So whatever the room's own action refuses is known before. Raises ``SheetRefused``.
    """
    read = read_json if upload.json else read_csv
    sheet = read(upload.content.reveal(), register.columns)
    if len(sheet.good) > MOST_LINES:
        raise SheetRefused(f"The file has more than {MOST_LINES:,} lines. Divide it.")
    with transaction.atomic():
        findings = _added(actor, register, sheet.good)
        transaction.set_rollback(True)
    return without(sheet, findings)


@transaction.atomic
def import_lines(
    *, actor: Staff, register: Register, upload: Upload, lines: Sequence[Line], left_out: int
) -> int:
    """Enters every line, or none at all; returns how many, and removes the file.

    ``left_out``: how many bad lines the actor chose to leave out, for the record. Raises
    ``LinesRefused`` where the register has changed since it was looked over.
    """
    if _added(actor, register, lines):
        raise LinesRefused
    append(
        event=REGISTER_IMPORTED,
        actor=actor,
        details={"register": register.name, "lines": len(lines), "left_out": left_out},
    )
    upload.delete()
    return len(lines)


@transaction.atomic
def discard_upload(*, actor: Staff, upload: Upload) -> None:
    """Removes a file that is not wanted."""
    append(event=FILE_DISCARDED, actor=actor, details={"upload": str(upload.id)})
    upload.delete()


def purge_uploads(*, organization_id: UUID) -> int:
    """Removes the files that nobody came back for; returns how many. In a worker's context."""
    expired = Upload.objects.filter(organization_id=organization_id, expires_at__lte=timezone.now())
    return expired._raw_delete(expired.db)


def _added(actor: Staff, register: Register, lines: Sequence[Line]) -> list[Finding]:
    assert register.add is not None
    findings = []
    for line in lines:
        try:
            with transaction.atomic():
                register.add(actor=actor, **_cells(register, line))
        except register.errors as refused:
            findings.append(
                Finding(line.line, "all", str(refused), "Correct the line, or leave it out.")
            )
    return findings


def _cells(register: Register, line: Line) -> dict[str, Any]:
    return {column.name: line.values.get(column.name) for column in register.columns}
