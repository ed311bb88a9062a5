"""The catalogue is brought up to what lies elsewhere: new copies in, and those that went told."""

import logging
from pathlib import Path

from django.conf import settings as django
from django.db import transaction
from django.utils import timezone

from chaperone.continuity.archiving.errors import ArchiveError, SettingsUnsuitable
from chaperone.continuity.backups.errors import BackupError
from chaperone.continuity.backups.recording import record, why_of
from chaperone.continuity.copies.events import COPY_GONE, COPY_MISSED, COPY_SEEN
from chaperone.continuity.copies.queries import checkpoint_at, copies_of, newest_of
from chaperone.continuity.copies.sources import Copy, Looked, Source, used
from chaperone.continuity.models import Backup

_EARLY = "It went before its time, and nobody said why."
_log = logging.getLogger(__name__)


def note_copies() -> dict[str, str]:
    """Looks at each source, then writes; by kind what is wrong with it, empty where all is well.

    One that cannot be looked at changes nothing but that sentence: its newest copy grows old, which
    is told. Raises ``SettingsUnsuitable``.
    """
    found: dict[str, str] = {}
    for source in used(Path(django.CHAPERONE_DATA)):
        kind = source.kind
        try:
            looked = source.look()
        except (ArchiveError, BackupError, OSError) as problem:
            _log.warning("Copies of kind %s could not be looked at: %s", kind, type(problem))
            found[kind] = f"{problem}"
        else:
            _note(source, looked)
            found[kind] = " ".join(looked.wrong)
        _say(source, found[kind])
    return found


def watch() -> None:
    """For the process that makes backups: unsuitable settings stop none of them."""
    try:
        note_copies()
    except SettingsUnsuitable as problem:
        _log.warning("Copies cannot be looked at: %s", problem)


@transaction.atomic
def _note(source: Source, looked: Looked) -> None:
    known = {row.name: row for row in copies_of(source)}
    there = {copy.name: copy for copy in looked.copies}
    for name in there.keys() - known.keys():
        _add(source, there[name])
    for name in there.keys() & known.keys():
        if known[name].kept_days != there[name].kept_days:
            known[name].kept_days = there[name].kept_days
            known[name].save(update_fields=["kept_days"])
    for name in known.keys() - there.keys():
        if known[name].state == Backup.State.WHOLE:
            _end(known[name], source)


def _add(source: Source, copy: Copy) -> None:
    size, note = checkpoint_at(copy.made_at)
    row = Backup(
        kind=source.kind,
        state=Backup.State.WHOLE,
        scheduled=True,
        target=source.target,
        name=copy.name,
        made_at=copy.made_at,
        ended_at=copy.made_at,
        seconds=copy.seconds,
        size=copy.size,
        recipients=[copy.key],
        kept_days=copy.kept_days,
        ledger_size=size,
        checkpoint=note,
    )
    row.save(force_insert=True)
    record(COPY_SEEN, row, kind=str(source.kind))


def _end(row: Backup, source: Source) -> None:
    now = timezone.now()
    early = source.kept is not None and row.made_at > now - source.kept
    row.state = Backup.State.FAILED if early else Backup.State.EXPIRED
    row.why, row.ended_at = _EARLY if early else "", now
    # By this people are told of it, as of one that is damaged.
    row.verified_at = now if early else row.verified_at
    row.save(update_fields=["state", "why", "ended_at", "verified_at"])
    record(COPY_MISSED if early else COPY_GONE, row, kind=str(source.kind))


def _say(source: Source, wrong: str) -> None:
    """Beside the newest, where people look."""
    last = newest_of(source)
    why = why_of(wrong)
    if last is not None and last.why != why:
        last.why = why
        last.save(update_fields=["why"])
