"""One backup, from the database to its place: dump, tar, zstd, age; nothing plain on disk."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any
from uuid import UUID

import chaperone
from chaperone.continuity.backups import content, format  # noqa: A004  the file's own name
from chaperone.continuity.backups.dump import Snapshot, dumped, snapshot
from chaperone.continuity.backups.format import Content, Sealed
from chaperone.continuity.backups.streams import Pump, Writable
from chaperone.continuity.backups.targets.target import Target
from chaperone.database.address import Address


@dataclass(frozen=True, slots=True)
class Source:
    """What is backed up. ``password``: of the login ``backup``. ``mirror``: the ledger's, where it
    is in a folder. ``about``: what else the header says.
    """

    data: Path
    address: Address
    password: str
    mirror: Path | None
    about: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Made:
    """What came of it."""

    sealed: Sealed
    made_at: datetime
    seconds: float
    ledger_size: int
    checkpoint: str
    rows: dict[str, int]


def make(
    source: Source, target: Target, name: str, *, backup: UUID, recipients: Sequence[str]
) -> Made:
    """Makes a backup and keeps it under ``name``; whole or not at all.

    Raises ``BackupError``, ``psycopg.Error``, ``OSError``.
    """
    began = time.monotonic()
    made_at = datetime.now(UTC)
    with snapshot(source.address, source.password) as found:
        size, checkpoint = found.checkpoint()
        rows: dict[str, int] = {}

        def counted() -> Iterator[Content]:
            # After the dump, in its own snapshot: nothing that is written meanwhile counts.
            rows.update(found.rows())
            yield from ()

        def manifest() -> dict[str, Any]:
            seconds = round(time.monotonic() - began, 1)
            return {"rows": rows, "seconds": seconds, "ledger": {"size": size}}

        header = _header(source, found, backup, made_at) | {
            "ledger": {"size": size, "checkpoint": checkpoint}
        }
        contents = chain(
            dumped(source.address, source.password, found),
            counted(),
            content.files(source.data),
            content.configuration(source.data),
            content.mirror(source.mirror) if source.mirror else (),
        )
        sealed: list[Sealed] = []

        def work(out: Writable) -> None:
            sealed.append(
                format.write(out, contents, header=header, manifest=manifest, recipients=recipients)
            )

        with Pump(work) as stream:
            target.put(name, stream)
    seconds = time.monotonic() - began
    return Made(sealed[0], made_at, seconds, size, checkpoint, rows)


def _header(source: Source, found: Snapshot, backup: UUID, made_at: datetime) -> dict[str, Any]:
    return {
        "backup": str(backup),
        "made_at": made_at.isoformat(timespec="seconds"),
        "product": chaperone.__version__,
        "postgresql": found.version(),
        "system": found.system(),
        "migrations": found.migrations(),
        **source.about,
    }
