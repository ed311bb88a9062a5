import psycopg
import pytest
from django.db import connections, transaction

from chaperone.database.identifiers import PLATFORM, new_id
from chaperone.ledger.actions import append, append_apart
from chaperone.ledger.actors import Actor
from chaperone.ledger.errors import (
    DetailsNotPlain,
    EntryTooLong,
    NotInTransaction,
    NotRecorded,
)
from chaperone.ledger.queries import search
from chaperone.vault.keyring import keyring
from tests.ledger.trying import SOMEBODY, TRIED, acting_for, append_one

pytestmark = pytest.mark.xdist_group("ledger-actions")


@pytest.fixture
def auditor(connected):
    return connected("auditor")


def entries(auditor, *ids):
    found = auditor.execute("select id from ledger_entry where id = any (%s)", [list(ids)])
    return {entry_id for (entry_id,) in found}


def test_an_entry_its_members_and_its_wait(organization, auditor):
    one, two = sorted((new_id(), new_id()))
    with acting_for(organization):
        entry_id = append_one(organization, two, one, two)
    columns = "organization_id, event, actor_kind, actor_id"
    found = auditor.execute(f"select {columns} from ledger_entry where id = %s", [entry_id])
    assert found.fetchall() == [(organization, TRIED.name, "staff", SOMEBODY)]
    found = auditor.execute(
        "select member_id from ledger_subject where entry_id = %s order by 1", [entry_id]
    )
    assert found.fetchall() == [(one,), (two,)]
    found = auditor.execute("select 1 from ledger_pending where entry_id = %s", [entry_id])
    assert found.fetchall() == [(1,)]


def test_what_was_opened_is_listed_by_element_once(organization, auditor):
    with acting_for(organization):
        entry_id = append_one(organization, new_id(), new_id())
        nothing = append_one(organization)
    query = "select organization_id, element from ledger_element where entry_id = any (%s)"
    found = auditor.execute(query, [[entry_id, nothing]])
    assert found.fetchall() == [(organization, "members_member.name")]


def test_the_server_keeps_the_plan_of_an_append(organization):
    for _ in range(2):
        with acting_for(organization):
            append_one(organization, new_id())
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "select max(generic_plans + custom_plans) from pg_prepared_statements"
            " where statement like 'select ledger_append(%'"
        )
        assert (cursor.fetchone()[0] or 0) >= 2


def test_where_and_under_what_somebody_acted_is_kept(organization):
    session, grant = new_id(), new_id()
    actor = Actor("staff", SOMEBODY, organization, "192.0.2.9", session, (grant,))
    with acting_for(organization):
        entry_id = append(event=TRIED, actor=actor, purpose="operations")
        row = next(row for row in search(actor).rows if row.id == entry_id)
    assert (row.address, row.session, row.grants) == ("192.0.2.9", session, (grant,))
    assert (row.purpose, row.outcome, row.elements) == ("operations", "success", [])


def test_it_takes_one_round_trip(organization, django_assert_num_queries):
    with acting_for(organization):
        append_one(organization)
        with django_assert_num_queries(1):
            append_one(organization, new_id(), new_id())


def test_it_rolls_back_with_the_act(organization, auditor):
    with acting_for(organization):
        entry_id = append_one(organization)
        transaction.set_rollback(True)
    assert not entries(auditor, entry_id)
    assert not auditor.execute(
        "select 1 from ledger_pending where entry_id = %s", [entry_id]
    ).fetchall()


def test_a_refusal_survives_the_rollback(organization, auditor):
    with acting_for(organization):
        actor = Actor("staff", SOMEBODY, organization)
        entry_id = append_apart(event=TRIED, actor=actor, members=[new_id()], details={})
        transaction.set_rollback(True)
    assert entries(auditor, entry_id) == {entry_id}


