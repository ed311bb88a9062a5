"""How far replicas are behind the database that is written to."""

from collections.abc import Iterator

from django.db import connection
from django.utils import timezone

from chaperone.notices.readings import Reading, State, by_limits

_ATTENTION, _ALARM = 64, 1024
# Of slots: who streams and how far they are, PostgreSQL tells superusers and monitors only, and
# monitors also see the statements of others, with what people wrote in them.
_SLOTS = """
    select count(*), count(*) filter (where not active),
        coalesce(max(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)), 0)::float / 1048576
    from pg_replication_slots where slot_type = 'physical'
"""


def replication_lag() -> Iterator[Reading]:
    """How much the replica that is furthest behind still lacks; none where there is no replica."""
    with connection.cursor() as cursor:
        cursor.execute(_SLOTS)
        slots, away, megabytes = cursor.fetchone()
    if not slots:
        return
    state = by_limits(megabytes, attention=_ATTENTION, alarm=_ALARM)
    if away:
        state = max(state, State.ATTENTION, key=(State.OK, State.ATTENTION, State.ALARM).index)
    yield Reading(
        name="replication.lag",
        label="Replicas of the database",
        value=round(megabytes, 1),
        unit="MB",
        state=state,
        sentence=(
            f"{slots - away} of {slots} replicas are there; the last is {megabytes:.0f} MB behind."
        ),
        at=timezone.now(),
        remedy="See whether each replica runs. What it lacks is kept for it and fills the disk:"
        " drop the slot of one that will not come back.",
    )
