"""Which day it is, and whether the clock can be believed.

A day is frozen once, for ever. A clock that leapt ahead would freeze a day that has not come, and
that day would be missing later; so nothing is frozen while it is known to be ahead. A clock that
was put back finds its days frozen already, and freezes none twice.
"""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection

MOST_AHEAD = timedelta(hours=1)
MOST_APART = timedelta(minutes=5)
_LOOK = """
    select clock_timestamp(), coalesce((
        select sum(case kind when 'forward' then seconds else -seconds end) from ledger_clock_jump
    ), 0) - (select vouched_jumps from retention_clockwatch where id = 1)
"""


def day_to_freeze(
    *, now: datetime, zone: ZoneInfo, ahead: timedelta, frozen: Collection[date]
) -> date | None:
    """The day of ``now`` in ``zone`` where it is to be frozen; None where it is already, or the
    clock is ``ahead`` of the time (negative: behind it).
    """
    if ahead > MOST_AHEAD:
        return None
    today = now.astimezone(zone).date()
    return None if today in frozen else today


def look() -> tuple[datetime, timedelta]:
    """The database's time, and by how much it is known to be ahead. As a worker.

    What the sequencer noticed counts until somebody vouches for the clock (``chaperone retention
    vouch``); so does this program's own clock, where it shows an earlier time.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOOK)
        now, leapt = cursor.fetchone()
    apart = now - datetime.now(UTC)
    ahead = timedelta(seconds=leapt)
    if apart > MOST_APART:
        # Of two clocks the earlier is believed: the day comes later, and then it is frozen.
        return now, max(ahead, apart, MOST_AHEAD + MOST_APART)
    return now, ahead
