"""Entries that leave, ordinary and hostile ones."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from chaperone.ledger.sinks.leaving import Leaving
from chaperone.ledger.sinks.source import Source

SOURCE = Source("care.example", "0.1.0")
STAFF, MEMBER, ORGANIZATION, ENTRY = (UUID(int=number) for number in range(1, 5))
_ORDINARY: dict[str, Any] = {
    "id": ENTRY,
    "at": datetime(2026, 11, 26, 0, 30, 1, 250_000, tzinfo=UTC),
    "organization": ORGANIZATION,
    "event": "access.record.appended",
    "meaning": "Somebody saw members' data.",
    "outcome": "success",
    "actor_kind": "staff",
    "actor_id": STAFF,
    "address": "192.0.2.7",
    "session": UUID(int=9),
    "purpose": "treatment",
    "grants": (UUID(int=11), UUID(int=12)),
    "members": (MEMBER,),
    "elements": ("conversations_message.body", "members_member.name"),
    "details": {"place": "conversations:thread", "roles": ["coach"]},
    "withheld": ("reason",),
    "position": 41,
    "leaf_hash": "ab" * 32,
    "checkpoint": 50,
}


def told(**changed: Any) -> Leaving:
    """An entry that leaves: a coach who read a thread, or what differs from it."""
    return Leaving(**_ORDINARY | changed)


# What breaks lines, fields and eyes, and anything else.
_SHARP = st.sampled_from(
    [
        "\n", "\r\n", "\r", "\x00", "\x1b[2J", "\x7f", "\x85", "\u2028", "\u2029", "\u202e", "\u200f",
        "\ud800", "\udfff", "\ufeff", "|", "=", "\\", '"', "]", "[", "\\n", " ", "\t",
        '"] [x@1 y="', "\nCEF:0|a|b|c|d|e|9|", "\n<0>1 - - - - - -", "src=1.2.3.4 ", "12 <0>1", "é", "漢", "😀",
    ]
)  # fmt: skip
hostile = st.lists(st.one_of(_SHARP, st.text(st.characters(), max_size=8)), max_size=8).map("".join)
_values = st.recursive(
    st.one_of(hostile, st.integers(-(2**62), 2**62), st.booleans(), st.none()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(hostile, inner, max_size=3)
    ),
    max_leaves=6,
)
hostile_details = st.dictionaries(hostile, _values, max_size=4)
hostile_entries = st.builds(
    told,
    event=hostile,
    meaning=hostile,
    outcome=st.sampled_from(["success", "failure", "refused", "unknown"]),
    actor_kind=hostile,
    actor_id=st.one_of(st.none(), st.uuids()),
    address=st.one_of(st.just(""), st.ip_addresses().map(str)),
    session=st.one_of(st.none(), st.uuids()),
    purpose=hostile,
    grants=st.lists(st.uuids(), max_size=3),
    members=st.lists(st.uuids(), max_size=3),
    elements=st.lists(hostile, max_size=3),
    details=hostile_details,
    withheld=st.lists(hostile, max_size=3),
    position=st.integers(0, 2**40),
    checkpoint=st.integers(1, 2**40),
)
hostile_sources = st.builds(Source, hostile, hostile)
