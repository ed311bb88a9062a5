"""Until when a copy can bring back what was destroyed today: of every copy that is known here.

Only the catalogue, config.json and pgBackRest's configuration are read: a certificate is made in
the transaction of its destruction, in which nobody else is asked.
"""

import configparser
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from math import ceil
from pathlib import Path
from uuid import UUID

from django.conf import settings as django
from django.db.models import QuerySet
from django.utils import timezone

from chaperone.continuity.archiving import settings as archive
from chaperone.continuity.archiving.errors import SettingsUnsuitable
from chaperone.continuity.backups.errors import SettingsRefused
from chaperone.continuity.backups.schedule import DAY, expires_at
from chaperone.continuity.backups.settings import read_settings
from chaperone.continuity.backups.targets import Place
from chaperone.continuity.copies import settings
from chaperone.continuity.models import Backup
from chaperone.ledger.mirrors.s3 import Retention
from chaperone.retention.registry import Left

_KIND, _STATE = Backup.Kind, Backup.State
_LABELS = {
    _KIND.FULL: "Backups by Chaperone",
    _KIND.BASE: "Archive for points in time",
    _KIND.PGBACKREST: "pgBackRest",
    _KIND.RDS: "Snapshots of RDS",
}
_MOST_NAMED = 3
_UNREADABLE = "Its settings cannot be read."


def left_in_copies(organization_id: UUID) -> list[Left]:  # noqa: ARG001  all are in each copy
    """Every kind of copy that holds what is there now, and until when."""
    now = timezone.now()
    return [each for find in _FINDERS for each in find(Path(django.CHAPERONE_DATA), now)]


def _rows(kind: Backup.Kind, *states: Backup.State) -> QuerySet[Backup]:
    return Backup.objects.filter(kind=kind, state__in=states).order_by("-made_at", "-id")


def _ours(data: Path, now: datetime) -> Iterator[Left]:
    """As long as one is made each day: the last whole one is never removed."""
    label = _LABELS[_KIND.FULL]
    there = list(_rows(_KIND.FULL, _STATE.WHOLE, _STATE.RUNNING))
    try:
        chosen = read_settings(data)
    except SettingsRefused:
        if there:
            yield Left(label, None, _UNREADABLE)
    else:
        locks = {place.url: _locked(place) for place in chosen.targets}
        if there:
            yield Left(
                label,
                max(
                    max(
                        expires_at(each.made_at, chosen),
                        each.made_at + locks.get(each.target, timedelta()),
                    )
                    for each in there
                ),
                "As long as one is made each day.",
            )
    lost = _rows(_KIND.FULL, _STATE.LOST).filter(made_at__lte=now)
    if number := lost.count():
        yield Left(
            f"{label} that a restore did not find",
            None,
            f"{number} were not at their place. If they lie elsewhere, nobody removes them.",
        )


def _archived(data: Path, now: datetime) -> Iterator[Left]:
    """The log holds it until the copy is gone that was made before. Copies and what none needs any
    more go together, at the first copy after ``keep_days`` that is late enough.
    """
    label = _LABELS[_KIND.BASE]
    try:
        chosen = archive.read(data) if archive.is_on(data) else None
    except (SettingsUnsuitable, SettingsRefused):
        yield Left(label, None, _UNREADABLE)
        return
    if chosen is None:
        if _rows(_KIND.BASE, _STATE.WHOLE).exists():
            yield Left(label, None, "It is switched off, so that nothing in it is removed.")
        return
    copies = 1 + ceil(chosen.keep_days / chosen.copy_days)
    until = now + max((copies * chosen.copy_days + 1) * DAY, _locked(chosen.place))
    yield Left(label, until, f"As long as a copy is made every {chosen.copy_days} days.")


