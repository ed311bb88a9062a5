"""What each of them has: looked at where it lies. Nothing is written, no transaction is open."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from chaperone.continuity.archiving import names, rds
from chaperone.continuity.archiving import settings as archive
from chaperone.continuity.archiving.pgbackrest.commands import BackRest
from chaperone.continuity.archiving.pgbackrest.configuration import CIPHER_PASS, shortcomings
from chaperone.continuity.archiving.settings import Settings as Archive
from chaperone.continuity.backups.settings import read_settings
from chaperone.continuity.copies import settings
from chaperone.continuity.models import Backup

_DAY = timedelta(hours=26)
"""A day, and time for making it."""
_CIPHER = "repository: AES-256"


class Copy(NamedTuple):
    """One copy that is whole. ``made_at``: the moment that it can be taken to. ``size``: as it lies
    there, or of the disk where nobody says more. ``key``: what it is encrypted with, by name.
    ``kept_days``: as whoever makes it says; None where nothing ends it, or nobody says.
    """

    name: str
    made_at: datetime
    seconds: float
    size: int
    key: str
    kept_days: int | None = None


class Looked(NamedTuple):
    """``wrong``: sentences about the whole."""

    copies: list[Copy]
    wrong: tuple[str, ...] = ()


class Source(NamedTuple):
    """Where copies of a kind lie. ``stale``: how old the newest may grow. ``kept``: for how long
    each must stay; None where that is set elsewhere. ``look``: raises ``ArchiveError``,
    ``BackupError``, ``OSError``.
    """

    kind: Backup.Kind
    target: str
    stale: timedelta
    kept: timedelta | None
    look: Callable[[], Looked]


def used(data: Path) -> list[Source]:
    """Those that config.json names; nothing is asked yet. Raises ``SettingsUnsuitable`` and
    ``SettingsRefused``.
    """
    found = []
    if archive.is_on(data):
        found.append(_archive(archive.read(data)))
    if rest := settings.pgbackrest(data):
        found.append(_pgbackrest(*rest))
    if cloud := settings.rds(data):
        found.append(_rds(*cloud, kept_days=read_settings(data).keep_days))
    return found


def backrest(data: Path) -> BackRest:
    """Raises ``SettingsUnsuitable``."""
    stanza, configuration = settings.pgbackrest(data) or ("", Path())
    return _backrest(stanza, configuration)


def _backrest(stanza: str, configuration: Path) -> BackRest:
    return BackRest(stanza, configuration, os.environ.get(CIPHER_PASS, ""))


def _archive(chosen: Archive) -> Source:
    target = chosen.target()

    def look() -> Looked:
        return Looked(
            [
                Copy(
                    name=base.copy.name,
                    made_at=base.ended_at,
                    seconds=(base.ended_at - base.copy.begun_at).total_seconds(),
                    size=target.size(base.copy.name),
                    key=", ".join(chosen.recipients),
                )
                for contents in names.read(target.names()).values()
                for base in contents.bases
            ]
        )

    # The archiver looks every ten minutes; the rest is for a large one.
    stale = timedelta(days=chosen.copy_days, hours=2)
    kept = timedelta(days=chosen.keep_days)
    return Source(Backup.Kind.BASE, target.name, stale, kept, look)


def _pgbackrest(stanza: str, configuration: Path) -> Source:
    def look() -> Looked:
        found, wrong = _backrest(stanza, configuration).info()
        copies = [
            Copy(
                name=each.label,
                made_at=each.ended_at,
                seconds=(each.ended_at - each.started_at).total_seconds(),
                size=each.kept,
                key=_CIPHER,
            )
            for each in found
            if not each.failed
        ]
        missing = shortcomings(configuration.read_text(encoding="utf-8"), stanza)
        return Looked(copies, (*wrong, *missing))

    return Source(Backup.Kind.PGBACKREST, f"pgbackrest:{stanza}", _DAY, None, look)


def _rds(instance: str, region: str, endpoint: str, *, kept_days: int) -> Source:
    def look() -> Looked:
        cloud = rds.look(rds.client(region, endpoint), instance)
        copies = [
            Copy(
                name=each.name,
                made_at=each.made_at,
                seconds=0.0,
                size=each.size,
                key=each.key if each.encrypted else "none",
                kept_days=cloud.kept_days if each.automatic else None,
            )
            for each in cloud.snapshots
            if each.whole
        ]
        wrong = rds.shortcomings(cloud, now=datetime.now(UTC), kept_days=kept_days)
        return Looked(copies, tuple(wrong))

    return Source(Backup.Kind.RDS, f"rds:{instance}", _DAY, None, look)
