"""Messages of RFC 5424, read back by a reader of the grammar."""

import json
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaperone.ledger.sinks.source import Source
from chaperone.ledger.sinks.syslog.format import LONGEST_MESSAGE, formatted
from chaperone.ledger.sinks.syslog.framing import framed
from tests.ledger.sinks.reading import parse_syslog, unframed
from tests.ledger.sinks.telling import (
    ENTRY,
    MEMBER,
    SOURCE,
    STAFF,
    hostile_entries,
    hostile_sources,
    told,
)

OURS = "chaperone@32473"


def test_a_message_says_who_did_what_where_and_why():
    found = parse_syslog(formatted(told(), SOURCE))
    assert (found["priority"], found["at"]) == ("110", "2026-11-26T00:30:01.250000Z")
    assert (found["host"], found["app"], found["process"]) == (
        "care.example",
        "chaperone",
        "ledger",
    )
    assert found["id"] == "access.record.appended"
    assert found["data"]["meta"] == {"sequenceId": "42"}
    assert found["data"]["origin"] == {"software": "Chaperone", "swVersion": "0.1.0"}
    said = found["data"][OURS]
    assert (said["entry"], said["place"], said["actor"]) == (str(ENTRY), "41", str(STAFF))
    assert (said["members"], said["memberCount"]) == (str(MEMBER), "1")
    assert (said["address"], said["purpose"], said["outcome"]) == (
        "192.0.2.7",
        "treatment",
        "success",
    )
    assert json.loads(said["details"]) == {"place": "conversations:thread", "roles": ["coach"]}
    assert said["withheld"] == "reason"
    assert "shortened" not in said
    assert found["marked"]
    assert found["text"] == "Somebody saw members' data."


@pytest.mark.parametrize(
    ("outcome", "priority"), [("success", 110), ("failure", 109), ("refused", 108)]
)
def test_what_went_wrong_is_more_severe(outcome, priority):
    assert parse_syslog(formatted(told(outcome=outcome), SOURCE))["priority"] == str(priority)


def test_a_long_name_is_cut_in_the_header_and_whole_in_the_data():
    found = parse_syslog(formatted(told(event="organizations.organization.created"), SOURCE))
    assert found["id"] == "organizations.organization.creat"
    assert found["data"][OURS]["event"] == "organizations.organization.created"


def test_the_sequence_begins_anew_after_its_highest():
    highest = 2147483647
    for position, sequence in ((0, "1"), (highest - 1, str(highest)), (highest, "1")):
        found = parse_syslog(formatted(told(position=position), SOURCE))
        assert found["data"]["meta"]["sequenceId"] == sequence


def test_an_installation_without_a_host_is_nil():
    assert parse_syslog(formatted(told(), Source("", "")))["host"] == "-"


def test_lists_that_are_too_long_are_cut_between_items_and_named():
    members = [UUID(int=number) for number in range(3_000)]
    grants = {"grants": [str(UUID(int=number)) for number in range(1_500)]}
    entry = told(members=members, details=grants, grants=members, elements=["a.b" * 40] * 50)
    message = formatted(entry, SOURCE)
    assert len(message) <= LONGEST_MESSAGE
    said = parse_syslog(message)["data"][OURS]
    shown = said["members"].split(",")
    assert 50 < len(shown) < 60
    assert shown == [str(member) for member in members[: len(shown)]]
    assert said["memberCount"] == "3000"
    assert "details" not in said
    assert set(said["shortened"].split(",")) == {"members", "grants", "elements", "details"}


@given(hostile_entries, hostile_sources)
def test_whatever_is_in_it_is_one_message_of_the_grammar(entry, source):
    message = formatted(entry, source)
    found = parse_syslog(message)
    assert set(found["data"]) == {"meta", "origin", OURS}
    said = found["data"][OURS]
    assert (said["entry"], said["place"]) == (str(entry.id), str(entry.position))
    text = message.decode()
    # Nothing that a program may take for the end of a line, no control, no mark of direction.
    assert len(text.splitlines()) == 1
    assert all(character.isprintable() or character == "\ufeff" for character in text)
    assert text.count("\ufeff") == 1


@given(st.lists(hostile_entries, max_size=4))
def test_on_a_stream_there_are_as_many_messages_as_entries(entries):
    messages = [formatted(entry, SOURCE) for entry in entries]
    assert unframed(b"".join(map(framed, messages))) == messages
