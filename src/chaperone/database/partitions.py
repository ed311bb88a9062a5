"""Monthly partitions of tables whose primary key is a UUID version 7."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from uuid import UUID

from psycopg import Connection

from chaperone.database.identifiers import first_id_of, instant_of

_NAME = re.compile(r"[a-z][a-z0-9_]{0,49}\Z")


def monthly(table: str, column: str, start: date, months: int) -> str:
    """SQL that makes one partition of `table` for each of `months` months from `start`'s on.

    `column` must be the table's partition key and hold UUID version 7. Partitions that exist
    are left alone, so the same SQL extends the future later. There is no default partition: a row
    of a month that is not there is an error rather than a partition that cannot be split.
    """
    if not _NAME.match(table) or not _NAME.match(column):
        raise ValueError("a table and a column are plain lower-case names")
    return "\n".join(
        f'create table if not exists "{table}_{first:%Y_%m}" partition of "{table}"'
        f" for values from ('{_bound(first)}') to ('{_bound(after)}');"
        f"  -- {column}: {first:%B %Y}"
        for first, after in _months(start, months)
    )


def _months(start: date, count: int) -> Iterator[tuple[date, date]]:
    ordinal = start.year * 12 + start.month - 1
    for month in range(ordinal, ordinal + count):
        yield _month(month), _month(month + 1)


def _month(ordinal: int) -> date:
    return date(ordinal // 12, ordinal % 12 + 1, 1)


def _bound(first: date) -> str:
    return str(first_id_of(datetime(first.year, first.month, 1, tzinfo=UTC)))


_LAST_BOUNDS = """
select parent.relname, max(substring(pg_get_expr(part.relpartbound, part.oid)
                                     from $$TO [(]'([0-9a-f-]{36})'[)]$$))
from pg_inherits
join pg_class part on part.oid = inhrelid
join pg_class parent on parent.oid = inhparent and parent.relkind = 'p'
where part.relkind = 'r'
group by parent.relname
order by parent.relname
"""


def months_ahead(connection: Connection) -> dict[str, int]:
    """For each table of monthly partitions: whole months from now until its last one ends."""
    now = datetime.now(UTC)
    return {
        table: (end.year - now.year) * 12 + end.month - now.month - 1
        for table, bound in connection.execute(_LAST_BOUNDS)
        if (end := instant_of(UUID(bound)))
    }
