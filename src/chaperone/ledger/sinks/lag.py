"""How far each sink is behind, for who looks after the installation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import psycopg

_LAG = """
    select place.next_leaf,
        coalesce((select max(size) from ledger_checkpoint), 0) - place.next_leaf,
        coalesce(extract(epoch from now() - (
            select signed_at from ledger_checkpoint
            where size > place.next_leaf order by size limit 1
        )), 0)::float,
        place.received_at, place.error
    from (
        select coalesce((select next_leaf from ledger_forwarded where sink = %(sink)s), 0)
            as next_leaf, found.received_at, coalesce(found.error, '') as error
        from (values (1)) as one left join ledger_forwarded as found on found.sink = %(sink)s
    ) as place
"""


@dataclass(frozen=True, slots=True)
class Lag:
    """``entries``: signed ones that the sink has not received; ``seconds``: for how long the oldest
    of them has been signed. ``error``: why the last try failed; empty after one that did not."""

    sink: str
    received: int
    entries: int
    seconds: float
    received_at: datetime | None
    error: str


def lags(connection: psycopg.Connection, sinks: Sequence[str]) -> list[Lag]:
    """One for each of the sinks named. ``connection``: as the auditor."""
    found = []
    for sink in sinks:
        row = connection.execute(_LAG, {"sink": sink}).fetchone()
        assert row is not None
        found.append(Lag(sink, *row))
    return found
