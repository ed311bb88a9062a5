"""Destroying entries after their retention: whole months, under a signed entry that says so.

45 CFR 164.316(b)(2)(i): six years. In two steps, each safe to repeat: the entry about it is written
and waits for a checkpoint that every mirror has; only then the month's partitions are dropped. Leaf
hashes stay, so that everything else is verified as before. As the owner, who alone may drop them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import connection as django_connection
from django.db import transaction
from psycopg import sql
from psycopg.types.multirange import Multirange
from psycopg.types.range import Range

from chaperone.database.identifiers import PLATFORM
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.ledger.errors import PruneRefused
from chaperone.ledger.holding import held_because
from chaperone.ledger.pruned import (
    Leaves,
    Prune,
    bounds_of,
    kept_until,
    leaves_of,
    next_month,
    prunes,
)
from chaperone.ledger.record_events import MONTH_PRUNED
from chaperone.ledger.signed import Signed, in_database, in_mirror
from chaperone.merkle.audit.keys import VerifierKey
from chaperone.merkle.audit.layout import TILE_WIDTH
from chaperone.vault.inside import inside

_PARTITIONS = """
    select part.relname from pg_inherits join pg_class as part on part.oid = inhrelid
    where part.relkind = 'r' and part.relname like %s order by 1
"""
_UNPLACED = (
    "select count(*) from {} as e where not exists (select from ledger_leaf where entry_id = e.id)"
)
_CHANGED = """
    select count(*) from {} as e join ledger_leaf on entry_id = e.id
    where sha256('\\x00'::bytea || sealed) <> leaf_hash
"""
_KEEP = "insert into ledger_prune values (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
_PLACE = """
    select leaf_index from ledger_leaf join ledger_prune using (entry_id)
    join ledger_prune_statement using (month) where entry_id = %s
