"""What the database itself refuses, whoever asks."""

import os

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from psycopg.errors import InsufficientPrivilege

from chaperone.database.identifiers import new_id
from tests.conftest import WHOLE
from tests.ledger.trying import acting_for, append_one, place_all

pytestmark = pytest.mark.xdist_group("sequencer")

RECORD = (
    "ledger_entry",
    "ledger_subject",
    "ledger_element",
    "ledger_search",
    "ledger_leaf",
    "ledger_checkpoint",
)
LOGINS = ("web", "worker", "sequencer", "auditor", "backup", "owner")
CHANGES = {
    "ledger_entry": "update ledger_entry set event = 'x'",
    "ledger_subject": "update ledger_subject set member_id = gen_random_uuid()",
    "ledger_element": "update ledger_element set element = 'x'",
    "ledger_search": "update ledger_search set event = 'x'",
    "ledger_leaf": "update ledger_leaf set leaf_hash = leaf_hash",
    "ledger_checkpoint": "update ledger_checkpoint set note = 'x'",
}


@pytest.fixture
def filled(record, placer):
    """A ledger in which each table has rows to lose."""
    record(1, new_id())
    place_all(placer)


def in_context(connection, organization):
    """Row security hides the rows from the owner, too, and triggers see only rows."""
    connection.execute(
        "select set_config('chaperone.organization', %s, false)", [str(organization)]
    )
    connection.execute("set default_transaction_read_only = off")
    return connection


@pytest.mark.parametrize("table", RECORD)
@pytest.mark.parametrize("login", LOGINS)
@pytest.mark.parametrize("verb", ["update", "delete", "truncate"])
def test_the_record_cannot_be_changed(filled, connected, organization, login, table, verb):
    statement = {
        "update": CHANGES[table],
        "delete": f"delete from {table}",
        "truncate": f"truncate {table} cascade",
    }[verb]
    with pytest.raises(InsufficientPrivilege):
        in_context(connected(login), organization).execute(statement)


@pytest.mark.parametrize("verb", ["truncate", "delete from", "update"])
def test_nor_by_way_of_a_partition(filled, connected, organization, verb):
    owner = in_context(connected("owner"), organization)
    for root in ("ledger_entry", "ledger_subject", "ledger_element", "ledger_search"):
        name = owner.execute(f"select tableoid::regclass::text from {root} limit 1").fetchone()[0]
        change = " set organization_id = gen_random_uuid()" if verb == "update" else ""
        with pytest.raises(InsufficientPrivilege, match="append-only"):
            owner.execute(f"{verb} {name}{change}")


def test_partitions_that_are_added_later_are_guarded_too(connected):
    owner = connected("owner")
    low, high = (f"f{digit}000000-0000-7000-8000-000000000000" for digit in "01")
    owner.execute(
        "create table ledger_entry_late partition of ledger_entry"
        f" for values from ('{low}') to ('{high}')"
    )
    owner.execute("select ledger_guard_partitions()")
    with pytest.raises(InsufficientPrivilege, match="append-only"):
        owner.execute("truncate ledger_entry_late")
    owner.execute("drop table ledger_entry_late")


@pytest.mark.parametrize("login", ["web", "worker", "auditor"])
@pytest.mark.parametrize(
    "statement",
    [
        "delete from ledger_pending",
        "insert into ledger_pending (entry_id) values (gen_random_uuid())",
        "update ledger_tree set size = 0",
        "insert into ledger_leaf values (0, gen_random_uuid(), sha256(''))",
        "insert into ledger_checkpoint values (1, sha256(''), '', now())",
        "select ledger_guard_partitions()",
        "create table mine ()",
    ],
)
def test_only_the_sequencer_places_and_signs(connected, organization, login, statement):
    with pytest.raises(InsufficientPrivilege):
        in_context(connected(login), organization).execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "insert into ledger_entry select * from ledger_entry",
        "insert into ledger_pending (entry_id) values (gen_random_uuid())",
        "select * from ledger_subject",
        "insert into ledger_element select * from ledger_element",
        "select * from vault_key",
    ],
)
def test_the_sequencer_appends_nothing_and_holds_no_keys(connected, statement):
    with pytest.raises(InsufficientPrivilege):
        connected("sequencer").execute(statement)


