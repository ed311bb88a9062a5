"""The time that counts for purging: the database's, where nothing speaks against it.

A clock that was set ahead makes everything old. What speaks against it: purging last saw it more
than three days ago or later than now; the sequencer noticed that it leapt (``ledger.clock``); this
program's clock shows another time. Then nothing is purged until somebody vouches for the clock.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction

from chaperone.database.identifiers import PLATFORM
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.retention.errors import ClockDoubted
from chaperone.retention.events import CLOCK_VOUCHED
from chaperone.vault.inside import inside

MOST_AWAY = timedelta(days=3)
"""A weekend and a day: so long an installation may stand still."""
MOST_LEAPT = timedelta(hours=1)
MOST_APART = timedelta(minutes=5)
_BACK = timedelta(minutes=5)
_LOOK = """
    select clock_timestamp(), seen_at, coalesce((
        select sum(case kind when 'forward' then seconds else -seconds end) from ledger_clock_jump
    ), 0) - vouched_jumps
    from retention_clockwatch where id = 1 for update
"""
_SEEN = "update retention_clockwatch set seen_at = greatest(seen_at, %s) where id = 1"
_VOUCH = """
    update retention_clockwatch set seen_at = clock_timestamp(), vouched_at = clock_timestamp(),
        vouched_jumps = coalesce((
            select sum(case kind when 'forward' then seconds else -seconds end)
            from ledger_clock_jump
        ), 0)
    where id = 1
"""


def trusted_now(*, wall: Callable[[], datetime] = lambda: datetime.now(UTC)) -> datetime:
    """The time, seen and noted. As a worker, in the caller's transaction.

    ``wall``: this program's clock. Raises ``ClockDoubted`` with a sentence; then nothing is noted.
    """
    now, problem = _looked_at(wall())
    if problem:
        raise ClockDoubted(problem)
    with connection.cursor() as cursor:
        cursor.execute(_SEEN, [now])
    return now


def looked_at() -> tuple[datetime, str]:
    """What the database's clock shows, and what speaks against it. As a worker; notes nothing."""
    with transaction.atomic():
        return _looked_at(datetime.now(UTC))


def _looked_at(wall: datetime) -> tuple[datetime, str]:
    with connection.cursor() as cursor:
        cursor.execute(_LOOK)
        now, seen_at, leapt = cursor.fetchone()
    return now, doubt(now=now, seen_at=seen_at, leapt=timedelta(seconds=leapt), wall=wall)


def doubt(*, now: datetime, seen_at: datetime, leapt: timedelta, wall: datetime) -> str:
    """What speaks against the database's clock, as a sentence; empty where nothing does.

    ``leapt``: by how much it was put forward, less what it was put back, since somebody vouched.
    """
    if now - seen_at > MOST_AWAY:
        return (
            f"The clock shows {_day(now)}, and purging last saw it at {_day(seen_at)}:"
            " more than three days passed at once."
        )
    if seen_at - now > _BACK:
        return (
            f"The clock shows {_day(now)}, which is before {_day(seen_at)}, when it was last seen."
        )
    if leapt > MOST_LEAPT:
        return f"The clock was put forward by {leapt - timedelta(microseconds=leapt.microseconds)}."
    if abs(wall - now) > MOST_APART:
        return (
            f"The database's clock shows {_day(now)}, this program's {_day(wall)}:"
            " one of the two is wrong."
        )
    return ""


def vouch() -> None:
    """The operator has compared the clock with another: from now on it counts. As a worker.

    Recorded for the platform.
    """
    with inside(PLATFORM), connection.cursor() as cursor:
        cursor.execute(_VOUCH)
        append(event=CLOCK_VOUCHED, actor=Actor("operator", None, PLATFORM))


def _day(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
