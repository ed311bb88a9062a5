from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from chaperone.database.identifiers import new_id
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.ledger.events import event
from chaperone.ledger.queries import accesses_to, latest_checkpoint, search
from chaperone.vault.keyring import keyring
from tests.ledger.trying import SOMEBODY, TRIED, acting_for, append_one, place_all

pytestmark = pytest.mark.xdist_group("sequencer")
LOOKED = event("ledger.thing.looked_at", "Something was looked at, in a test")


@pytest.fixture
def officer(organization):
    return Actor("staff", new_id(), organization)


def found(organization, *args, **options):
    with acting_for(organization):
        return search(*args, **options)


def test_entries_are_opened_newest_first(organization, officer):
    member = new_id()
    with acting_for(organization):
        first = append_one(organization, member, element="members.member.name")
        second = append(event=LOOKED, actor=officer, members=[member])
    page = found(organization, officer, member=member)
    assert [row.id for row in page.rows] == [second, first]
    row = page.rows[1]
    assert (row.event, row.actor_kind, row.actor_id) == (TRIED.name, "staff", SOMEBODY)
    assert (row.members, row.details) == ((member,), {"element": "members.member.name"})
    assert abs(row.at - datetime.now(UTC)) < timedelta(minutes=1)
    assert page.next is None


def test_by_person_event_and_time(organization, officer):
    with acting_for(organization):
        mine = append(event=LOOKED, actor=officer)
        append_one(organization)
    assert [row.id for row in found(organization, officer, person=officer.id).rows] == [mine]
    by_event = found(organization, officer, event=LOOKED.name).rows
    assert mine in [row.id for row in by_event]
    assert {row.event for row in by_event} == {LOOKED.name}
    now = datetime.now(UTC)
    assert not found(organization, officer, since=now + timedelta(seconds=1)).rows
    assert not found(organization, officer, until=now - timedelta(days=1)).rows
    assert found(organization, officer, since=now - timedelta(hours=1)).rows


def test_pages_follow_each_other_without_a_gap(organization, officer):
    member = new_id()
    with acting_for(organization):
        ids = [append_one(organization, member) for _ in range(5)]
    for ask in (
        lambda before: search(officer, member=member, before=before, limit=2),
        lambda before: accesses_to(officer, member, before=before, limit=2),
    ):
        seen, before = [], None
        with acting_for(organization):
            while True:
                page = ask(before)
                seen += [row.id for row in page.rows]
                before = page.next
                if before is None:
                    break
        assert seen == ids[::-1]


def test_a_place_is_told_once_there_is_one(organization, officer, placer):
    member = new_id()
    with acting_for(organization):
        append_one(organization, member)
    assert found(organization, officer, member=member).rows[0].position is None
    size = place_all(placer)
    assert found(organization, officer, member=member).rows[0].position == size - 1
    signed = latest_checkpoint()
    assert signed.size == size
    assert len(bytes.fromhex(signed.root)) == 32
    assert signed.note.splitlines()[1] == str(size)


def test_others_organizations_are_out_of_reach(organization, officer):
    other, member = new_id(), new_id()
    with acting_for(other):
        keyring.create_organization(other)
        append_one(other, member)
    stranger = Actor("staff", new_id(), other)
    assert found(other, stranger, member=member).rows
    assert not found(organization, officer, member=member).rows
    # Nor does a wrong actor reach past the context, nor a wrong context past the actor.
    assert not found(organization, stranger, member=member).rows
    with acting_for(organization):
        assert not accesses_to(stranger, member).rows
        assert not accesses_to(officer, member).rows


@pytest.mark.parametrize("by", ["person", "event", "member"])
def test_only_the_months_asked_for_are_read(organization, officer, by):
    value = {"person": SOMEBODY, "event": TRIED.name, "member": new_id()}[by]
    with acting_for(organization), connection.execute_wrapper(_explained):
        _explained.plans.clear()
        search(officer, since=datetime.now(UTC) - timedelta(hours=1), **{by: value})
        accesses_to(officer, new_id())
    assert _explained.plans
    month = f"{datetime.now(UTC):%Y_%m}"
    for plan in _explained.plans:
        assert f"ledger_entry_{month}" in plan or f"ledger_subject_{month}" in plan
        assert f"{datetime.now(UTC).year + 1}_" not in plan


def _explained(execute, sql, params, many, context):
    if sql.startswith("SELECT") and "ledger_clock_jump" not in sql:
        cursor = context["cursor"]
        execute(f"explain {sql}", params, many, context)
        _explained.plans.append("\n".join(row[0] for row in cursor.fetchall()))
    return execute(sql, params, many, context)


_explained.plans = []
