"""What was opened of whom, in a stretch of the record: nobody is left out, whatever is noted of an entry."""

from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from chaperone.database.identifiers import new_id
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.ledger.entries import Entry, seal
from chaperone.ledger.errors import TooMuchUnnoted
from chaperone.ledger.events import event
from chaperone.ledger.opened import Opened
from chaperone.ledger.queries import exposing
from chaperone.ledger.queries.exposing import Stretch, entries_behind, opened_in
from chaperone.vault.keyring import keyring
from tests.ledger.trying import acting_for

OPENED = event("ledger.exposing.opened", "Something was opened, in a test.")
DONE = event("ledger.exposing.done", "Something was done and nothing opened, in a test.")
PEOPLE = [uuid4() for _ in range(3)]
SESSIONS = [None, uuid4(), uuid4()]
ADDRESSES = ["", "192.0.2.1", "2001:db8::1"]
MEMBERS = [uuid4() for _ in range(4)]
ELEMENTS = ["members_member.name", "conversations_message.body"]
ENTRIES = st.lists(
    st.tuples(
        st.sampled_from(PEOPLE),
        st.sampled_from(SESSIONS),
        st.sampled_from(ADDRESSES),
        st.sets(st.sampled_from(MEMBERS)),
        st.sets(st.sampled_from(ELEMENTS)),
        st.booleans(),
    ),
    max_size=12,
)
ASKED = st.fixed_dictionaries(
    {
        "people": st.none() | st.frozensets(st.sampled_from(PEOPLE), min_size=1),
        "session": st.sampled_from(SESSIONS),
        "address": st.sampled_from(ADDRESSES),
    }
)


def write(organization, person, session, address, members, elements, *, noted=True):
    """As the program does; not ``noted``: as the version before did, which knew of no origins."""
    actor = Actor("staff", person, organization, address, session)
    opened = [
        Opened(*each.split("."), member, 1, (new_id(),)) for each in elements for member in members
    ]
    happened = OPENED if opened else DONE
    if noted:
        return append(event=happened, actor=actor, members=members, opened=opened)
    entry = Entry(
        id=new_id(),
        event=happened.name,
        actor_kind="staff",
        actor_id=person,
        organization_id=organization,
        members=sorted(members),
        recorded_at=datetime.now(UTC),
        details={},
        outcome=happened.outcome,
        address=address,
        session=session,
        opened=tuple(opened),
    )
    row = [entry.id, organization, entry.event, "staff", person, entry.recorded_at]
    row += [seal(entry, keyring.ledger_key(organization)), entry.members, entry.elements]
    with connection.cursor() as cursor:
        cursor.execute(
            "select ledger_append(%s, %s, %s, %s, %s, %s, %s, %s::uuid[], %s::text[])", row
        )
    return entry.id


def all_of_it():
    now = datetime.now(UTC)
    return {"since": now - timedelta(minutes=5), "until": now + timedelta(minutes=5)}


@contextmanager
def acting_in_vain_for(organization):
    """What is written here is gone at the end."""
    with acting_for(organization):
        yield
        transaction.set_rollback(True)


@settings(max_examples=20)
@given(entries=ENTRIES, asked=ASKED)
def test_the_same_as_going_through_all_of_them(organization, entries, asked):
    expected, ids = Counter(), set()
    with acting_in_vain_for(organization):
        actor = Actor("worker", None, organization)
        for person, session, address, members, elements, noted in entries:
            entry_id = write(organization, person, session, address, members, elements, noted=noted)
            if is_asked(asked, person, session, address) and members and elements:
                ids.add(entry_id)
                for member in members:
                    expected[member, OPENED.name, tuple(sorted(elements))] += 1
        stretch = Stretch(**all_of_it(), **asked)
        found = opened_in(actor, stretch)
        assert found.lines == expected
        assert found.entries == len(ids)
        assert set(entries_behind(actor, stretch, limit=100)) == ids
        for member in MEMBERS:
            alone = opened_in(actor, stretch.about(member))
            assert alone.lines == {key: n for key, n in expected.items() if key[0] == member}


def is_asked(asked, person, session, address):
    return (
        (asked["people"] is None or person in asked["people"])
        and asked["session"] in (None, session)
        and asked["address"] in ("", address)
    )


def test_what_happened_is_found_although_nothing_was_opened(organization):
    with acting_in_vain_for(organization):
        actor = Actor("worker", None, organization)
        entry_id = write(organization, PEOPLE[0], None, "", {MEMBERS[0]}, set())
        write(organization, PEOPLE[0], None, "", {MEMBERS[1]}, set(ELEMENTS))
        stretch = Stretch(**all_of_it(), events=(DONE.name,), opened=False)
        assert opened_in(actor, stretch).lines == {(MEMBERS[0], DONE.name, ()): 1}
        assert entries_behind(actor, stretch, limit=9) == [entry_id]


def test_before_and_after_are_left_out(organization):
    with acting_in_vain_for(organization):
        actor = Actor("worker", None, organization)
        write(organization, PEOPLE[0], None, "", {MEMBERS[0]}, set(ELEMENTS))
        now = datetime.now(UTC)
        hour = timedelta(hours=1)
        assert not opened_in(actor, Stretch(now - 2 * hour, now - hour)).lines
        assert not opened_in(actor, Stretch(now + hour, now + 2 * hour)).lines


def test_another_organization_sees_nothing_of_it(organization):
    with acting_in_vain_for(organization):
        write(organization, PEOPLE[0], SESSIONS[1], ADDRESSES[1], {MEMBERS[0]}, set(ELEMENTS))
        other = new_id()
        with acting_for(other):
            keyring.create_organization(other)
            stranger = Actor("worker", None, other)
            for asked in ({}, {"session": SESSIONS[1]}, {"address": ADDRESSES[1]}):
                assert not opened_in(stranger, Stretch(**all_of_it(), **asked)).lines
            # Not even with the other's id: row security answers.
            thief = Actor("worker", None, organization)
            assert not opened_in(thief, Stretch(**all_of_it())).lines


def test_too_much_that_notes_nothing_is_refused_and_not_left_out(organization, monkeypatch):
    monkeypatch.setattr(exposing, "MOST_UNNOTED", 1)
    with acting_in_vain_for(organization):
        actor = Actor("worker", None, organization)
        for _ in range(2):
            write(organization, PEOPLE[0], None, "", {MEMBERS[0]}, set(ELEMENTS), noted=False)
        with pytest.raises(TooMuchUnnoted):
            opened_in(actor, Stretch(**all_of_it(), address=ADDRESSES[1]))
        assert opened_in(actor, Stretch(**all_of_it())).entries == 2


def test_an_address_is_not_in_the_columns(organization):
    with acting_in_vain_for(organization):
        write(organization, PEOPLE[0], None, ADDRESSES[1], {MEMBERS[0]}, set(ELEMENTS))
        with connection.cursor() as cursor:
            cursor.execute("select address from ledger_subject where member_id = %s", [MEMBERS[0]])
            (noted,) = cursor.fetchone()
        assert len(noted) == 16
        assert ADDRESSES[1].encode() not in bytes(noted)
