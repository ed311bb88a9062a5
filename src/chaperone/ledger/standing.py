"""How the record stands outside the database: how far each mirror is, and what witnesses saw."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple, Protocol

_MIRRORS = """
    select mirror.name, mirror.size, mirror.kept_at, mirror.problem,
        coalesce((select max(size) from ledger_checkpoint), 0) - mirror.size,
        coalesce(extract(epoch from now() - (
            select signed_at from ledger_checkpoint as missed
            where missed.size > mirror.size order by missed.size limit 1
        )), 0)::float
    from ledger_mirror as mirror where mirror.name = any (%s) order by mirror.name
"""
_WITNESSES = """
    select distinct on (witness) witness, size, witnessed_at,
        (select max(size) from ledger_checkpoint) - size
    from ledger_cosignature order by witness, size desc
"""


class Cursor(Protocol):
    """Django's, or psycopg's own."""

    def execute(self, query: Any, params: Any = None) -> Any: ...
    def fetchall(self) -> Sequence[tuple[Any, ...]]: ...


class MirrorState(NamedTuple):
    """How far a mirror is, as the sequencer last found it."""

    name: str
    size: int
    kept_at: datetime | None
    """When it was last up to date; None if it never was."""
    problem: str
    """What went wrong at the last try; empty when nothing did."""
    entries_behind: int
    seconds_behind: float
    """How long ago the first checkpoint was signed that it lacks; 0 when it lacks none."""


class WitnessState(NamedTuple):
    """The newest checkpoint that a witness cosigned, of those that came back."""

    witness: str
    """Its verifier key."""
    size: int
    witnessed_at: datetime
    entries_behind: int


def mirror_states(cursor: Cursor, addresses: Sequence[object]) -> list[MirrorState]:
    """Of the mirrors that the settings name; one that was never tried is missing."""
    cursor.execute(_MIRRORS, [[str(address) for address in addresses]])
    return [MirrorState(*row) for row in cursor.fetchall()]


def witness_states(cursor: Cursor) -> list[WitnessState]:
    """Every witness whose cosignatures came back."""
    cursor.execute(_WITNESSES)
    return [WitnessState(*row) for row in cursor.fetchall()]
