"""A clock that is not steady is noticed and kept, not hidden.

The place in the tree is the order of entries; wall time stands beside it and may be wrong. The
sequencer compares the wall clock with the machine's steady one, all the time (``jobs.clock``), and
when it starts with the latest time that the ledger knows. It holds no keys: what it notices is a
row, which a worker turns into an entry (``recording``).
"""

from datetime import datetime, timedelta

import psycopg

from chaperone.database.identifiers import instant_of, new_id
from chaperone.jobs.clock import Jump

BACK = timedelta(seconds=1)
FORWARD = timedelta(seconds=10)
_NOTE = """
    insert into ledger_clock_jump (id, kind, seconds, before, after, at_start)
    values (%s, %s, %s, %s, %s, %s)
"""
_LAST_SIGNED = "select signed_at from ledger_checkpoint order by size desc limit 1"
_LAST_PLACED = "select entry_id from ledger_leaf order by leaf_index desc limit 1"


def behind_ledger(connection: psycopg.Connection, now: datetime) -> Jump | None:
    """Whether the clock is behind the last checkpoint or the last entry that was placed.

    For a start: there is no steady clock from before. As the sequencer.
    """
    known = [
        *(signed_at for (signed_at,) in connection.execute(_LAST_SIGNED)),
        *(instant_of(entry_id) for (entry_id,) in connection.execute(_LAST_PLACED)),
    ]
    latest = max(known, default=now)
    if now >= latest - BACK:
        return None
    return Jump("back", latest, now, at_start=True)


def note(connection: psycopg.Connection, jump: Jump) -> None:
    """Keeps it until a worker has recorded it, and for searches by time. As the sequencer."""
    seconds = jump.by.total_seconds()
    connection.execute(
        _NOTE, [new_id(), jump.kind, seconds, jump.before, jump.after, jump.at_start]
    )
