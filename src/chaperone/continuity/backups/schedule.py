"""When the next backup is due, and which are kept. Pure.

The wall clock says when; the machine's steady clock says whether to believe it. A clock that was
moved neither skips a day nor makes two backups in one.
"""

import time as clocks
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple, Protocol

from chaperone.continuity.backups.settings import Settings

DAY = timedelta(days=1)
_HONEST = timedelta(minutes=5)
"""By how much the clocks may differ in a day: time services move clocks little by little."""
_BOOT = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True, slots=True)
class Clock:
    """Wall time; steady seconds, which also pass while the machine sleeps; since which start."""

    wall: Callable[[], datetime] = lambda: datetime.now(UTC)
    steady: Callable[[], float] = lambda: clocks.clock_gettime(clocks.CLOCK_BOOTTIME)
    boot: Callable[[], str] = lambda: _BOOT.read_text().strip() if _BOOT.exists() else ""


class Made(Protocol):
    """A backup that the schedule made: ``models.Backup``."""

    @property
    def made_at(self) -> datetime: ...
    @property
    def steady(self) -> float | None: ...
    @property
    def boot(self) -> str: ...


def slot(now: datetime, at: time) -> datetime:
    """The last time of day ``at`` (UTC) that is not after ``now``."""
    today = datetime.combine(now.astimezone(UTC).date(), at, UTC)
    return today if today <= now else today - DAY


def next_slot(now: datetime, at: time) -> datetime:
    """The first time of day ``at`` (UTC) after ``now``."""
    return slot(now, at) + DAY


def is_due(last: Made | None, *, at: time, clock: Clock) -> bool:
    """Whether the daily backup is due. ``last``: the whole one that the schedule made last.

    Where both clocks agree how long ago that was, it is due once ``at`` has come since. Where they
    do not, somebody moved the wall clock: then after 24 hours by the steady one. After a start of
    the machine there is no steady clock from before; a last backup that lies in the future is then
    no reason to make none.
    """
    if last is None:
        return True
    now = clock.wall()
    by_wall = now - last.made_at
    if last.steady is None or last.boot != clock.boot() or not last.boot:
        return slot(now, at) > last.made_at or by_wall < -_HONEST
    elapsed = timedelta(seconds=clock.steady() - last.steady)
    if abs(by_wall - elapsed) > _HONEST:
        return elapsed >= DAY
    return slot(now, at) > last.made_at


class Kept(NamedTuple):
    """A whole backup, as the rule for keeping sees it."""

    id: object
    made_at: datetime


def to_remove(whole: Iterable[Kept], settings: Settings, now: datetime) -> list[Kept]:
    """Those of one place that may go, the oldest first; never the newest.

    Kept are all of the last ``keep_days`` days, and the newest of each of the last ``keep_days``
    days, ``keep_weeks`` weeks (ISO 8601) and ``keep_months`` months that have one: so neither a
    clock that was put forward nor a week without backups empties the place.
    """
    newest_first = sorted(whole, key=lambda each: each.made_at, reverse=True)
    kept = {
        *_newest_of_each(newest_first, settings.keep_days, lambda day: day),
        *_newest_of_each(newest_first, settings.keep_weeks, lambda day: day.isocalendar()[:2]),
        *_newest_of_each(newest_first, settings.keep_months, lambda day: (day.year, day.month)),
    }
    young = now - settings.keep_days * DAY
    return [
        each for each in reversed(newest_first[1:]) if each not in kept and each.made_at <= young
    ]


def expires_at(made_at: datetime, settings: Settings) -> datetime:
    """When a backup of this time is gone at the latest, as long as one is made each day."""
    weeks, months = settings.keep_weeks, settings.keep_months
    days = max(settings.keep_days, (weeks + 1) * 7 * bool(weeks), (months + 1) * 31 * bool(months))
    # It goes with the run after the last one that needs it.
    return made_at + (days + 1) * DAY


def _newest_of_each(
    newest_first: Iterable[Kept], periods: int, period_of: Callable[[date], object]
) -> set[Kept]:
    found: dict[object, Kept] = {}
    for each in newest_first:
        found.setdefault(period_of(each.made_at.astimezone(UTC).date()), each)
    return set(list(found.values())[:periods])