def test_a_refusal_needs_no_transaction_and_no_context(organization, auditor):
    keyring.forget()
    entry_id = append_apart(event=TRIED, actor=Actor("staff", SOMEBODY, organization))
    assert entries(auditor, entry_id) == {entry_id}


def test_what_belongs_to_no_organization_needs_no_context(organization, platform, auditor):
    anonymous = Actor("anonymous", None, PLATFORM)
    with transaction.atomic():
        outside = append(event=TRIED, actor=anonymous)
    with acting_for(organization):
        inside = append(event=TRIED, actor=anonymous)
    apart = append_apart(event=TRIED, actor=anonymous)
    assert entries(auditor, outside, inside, apart) == {outside, inside, apart}


def test_outside_a_transaction_nothing_is_written(organization):
    with pytest.raises(NotInTransaction):
        append_one(organization)


def test_another_organizations_ledger_cannot_be_written(organization):
    other = new_id()
    with acting_for(other):
        keyring.create_organization(other)
    with acting_for(other):
        append_one(other)
    with pytest.raises(NotRecorded), acting_for(organization):
        append_one(other)


@pytest.fixture
def revoke(connected):
    """``revoke("ledger_entry", "web")``: that login may not insert, during this test."""
    revoked = []

    def revoke_one(table, login):
        revoked.append((table, login))
        connected("owner").execute(f"revoke insert on {table} from chaperone_{login}")

    yield revoke_one
    for table, login in revoked:
        connected("owner").execute(f"grant insert on {table} to chaperone_{login}")


@pytest.mark.parametrize("login", ["web", "worker"])
def test_when_insert_is_revoked_the_act_fails(organization, revoke, as_login, login):
    revoke("ledger_entry", login)
    with as_login(login):
        with pytest.raises(NotRecorded) as raised, acting_for(organization):
            append_one(organization)
        assert isinstance(raised.value.__cause__.__cause__, psycopg.errors.InsufficientPrivilege)
        with pytest.raises(NotRecorded):
            append_apart(event=TRIED, actor=Actor("staff", SOMEBODY, organization))


def test_when_members_cannot_be_listed_the_act_fails(organization, revoke):
    revoke("ledger_subject", "web")
    with pytest.raises(NotRecorded), acting_for(organization):
        append_one(organization, new_id())


def test_when_elements_cannot_be_listed_the_act_fails(organization, revoke):
    revoke("ledger_element", "web")
    with acting_for(organization):
        append_one(organization)
    with pytest.raises(NotRecorded), acting_for(organization):
        append_one(organization, new_id())


def test_without_a_key_the_act_fails(committed):
    nobody = new_id()
    with pytest.raises(NotRecorded), acting_for(nobody):
        append_one(nobody)
    with pytest.raises(NotRecorded):
        append_apart(event=TRIED, actor=Actor("staff", SOMEBODY, nobody))


def test_details_that_are_not_json_and_too_long_an_entry_are_refused(organization):
    with pytest.raises(DetailsNotPlain), acting_for(organization):
        append_one(organization, value=object())
    with pytest.raises(EntryTooLong), acting_for(organization):
        append_one(organization, value="x" * 60_001)


def test_what_is_stored_shows_nothing_of_the_details(organization, auditor):
    with acting_for(organization):
        entry_id = append_one(organization, element="members.member.phone")
    row = auditor.execute("select sealed from ledger_entry where id = %s", [entry_id]).fetchone()
    assert b"members" not in row[0]


def test_the_keys_of_an_organization_are_themselves_recorded(organization, auditor):
    found = auditor.execute(
        "select count(*) from ledger_entry where organization_id = %s and event = %s",
        [organization, "vault.key.created"],
    )
    assert found.fetchone()[0] >= 5


def test_a_broken_connection_is_not_hidden(organization):
    with pytest.raises(NotRecorded), acting_for(organization):
        _append_after_a_break(organization)


def _append_after_a_break(organization):
    append_one(organization)
    connections["default"].connection.close()
    append_one(organization)