"""


@dataclass(frozen=True, slots=True)
class Plan:
    """A month that may be destroyed. ``announced``: the entry about it, where there is one."""

    month: date
    leaves: Leaves
    signed: Signed
    announced: UUID | None


def plan(
    connection: psycopg.Connection, *, before: date, key: VerifierKey, mirrors: Sequence[Any]
) -> list[Plan]:
    """The months before ``before`` that may be destroyed, oldest first.

    Raises ``PruneRefused``: too young, not all placed, not signed, not in every mirror, changed;
    ``NotVerified`` where a signature is wrong.
    """
    oldest_kept = kept_until(_month_before(before), settings.CHAPERONE_LEDGER_YEARS)
    if oldest_kept > datetime.now(UTC).date():
        raise PruneRefused(
            f"{_month_before(before):%Y-%m} is kept until {oldest_kept:%d %B %Y}"
            f" ({settings.CHAPERONE_LEDGER_YEARS} years)."
        )
    announced = {prune.month: prune.entry_id for prune in prunes(connection)}
    newest = _mirrored(connection, key, mirrors)
    months = [month for month in _months(connection) if month < before]
    _refuse_held(connection, months)
    plans = [_plan(connection, month, newest, announced.get(month)) for month in months]
    return [each for each in plans if each.leaves.count]


def announce(plan: Plan, *, authority: str) -> UUID:
    """Writes the entry that says what will be destroyed and who decided it; returns its id.

    From then on nothing can be written into the month, whatever a clock shows. Raises
    ``PruneRefused`` where something was meanwhile.
    """
    if plan.announced:
        return plan.announced
    leaves, actor = plan.leaves, Actor("operator", None, PLATFORM)
    with inside(PLATFORM):
        with django_connection.cursor() as cursor:
            cursor.execute(f"select ledger_close_month('{_partition(plan.month)}')")
        _refuse_other(django_connection.connection, plan)
        nobody = Prune(plan.month, leaves, plan.signed.size, plan.signed.root, PLATFORM)
        details = nobody.details | {"authority": authority}
        entry_id = append(event=MONTH_PRUNED, actor=actor, details=details)
        _keep(replace(nobody, entry_id=entry_id))
    return entry_id


def announce_again(prune: Prune) -> None:
    """Keeps what an entry of before a restore says; the month takes nothing from then on."""
    partition = _partition(prune.month)
    with transaction.atomic(), django_connection.cursor() as cursor:
        cursor.execute("select to_regclass(%s)", [partition])
        if cursor.fetchone() != (None,):
            cursor.execute(f"select ledger_close_month('{partition}')")
        _keep(prune)


def _keep(prune: Prune) -> None:
    leaves = prune.leaves
    runs = Multirange([Range(first, last + 1) for first, last in leaves.runs])
    row: list[Any] = [prune.month, *bounds_of(prune.month), runs, leaves.count, leaves.digest]
    row += [prune.size, prune.root, prune.entry_id]
    with django_connection.cursor() as cursor:
        cursor.execute(_KEEP, row)


def is_covered(
    connection: psycopg.Connection, entry_id: UUID, key: VerifierKey, mirrors: Sequence[Any]
) -> bool:
    """Whether a signed checkpoint covers the entry, in the database and in every mirror, and the
    log has signed what it says.
    """
    row = connection.execute(_PLACE, [entry_id]).fetchone()
    return row is not None and row[0] < _mirrored(connection, key, mirrors).size


def drop(connection: psycopg.Connection, plan: Plan) -> int:
    """Destroys the month: its entries and what is listed for them; returns how many entries.

    The caller has seen that its entry ``is_covered``.
    """
    with connection.transaction():
        _refuse_held(connection, [plan.month])
        _refuse_other(connection, plan)
        _drop_partitions(connection, plan.month)
    return plan.leaves.count


def drop_again(connection: psycopg.Connection, month: date) -> None:
    """Destroys a month once more, which a restore brought back in part or whole.

    The caller has seen what the log signed of it. Raises ``PruneRefused`` where it is held.
    """
    with connection.transaction():
        _refuse_held(connection, [month])
        _drop_partitions(connection, month)


def _drop_partitions(connection: psycopg.Connection, month: date) -> None:
    pattern = f"ledger\\_%\\_{month:%Y\\_%m}"
    for (name,) in connection.execute(_PARTITIONS, [pattern]).fetchall():
        connection.execute(sql.SQL("drop table {}").format(sql.Identifier(name)))


def _refuse_held(connection: psycopg.Connection, months: Sequence[date]) -> None:
    for month in months:
        if why := held_because(connection, month):
            raise PruneRefused(why)


def _refuse_other(connection: psycopg.Connection, plan: Plan) -> None:
    if _plan(connection, plan.month, plan.signed, None).leaves != plan.leaves:
        raise PruneRefused(f"{plan.month:%Y-%m} is not as it was. Look at it again.")


def prune(
    connection: psycopg.Connection,
    plan: Plan,
    *,
    authority: str,
    covered: Callable[[UUID], bool],
) -> int:
    """Both steps. ``covered`` waits until a mirrored checkpoint covers the entry, or gives up.

    Raises ``PruneRefused``; what was announced stays so, and the next try goes on from there.
    """
    entry_id = announce(plan, authority=authority)
    if not covered(entry_id):
        raise PruneRefused(
            f"{plan.month:%Y-%m} is announced, and no mirrored checkpoint covers that yet."
            " See that the sequencer runs, then do this again."
        )
    return drop(connection, plan)


def _plan(
    connection: psycopg.Connection, month: date, newest: Signed, announced: UUID | None
) -> Plan:
    partition = sql.Identifier(_partition(month))
    leaves = leaves_of(connection, month)
    problems = {
        "entries have no place in the tree yet": _count(connection, _UNPLACED, partition),
        "entries are not what was hashed": _count(connection, _CHANGED, partition),
        "entries are missing": leaves.count
        - _count(connection, "select count(*) from {}", partition),
    }
    for problem, number in problems.items():
        if number:
            raise PruneRefused(f"{month:%Y-%m}: {number} {problem}.")
    if leaves.count and leaves.runs[-1][1] >= newest.size:
        raise PruneRefused(f"{month:%Y-%m}: no checkpoint in every mirror covers all of it.")
    if leaves.count and leaves.runs[-1][1] >= newest.size - newest.size % TILE_WIDTH:
        raise PruneRefused(f"{month:%Y-%m}: it is in the last bundle, which mirrors still write.")
    return Plan(month, leaves, newest, announced)


def _mirrored(connection: psycopg.Connection, key: VerifierKey, mirrors: Sequence[Any]) -> Signed:
    """The newest checkpoint that the database and every mirror have."""
    stored = {item.size: item for item in in_database(connection, key)}
    heads = [in_mirror(mirror, key)[-1] for mirror in mirrors]
    if not heads:
        raise PruneRefused("There is no mirror, which alone would show a cut tail.")
    least = min(heads, key=lambda head: head.size)
    if least.size not in stored or stored[least.size].root != least.root:
        raise PruneRefused(f"{least.place} is not a checkpoint of this database.")
    return stored[least.size]


def _months(connection: psycopg.Connection) -> list[date]:
    found = connection.execute(_PARTITIONS, ["ledger\\_entry\\_%"]).fetchall()
    return [date(int(name[-7:-3]), int(name[-2:]), 1) for (name,) in found]


def _count(connection: psycopg.Connection, query: str, partition: sql.Identifier) -> int:
    row = connection.execute(sql.SQL(query).format(partition)).fetchone()
    return int(row[0]) if row else 0


def _partition(month: date) -> str:
    return f"ledger_entry_{month:%Y_%m}"


def _month_before(month: date) -> date:
    before = date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)
    assert next_month(before) == month
    return before