@pytest.mark.parametrize("table", ["ledger_leaf", "ledger_pending"])
def test_web_does_not_see_the_entries_of_others(connected, table):
    with pytest.raises(InsufficientPrivilege):
        connected("web").execute(f"select * from {table}")


@pytest.mark.parametrize(
    "table", ["ledger_entry", "ledger_subject", "ledger_element", "ledger_search"]
)
@pytest.mark.parametrize("login", ["web", "worker", "owner"])
def test_no_context_no_rows(filled, connected, organization, login, table):
    connection = connected(login)
    assert connection.execute(f"select count(*) from {table}").fetchone() == (0,)
    in_context(connection, new_id())
    assert connection.execute(f"select count(*) from {table}").fetchone() == (0,)
    in_context(connection, organization)
    assert connection.execute(f"select count(*) from {table}").fetchone()[0] > 0


@pytest.mark.parametrize("login", ["sequencer", "auditor", "backup"])
def test_who_serves_all_sees_all_entries(filled, connected, login):
    count = connected(login).execute("select count(*) from ledger_entry").fetchone()[0]
    assert count > 0


def test_members_are_not_listed_under_another_organization(organization, connected):
    web = in_context(connected("web"), organization)
    with pytest.raises(InsufficientPrivilege, match="row-level security"):
        web.execute(
            "insert into ledger_subject values (%s, %s, %s)", [new_id(), new_id(), new_id()]
        )


def test_elements_are_not_listed_under_another_organization(organization, connected):
    web = in_context(connected("web"), organization)
    with pytest.raises(InsufficientPrivilege, match="row-level security"):
        web.execute("insert into ledger_element values (%s, %s, 'x.y')", [new_id(), new_id()])


def test_an_entry_waits_for_its_place_whoever_inserts_it(connected, organization):
    owner = in_context(connected("owner"), organization)
    entry_id = new_id()
    owner.execute(
        "insert into ledger_entry values (%s, %s, 'ledger.thing.slipped', 'operator', null,"
        " now(), '')",
        [entry_id, organization],
    )
    waits = connected("auditor").execute(
        "select 1 from ledger_pending where entry_id = %s", [entry_id]
    )
    assert waits.fetchone() == (1,)


def test_an_entry_of_a_month_without_a_partition_is_an_error(connected, organization):
    web = in_context(connected("web"), organization)
    with pytest.raises(psycopg.errors.CheckViolation, match="no partition"):
        web.execute(
            "insert into ledger_entry values"
            " ('00000000-0000-7000-8000-000000000000', %s, 'x', 'staff', null, now(), '')",
            [organization],
        )


def test_where_entries_stand_is_told_only_of_ones_own(placer, organization, connected):
    with acting_for(organization):
        entry_id = append_one(organization)
    size = place_all(placer)
    ask = "select * from ledger_places(%s)"
    mine = in_context(connected("web"), organization).execute(ask, [[entry_id]])
    assert mine.fetchall() == [(entry_id, size - 1)]
    assert in_context(connected("web"), new_id()).execute(ask, [[entry_id]]).fetchall() == []


def test_partitions_reach_two_years_ahead():
    whole = make_conninfo(os.environ["CHAPERONE_TEST_ADMIN"], dbname=WHOLE)
    with psycopg.connect(whole) as admin:
        found = admin.execute(
            "select inhparent::regclass::text, count(*) from pg_inherits"
            " where inhparent in ('ledger_entry'::regclass, 'ledger_subject'::regclass,"
            " 'ledger_element'::regclass, 'ledger_search'::regclass) group by 1"
        ).fetchall()
    tables = ("ledger_entry", "ledger_subject", "ledger_element", "ledger_search")
    assert dict(found) == dict.fromkeys(tables, 26)
