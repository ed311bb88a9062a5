"""Counting and deleting what is due, in SQL made of what rooms registered.

Every part of these statements is a constant of a room's ``Rows``; what varies is bound.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from chaperone.database.identifiers import first_id_of
from chaperone.retention.classes import Months, Rows
from chaperone.retention.holds.queries import Held

_NEVER = ("00000000-0000-0000-0000-000000000000", "0")
_LOCKS = "select exists (select from pg_locks where not granted)"


class Due(NamedTuple):
    """How many rows are due, how many of those a hold keeps, and the ages of what may go."""

    rows: int
    held: int
    oldest: datetime | None
    newest: datetime | None


class Batch(NamedTuple):
    """What went: ids in order. ``reached``: where the next batch begins; None at the end."""

    ids: list[str]
    rows: int
    reached: str | None


def count_due(
    found: Rows | Months,
    *,
    organization_id: UUID,
    bound: datetime,
    held: Held,
    name: str,
    most: int | None = None,
) -> Due:
    """What is older than ``bound``; counts no further than ``most``. In the organization's context.

    Of whole months: all their rows, held or not as a whole.
    """
    if isinstance(found, Months):
        rows = sum(rows for _, rows in _months(found, bound))
        return Due(0, rows, None, None) if held.whole(name) else Due(rows, 0, None, None)
    keeps = _keeps(found, held, name)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            select count(*) filter (where not held), count(*) filter (where held),
                min(at) filter (where not held), max(at) filter (where not held)
            from (
                select {found.aged} as at, {keeps} as held
                from {found.table} t where {_where(found)} limit %(most)s
            ) due
            """,  # noqa: S608  every part is a room's constant
            _values(organization_id, bound, held) | {"most": most},
        )
        return Due(*cursor.fetchone())


def purge_batch(
    found: Rows | Months,
    *,
    organization_id: UUID,
    bound: datetime,
    held: Held,
    name: str,
    reached: str,
    rows: int,
) -> Batch:
    """Deletes the next rows, or drops the next month. In the caller's transaction, which holds
    ``holds.queries.stay``; rows that others hold are left for the next run.
    """
    if held.whole(name):
        return Batch([], 0, None)
    if isinstance(found, Months):
        return _drop_month(found, bound)
    values = _values(organization_id, bound, held) | {
        "reached": reached or _NEVER[found.key != "uuid"],
        "rows": rows,
    }
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            select t.id from {found.table} t
            where {_where(found)} and t.id > %(reached)s::{found.key}
                and not {_keeps(found, held, name)}
            order by t.id limit %(rows)s for update of t skip locked
            """,  # noqa: S608  every part is a room's constant
            values,
        )
        ids = [row[0] for row in cursor.fetchall()]
        if not ids:
            return Batch([], 0, None)
        for statement in found.with_them:
            cursor.execute(statement, {"ids": ids})
        delete = f"delete from {found.table} where id = any(%(ids)s)"  # noqa: S608  the same
        cursor.execute(delete, {"ids": ids})
        if cursor.rowcount != len(ids):
            raise RuntimeError(f"{found.table}: {len(ids)} rows were due, {cursor.rowcount} went.")
    more = str(ids[-1]) if len(ids) == rows else None
    return Batch([str(each) for each in ids], len(ids), more)


def somebody_waits() -> bool:
    """Whether anybody waits for a lock in the database at this moment: then purging waits, too."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCKS)
        return bool(cursor.fetchone()[0])


def _drop_month(found: Months, bound: datetime) -> Batch:
    with _months_of(found, bound) as months:
        first = next(months, None)
    if first is None:
        return Batch([], 0, None)
    name, _ = first
    with connection.cursor() as cursor:
        cursor.execute(found.drop, {"name": name})
        rows = int(cursor.fetchone()[0])
    return Batch([name], rows, name)


def _months(found: Months, bound: datetime) -> list[tuple[str, int]]:
    with _months_of(found, bound) as months:
        return list(months)


@contextmanager
def _months_of(found: Months, bound: datetime) -> Iterator[Iterator[tuple[str, int]]]:
    with connection.cursor() as cursor:
        cursor.execute(found.listing, {"bound": bound})
        yield iter(cursor.fetchall())


def _where(found: Rows) -> str:
    parts = [f"({found.condition})", f"{found.aged} < %(bound)s"]
    if found.organization:
        parts.append(f"{found.organization} = %(organization)s")
    if found.key == "uuid":
        # Said once more, for the primary key and for partitions: no row is older than its id.
        parts.append("t.id < %(first)s")
    return " and ".join(parts)


def _keeps(found: Rows, held: Held, name: str) -> str:
    if held.whole(name):
        return "true"
    return f"coalesce({found.member} = any(%(members)s), false)" if found.member else "false"


def _values(organization_id: UUID, bound: datetime, held: Held) -> dict[str, Any]:
    return {
        "bound": bound,
        "first": first_id_of(bound),
        "organization": organization_id,
        "members": list(held.members),
    }
