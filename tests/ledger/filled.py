"""A ledger of many entries over two years, with what is common, rare, and never together."""

import json
import os
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import md5
from typing import Any
from uuid import UUID

import psycopg
from django.db import transaction
from psycopg.conninfo import make_conninfo

from chaperone.crypto.values import Place
from chaperone.database.partitions import monthly
from chaperone.vault.keyring import keyring
from tests.ledger.trying import acting_for

YEARS = 2
TABLES = {
    "ledger_entry": "id",
    "ledger_subject": "entry_id",
    "ledger_element": "entry_id",
    "ledger_search": "entry_id",
}
# Of a hundred entries: 30 of the worker's, 20 of the assistant's and 30 of 200 coaches', who open
# names and messages; 10 of one administrator's, who opens names only; 8 of twenty other kinds; one
# refused; one of somebody unknown. Every tenth is another organization's.
_PLAN = """
    create unlogged table plan as
    select n, uuidv7((n - %(count)s) * interval '1 second' * (%(years)s * 365 * 86400.0 / %(count)s)) as id,
        case when n %% 10 = 9 then %(other)s else %(organization)s end as organization,
        case when n %% 100 < 30 then 'worker' when n %% 100 < 50 then 'assistant'
            when n %% 100 = 99 then 'anonymous' else 'staff' end as kind,
        case when n %% 100 < 50 or n %% 100 = 99 then null
            when n %% 100 between 80 and 89 then md5('administrator')::uuid
            else md5('coach ' || n * 7919 %% 200)::uuid end as actor,
        case when n %% 100 < 30 then 'conversations.trial.happened_' || n %% 3
            when n %% 100 < 90 then 'access.record.appended'
            when n %% 100 < 98 then 'members.trial.happened_' || n * 31 %% 20
            when n %% 100 = 98 then 'access.request.refused'
            else 'accounts.sign_in.failed' end as event,
        case when n %% 100 between 30 and 89 then array['members_member.name']
                || case when n %% 100 < 80 then array['conversations_message.body'] else '{}' end
                || case when n %% (%(count)s / 10) = 30 then array['carriers_unknowntext.body'] else '{}' end
            else '{}' end as elements,
        case when n %% 100 >= 98 then null when n %% 200 in (1, 50) then %(member)s
            else md5('member ' || n * 104729 %% 20000)::uuid end as member
    from generate_series(1::bigint, %(count)s) as n
"""
_FILL = (
    """insert into ledger_entry (id, organization_id, event, actor_kind, actor_id, recorded_at, sealed)
    select id, organization, event, kind, actor, uuid_extract_timestamp(id),
        decode(repeat(md5(n::text), 25), 'hex') from plan""",
    """insert into ledger_subject (entry_id, organization_id, member_id, actor, event, elements)
    select id, organization, member, ledger_actor(actor, kind), event, elements
    from plan where member is not null""",
    """insert into ledger_element (entry_id, organization_id, element)
    select id, organization, element from plan cross join unnest(elements) as element""",
    """insert into ledger_search select * from ledger_search_rows(
        '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff')
    on conflict do nothing""",
    """insert into ledger_leaf (leaf_index, entry_id, leaf_hash)
    select n + 1000000, id, sha256(id::text::bytea) from plan""",
    "drop table plan",
    "delete from ledger_pending",
)
_INDEXES = {
    "ledger_search_actor": "(organization_id, element, actor, entry_id)",
    "ledger_search_event": "(organization_id, element, event, entry_id)",
    "ledger_search_actor_event": "(organization_id, element, actor, event, entry_id)",
}


def named(text: str) -> UUID:
    """As the database makes ids out of names."""
    return UUID(bytes=md5(text.encode(), usedforsecurity=False).digest())


def fill(database: str, *, count: int, organization: UUID, other: UUID, member: UUID) -> None:
    """Adds the entries, past all triggers; the search's indexes are built afterwards."""
    values = {"count": count, "years": YEARS, "organization": organization}
    with _administrator(database) as admin:
        first = (datetime.now(UTC) - timedelta(days=366 * YEARS)).date()
        for table, column in TABLES.items():
            admin.execute(monthly(table, column, first, 12 * YEARS + 2))
        admin.execute("set session_replication_role = replica")
        admin.execute("set synchronous_commit = off")
        admin.execute("set maintenance_work_mem = '512MB'")
        for name in _INDEXES:
            admin.execute(f"drop index {name}")
        admin.execute(_PLAN, values | {"other": other, "member": member})
        for statement in _FILL:
            admin.execute(statement)
        for name, columns in _INDEXES.items():
            admin.execute(f"create index {name} on ledger_search {columns}")
        for table in (*TABLES, "ledger_leaf"):
            admin.execute(f"vacuum analyze {table}")


def make_openable(database: str, organization: UUID, entry_ids: Iterable[UUID]) -> None:
    """Seals entries that a page will show, as real ones are, each for its own place."""
    with acting_for(organization), transaction.atomic():
        key = keyring.ledger_key(organization)
    said: dict[str, Any] = {
        "actor": {"id": None, "kind": "worker"},
        "details": {"place": "conversations:thread", "roles": ["coach"]},
        "event": "access.record.appended",
        "format": 2,
        "members": [str(named("member 1"))],
        "organization": str(organization),
        "outcome": "success",
        "recorded_at": datetime.now(UTC).isoformat(),
    }
    text = json.dumps(said).encode()
    with _administrator(database) as admin, admin.transaction():
        admin.execute("set local session_replication_role = replica")
        for entry_id in entry_ids:
            place = Place(organization, "ledger_entry", "entry", entry_id)
            sealed = key.seal(text, place)
            admin.execute("update ledger_entry set sealed = %s where id = %s", [sealed, entry_id])


def _administrator(database: str) -> psycopg.Connection:
    dsn = make_conninfo(os.environ["CHAPERONE_TEST_ADMIN"], dbname=database)
    return psycopg.connect(dsn, autocommit=True, cursor_factory=psycopg.ClientCursor)
