"""The catalogue of backups after a restore: each row says what lies at its place now.

In a backup its own row still says that it is being made, since it was; a row of a later backup may
say so, too, where the database was taken back to a moment. The next run would take both for broken
off, and remove their files. And what was whole may have gone with the machine: that is no alarm
about a damaged backup, it is a fact of the disaster.
"""

import json
from pathlib import Path
from typing import Any

from django.conf import settings as django
from django.db import transaction
from django.utils import timezone

from chaperone.access.actors import operator
from chaperone.access.context import acting_for
from chaperone.continuity.backups.errors import BackupError
from chaperone.continuity.backups.events import CATALOGUE_SETTLED
from chaperone.continuity.backups.names import line_beside
from chaperone.continuity.backups.recording import in_charge
from chaperone.continuity.backups.settings import read_settings
from chaperone.continuity.backups.targets import Target, target_at
from chaperone.continuity.models import Backup
from chaperone.ledger.actions import append

_LONGEST_LINE = 1 << 20
_NOT_THERE = "After a restore it was not at its place."
_OF_OLD = "After a restore: its place is not set here."
_OPEN = (Backup.State.RUNNING, Backup.State.WHOLE)


def settle_catalogue() -> dict[str, int]:
    """Looks at every place that can be reached, then writes; how many are whole, lost, and unknown.

    As the owner. Rows of a place that cannot be reached stay as they are, but for those that say
    they are being made: nobody makes them, and their files are left alone.
    """
    rows = list(Backup.objects.filter(state__in=_OPEN, kind=Backup.Kind.FULL))
    places = {place.url: target_at(place) for place in read_settings(_data()).targets}
    found = {url: _found(target, rows) for url, target in places.items()}
    figures = {"whole": 0, "lost": 0, "unknown": 0}
    with transaction.atomic():
        for row in rows:
            figures[_settle(row, places, found)] += 1
        for organization_id in in_charge():
            actor = operator(organization_id)
            with acting_for(actor):
                append(event=CATALOGUE_SETTLED, actor=actor, details=figures)
    return figures


def _data() -> Path:
    return Path(django.CHAPERONE_DATA)


def _found(target: Target, rows: list[Backup]) -> dict[str, dict[str, Any]] | None:
    """What lies there, by name, with the line beside it; None where that cannot be known."""
    try:
        names = set(target.names())
        here = [row for row in rows if row.target == target.name and row.name in names]
        return {row.name: _line(target, row.name) for row in here}
    except BackupError:
        return None


def _line(target: Target, name: str) -> dict[str, Any]:
    """The line beside a backup, which is written when it is whole; empty where there is none."""
    try:
        with target.open(line_beside(name)) as stream:
            said = json.loads(stream.read(_LONGEST_LINE))
    except (BackupError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def _settle(
    row: Backup, places: dict[str, Target], found: dict[str, dict[str, dict[str, Any]] | None]
) -> str:
    if row.target not in places:
        return _lose(row, _OF_OLD)
    there = found[row.target]
    if there is None and row.state == Backup.State.WHOLE:
        return "unknown"
    line = (there or {}).get(row.name)
    if row.state == Backup.State.WHOLE:
        return "whole" if line is not None else _lose(row, _NOT_THERE)
    # That it is whole is known by its line alone, which is put beside it in the end.
    if not line or line.get("id") != str(row.id):
        return _lose(row, _NOT_THERE)
    row.state, row.ended_at = Backup.State.WHOLE, timezone.now()
    row.size, row.sha256 = int(line["size"]), str(line["sha256"])
    row.counts, row.root_key_id = dict(line["rows"]), str(line["root_key"])
    row.ledger_size, row.checkpoint = line["ledger"]["size"], line["ledger"]["checkpoint"]
    row.save()
    return "whole"


def _lose(row: Backup, why: str) -> str:
    row.state, row.why, row.ended_at = Backup.State.LOST, why, timezone.now()
    row.save(update_fields=["state", "why", "ended_at"])
    return "lost"
