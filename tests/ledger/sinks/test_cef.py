"""Lines of CEF, read back."""

import json
from uuid import UUID

import pytest
from hypothesis import given

from chaperone.ledger.sinks.cef.format import formatted, in_syslog
from chaperone.ledger.sinks.syslog.format import LONGEST_MESSAGE
from tests.ledger.sinks.reading import parse_cef, parse_syslog
from tests.ledger.sinks.telling import (
    ENTRY,
    MEMBER,
    ORGANIZATION,
    SOURCE,
    STAFF,
    hostile_entries,
    hostile_sources,
    told,
)


def read(entry, source=SOURCE):
    return parse_cef(formatted(entry, source).decode())


def test_a_line_says_who_did_what_where_and_why():
    found = read(told())
    assert found["header"] == [
        "CEF:0", "Chaperone", "Chaperone", "0.1.0", "access.record.appended",
        "Somebody saw members' data.", "1",
    ]  # fmt: skip
    said = found["extension"]
    assert said["rt"] == "1795653001250"
    assert (said["externalId"], said["suid"], said["src"]) == (str(ENTRY), str(STAFF), "192.0.2.7")
    assert (said["cn1"], said["cn1Label"]) == ("41", "place")
    assert (said["cs1"], said["cs1Label"]) == (str(ORGANIZATION), "organization")
    assert (said["cs2"], said["cs2Label"]) == (str(MEMBER), "members")
    assert json.loads(said["cs6"]) == {"place": "conversations:thread", "roles": ["coach"]}
    assert said["flexString1"] == str(UUID(int=9))


@pytest.mark.parametrize(
    ("outcome", "severity"), [("success", "1"), ("failure", "4"), ("refused", "6")]
)
def test_what_went_wrong_is_more_severe(outcome, severity):
    assert read(told(outcome=outcome))["header"][-1] == severity


def test_an_address_of_ipv6_has_its_own_field():
    said = read(told(address="2001:db8::7"))["extension"]
    assert (said["c6a2"], said["c6a2Label"]) == ("2001:db8::7", "Source IPv6 Address")
    assert "src" not in said


def test_what_is_not_known_is_left_out():
    said = read(told(actor_id=None, address="", session=None, purpose="", members=()))["extension"]
    assert not {"suid", "src", "flexString1", "cs3", "cs2"} & said.keys()


@given(hostile_entries, hostile_sources)
def test_whatever_is_in_it_stays_one_line_with_the_fields_it_had(entry, source):
    line = formatted(entry, source).decode()
    assert len(line.splitlines()) == 1
    assert line.isprintable()
    found = parse_cef(line)
    assert found["extension"]["externalId"] == str(entry.id)
    assert found["extension"]["cn1"] == str(entry.position)
    assert found["extension"].get("src", "") in ("", entry.address)
    ordinary = set(read(told(address="2001:db8::7"))["extension"]) | {"src"}
    assert set(found["extension"]) <= ordinary


@given(hostile_entries, hostile_sources)
def test_in_syslog_it_is_the_whole_content_of_one_message(entry, source):
    found = parse_syslog(in_syslog(entry, source))
    assert (found["data"], found["marked"]) == ({}, False)
    assert found["text"].encode() == formatted(entry, source)


def test_long_lists_are_cut_between_items():
    members = [UUID(int=number) for number in range(3_000)]
    entry = told(members=members, grants=members, elements=["a.b" * 40] * 50)
    said = read(entry)["extension"]
    assert said["cs2"].split(",") == [str(one) for one in members[: len(said["cs2"].split(","))]]
    assert said["cn3"] == "3000"
    assert len(in_syslog(entry, SOURCE)) <= LONGEST_MESSAGE
