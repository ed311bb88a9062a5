"""A ledger of millions of entries within a minute, for benchmarks and proofs of its size.

Written past the triggers by the server itself, then placed: the tree's frontier is computed from
the hashes, so that the sequencer goes on behind it and the full check holds.
"""

import os
from typing import Any
from uuid import UUID

import psycopg

from chaperone.merkle.log.frontier import Frontier

MEMBERS = 20_000
"""How many members the entries are about, besides the one that is named."""
NAMED_EACH = 1_000
"""Every how many entries one is about the member that is named."""
_HASHES_AT_ONCE = 1 << 16
_STATE = """
    select (select size from ledger_tree), (select id from ledger_entry order by id desc limit 1),
        (select count(*) from ledger_pending)
"""
_ENTRIES = """
    insert into ledger_entry (id, organization_id, event, actor_kind, actor_id, recorded_at, sealed)
    select uuidv7(), %(organization)s, %(event)s, 'staff', md5((number %% 500)::text)::uuid, now(),
        decode(repeat(encode(sha512((%(first)s + number)::text::bytea), 'hex'), 6), 'hex')
    from generate_series(1, %(count)s) as number
"""
_SUBJECTS = """
    insert into ledger_subject (entry_id, organization_id, member_id, actor, event)
    select id, organization_id, case when number %% %(each)s = 0 then %(member)s
        else md5('member ' || number %% %(members)s)::uuid end, actor_id, event
    from (select *, row_number() over (order by id) as number
          from ledger_entry where id > %(after)s) as added
"""
_SEARCH = """
    insert into ledger_search (organization_id, element, actor, event, entry_id)
    select organization_id, element, actor, event, entry_id
    from ledger_search_rows(%(after)s, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
    where entry_id > %(after)s
"""
_LEAVES = """
    insert into ledger_leaf (leaf_index, entry_id, leaf_hash)
    select %(size)s + row_number() over (order by id) - 1, id, sha256('\\x00'::bytea || sealed)
    from ledger_entry where id > %(after)s
"""
_HASHES = """
    copy (select leaf_hash from ledger_leaf where leaf_index >= {} order by leaf_index)
    to stdout (format binary)
"""


def fill(admin: psycopg.Connection, *, count: int, organization: UUID, member: UUID) -> None:
    """Adds ``count`` entries, placed and not yet signed. The sequencer must stand still meanwhile.

    ``admin``: a superuser of an embedded server (PostgreSQL 18), which commits each statement.
    """
    size, last = _last(admin)
    values: dict[str, Any] = {
        "organization": organization,
        "event": "bench.record.appended",
        "first": int.from_bytes(os.urandom(4), "big") << 24,
        "count": count,
        "each": NAMED_EACH,
        "members": MEMBERS,
        "member": member,
        "size": size,
        "after": last,
    }
    with admin.transaction():
        admin.execute("set local session_replication_role = replica")
        admin.execute("set local synchronous_commit = off")
        for statement in (_ENTRIES, _SUBJECTS, _LEAVES, _SEARCH):
            admin.execute(statement, values)
        _grow(admin, size)
    for table in ("ledger_entry", "ledger_subject", "ledger_leaf", "ledger_search"):
        admin.execute(f"vacuum analyze {table}")
    admin.execute("checkpoint")


def _last(admin: psycopg.Connection) -> tuple[int, UUID]:
    row = admin.execute(_STATE).fetchone()
    assert row is not None, "there is no tree"
    assert row[2] == 0, "entries wait: let the sequencer finish first"
    return row[0], row[1] or UUID(int=0)


def _grow(admin: psycopg.Connection, size: int) -> None:
    stored = admin.execute("select frontier from ledger_tree").fetchone()
    assert stored is not None
    frontier = Frontier.from_bytes(stored[0])
    hashes: list[bytes] = []
    with admin.cursor().copy(_HASHES.format(size)) as copy:
        copy.set_types(["bytea"])
        for (leaf_hash,) in copy.rows():
            hashes.append(leaf_hash)
            if len(hashes) == _HASHES_AT_ONCE:
                frontier.append(hashes)
                hashes.clear()
    frontier.append(hashes)
    admin.execute(
        "update ledger_tree set size = %s, frontier = %s", [frontier.size, frontier.to_bytes()]
    )