def _backrest(data: Path, now: datetime) -> Iterator[Left]:
    label = _LABELS[_KIND.PGBACKREST]
    try:
        found = settings.pgbackrest(data)
        if found is None:
            if _rows(_KIND.PGBACKREST, _STATE.WHOLE).exists():
                yield Left(label, None, "config.json does not name it any more.")
            return
        stanza, configuration = found
        retentions = list(_retentions(configuration.read_text(encoding="utf-8"), stanza))
    except (SettingsUnsuitable, OSError, ValueError, configparser.Error):
        yield Left(label, None, _UNREADABLE)
        return
    apart = _between_fulls(f"pgbackrest:{stanza}")
    for kept, in_days in retentions:
        if not kept:
            yield Left(label, None, "It is told no number to keep, so that none is removed.")
        elif apart is None:
            yield Left(label, None, _rule(kept, in_days=in_days))
        else:
            wait = kept * DAY + 2 * apart if in_days else kept * apart
            yield Left(label, now + wait + DAY, _rule(kept, in_days=in_days, apart=apart))


def _rule(kept: int, *, in_days: bool, apart: timedelta | None = None) -> str:
    rule = (
        f"Full backups are kept for {kept} days: it is gone when one that is made from now on is"
        " older than that."
        if in_days
        else f"The last {kept} full backups are kept: it is gone when {kept} more were made."
    )
    if apart is None:
        return f"{rule} How often they are made is not known."
    return f"{rule} So far they were {apart / DAY:.1f} days apart at most."


def _retentions(text: str, stanza: str) -> Iterator[tuple[int, bool]]:
    """How many full backups each repository keeps, or days of them; 0: it does not say."""
    found = configparser.ConfigParser(interpolation=None, delimiters=("=",), strict=False)
    found.read_string(text)
    options = dict(found["global"]) if found.has_section("global") else {}
    options |= dict(found[stanza]) if found.has_section(stanza) else {}
    repositories = {name.split("-")[0] for name in options if re.match(r"repo\d+-", name)}
    for name in sorted(repositories) or ["repo1"]:
        kept = int(options.get(f"{name}-retention-full", "0"))
        yield kept, options.get(f"{name}-retention-full-type", "count") == "time"


def _between_fulls(target: str) -> timedelta | None:
    """The longest time between two full backups in the catalogue; None before the second."""
    rows = Backup.objects.filter(kind=_KIND.PGBACKREST, target=target, name__endswith="F")
    made = list(rows.order_by("made_at").values_list("made_at", flat=True))
    return max((later - earlier for earlier, later in pairwise(made)), default=None)


def _snapshots(data: Path, now: datetime) -> Iterator[Left]:
    """Those of RDS itself go by its setting, as it was seen last, and so does its log."""
    label = _LABELS[_KIND.RDS]
    try:
        used = settings.rds(data)
    except SettingsUnsuitable:
        yield Left(label, None, _UNREADABLE)
        return
    there = list(_rows(_KIND.RDS, _STATE.WHOLE))
    of_itself = [each for each in there if each.kept_days is not None]
    if of_itself and used:
        days = max(each.kept_days or 0 for each in of_itself)
        yield Left(label, now + (days + 1) * DAY, f"RDS keeps them for {days} days.")
    elif used or of_itself:
        yield Left(label, None, "How long RDS keeps its own was not seen yet.")
    by_hand = [each.name for each in there if each.kept_days is None]
    if by_hand:
        named = ", ".join(by_hand[:_MOST_NAMED])
        more = len(by_hand) - _MOST_NAMED
        yield Left(
            f"{label} made by hand",
            None,
            f"They stay until somebody deletes them: {named}"
            + (f" and {more} more." if more > 0 else "."),
        )


def _locked(place: Place) -> timedelta:
    """For how long a bucket lets nothing go that is written there."""
    retention = Retention.parse(place.lock) if place.lock else None
    return retention.days * DAY if retention else timedelta()


_FINDERS: tuple[Callable[[Path, datetime], Iterator[Left]], ...] = (
    _ours,
    _archived,
    _backrest,
    _snapshots,
)
