"""What of an entry leaves: ids, numbers, words of the program; nothing that a person typed."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaperone.ledger.entries import Entry
from chaperone.ledger.opened import Opened
from chaperone.ledger.sinks.cef.format import formatted as as_cef
from chaperone.ledger.sinks.leaving import TEXT_THAT_LEAVES, leaving
from chaperone.ledger.sinks.ocsf.format import formatted as as_ocsf
from chaperone.ledger.sinks.syslog.format import LONGEST_MESSAGE
from chaperone.ledger.sinks.syslog.format import formatted as as_syslog
from tests.ledger.sinks.reading import check_ocsf, parse_cef, parse_syslog
from tests.ledger.sinks.telling import SOURCE, hostile, hostile_details

ID = "0191d7a0-0000-7000-8000-000000000001"


def entry(**changed: Any) -> Entry:
    known: dict[str, Any] = {
        "id": UUID(ID),
        "event": "access.record.appended",
        "actor_kind": "staff",
        "actor_id": UUID(int=1),
        "organization_id": UUID(int=2),
        "members": (UUID(int=3),),
        "recorded_at": datetime(2026, 11, 26, tzinfo=UTC),
        "details": {},
    }
    return Entry(**known | changed)


def left(**changed: Any) -> Any:
    return leaving(entry(**changed), position=1, leaf_hash="ab" * 32, checkpoint=2)


@pytest.mark.parametrize(
    ("details", "leave", "withheld"),
    [
        ({"reason": "She is afraid of her husband"}, {}, ["reason"]),
        ({"reason": "suicidal"}, {}, ["reason"]),
        ({"triage": "crisis"}, {}, ["triage"]),
        ({"user_agent": "Mozilla/5.0"}, {}, ["user_agent"]),
        ({"number": "+12025550123"}, {}, ["number"]),
        ({"anything": ID}, {"anything": ID}, []),
        ({"message": ID, "state": "sent"}, {"message": ID, "state": "sent"}, []),
        ({"state": "sent to Maria"}, {}, ["state"]),
        ({"characters": 12, "lost": True, "reply": None}, {"characters": 12, "lost": True, "reply": None}, []),
        ({"roles": ["coach", "a coach"]}, {"roles": ["coach"]}, ["roles"]),
        ({"to": {"name": "Harbor", "role": "coach"}}, {"to": {"role": "coach"}}, ["name"]),
        ({"messages": {ID: "sent"}}, {"messages": {}}, [ID]),
        ({"Maria Lopez": 3}, {}, ["other"]),
        ({"huge": 10**40}, {}, ["huge"]),
        ({"far": float("inf")}, {}, ["far"]),
        ({"a": {"b": {"c": {"d": {"e": {"f": 1}}}}}}, {"a": {"b": {"c": {"d": {}}}}}, ["e"]),
    ],
)  # fmt: skip
def test_details(details, leave, withheld):
    found = left(details=details)
    assert (found.details, found.withheld) == (leave, withheld)


def test_where_is_the_actors_address_or_that_of_who_is_not_signed_in_yet():
    assert left(address="192.0.2.7").address == "192.0.2.7"
    assert left(details={"address": "2001:db8::7"}).address == "2001:db8::7"
    assert left(address="fe80::1%\nforged").address == "fe80::1"
    assert left(details={"address": "Maria's phone"}).address == ""
    assert left(details={"address": 7}).address == ""
    assert left(details={"address": "192.0.2.7"}).details == {}


def test_what_was_opened_leaves_as_elements_without_rows():
    opened = tuple(
        Opened("members_member", element, UUID(int=3), 1, (UUID(int=77),))
        for element in ("name", "birth_date")
    )
    found = left(opened=opened)
    assert found.elements == ["members_member.birth_date", "members_member.name"]
    assert str(UUID(int=77)) not in as_ocsf(found, SOURCE).decode()


def test_entries_of_format_1_have_the_outcome_of_their_event():
    assert left(event="accounts.sign_in.failed", outcome="").outcome == "failure"
    assert left(event="of.another.time", outcome="").outcome == "unknown"
    check_ocsf(json.loads(as_ocsf(left(event="of.another.time", outcome=""), SOURCE)))
    assert left(outcome="refused").outcome == "refused"


_texts = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=12, max_size=40)


@given(_texts, st.text(st.characters(categories=["Ll"], max_codepoint=0x7A), min_size=1))
def test_no_text_leaves_under_a_name_that_is_not_listed(text, name):
    secret = f"{text}~"
    if name in TEXT_THAT_LEAVES:
        name = f"{name}_x"
    for details in ({name: secret}, {name: [secret]}, {"to": {name: secret}}):
        found = left(details=details)
        sent = as_ocsf(found, SOURCE) + as_syslog(found, SOURCE) + as_cef(found, SOURCE)
        assert json.dumps(secret)[1:-1].encode() not in sent
        assert found.withheld == [name]


@given(hostile_details, hostile, hostile, hostile)
def test_whatever_is_in_an_entry_it_leaves_in_every_form_within_its_length(
    details, purpose, address, element
):
    opened = (Opened(element, element, None, 1, ()),)
    found = left(details=details, purpose=purpose, address=address, opened=opened)
    check_ocsf(json.loads(as_ocsf(found, SOURCE)))
    message, line = as_syslog(found, SOURCE), as_cef(found, SOURCE)
    assert parse_syslog(message)["data"]["chaperone@32473"]["entry"] == ID
    assert parse_cef(line.decode())["extension"]["externalId"] == ID
    assert max(len(message), len(line)) <= LONGEST_MESSAGE
