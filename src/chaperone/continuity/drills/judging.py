"""Pure: what figures of a drill say beside what an organization bears, and when the next is due."""

from datetime import datetime, timedelta

FIRST_AFTER = timedelta(days=1)
"""How long after the first whole backup the first drill is due."""
_SLACK = timedelta(hours=1)


def verdict(
    *,
    took: timedelta | None,
    lost: timedelta | None,
    outage_minutes: int | None,
    loss_minutes: int | None,
) -> str:
    """``failed``; ``untold`` where nobody said what may be away; ``met``; else ``slow``, ``lossy``
    or ``both``. ``took`` and ``lost`` are None where the drill failed.
    """
    if took is None or lost is None:
        return "failed"
    if outage_minutes is None or loss_minutes is None:
        return "untold"
    slow = took > timedelta(minutes=outage_minutes)
    lossy = lost > timedelta(minutes=loss_minutes)
    if slow and lossy:
        return "both"
    if slow:
        return "slow"
    return "lossy" if lossy else "met"


def next_due(
    *,
    last_started: datetime | None,
    first_backup: datetime | None,
    every: timedelta | None,
    now: datetime,
) -> datetime | None:
    """When the next drill is due; None where none is: nothing to restore, or none is wanted.

    ``last_started``: of the last drill, whatever became of it. One that a clock that ran ahead
    dated into the future does not count: it would put the next off until the clock is there again.
    """
    if every is None or first_backup is None:
        return None
    if last_started is None or last_started > now + _SLACK:
        return min(first_backup + FIRST_AFTER, now + FIRST_AFTER)
    return last_started + every
