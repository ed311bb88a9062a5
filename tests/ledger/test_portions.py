"""However much was opened at once: all of it is on record, and every entry has room for its part."""

from collections import Counter
from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from chaperone.database.identifiers import new_id
from chaperone.ledger.actors import Actor
from chaperone.ledger.entries import Entry, _text_of
from chaperone.ledger.opened import Opened
from chaperone.ledger.portions import ROOM, portions
from chaperone.ledger.queries import accesses_to, search
from tests.ledger.trying import SOMEBODY, TRIED, acting_for, append_one

NOW = datetime(2026, 11, 26, tzinfo=UTC)
MEMBERS = [UUID(int=number) for number in range(1, 9)]
openings = st.builds(
    lambda element, member, rows, again: Opened(
        "conversations_message", element, member, rows + again, tuple(map(UUID, range_of(rows)))
    ),
    st.sampled_from(["body", "note"]),
    st.sampled_from([None, *MEMBERS]),
    st.sampled_from([0, 1, 3, 400, 1_500, 4_000]),
    st.integers(0, 2),
)


def range_of(rows):
    return [f"{number:032x}" for number in range(rows)]


def length(portion):
    entry = Entry(
        id=UUID(int=0),
        event="x",
        actor_kind="staff",
        actor_id=None,
        organization_id=UUID(int=0),
        members=portion.members,
        recorded_at=NOW,
        details={},
        opened=tuple(portion.opened),
    )
    return len(_text_of(entry))


def counted(opened):
    values, rows = Counter(), Counter()
    for each in opened:
        values[each.name, each.member] += each.count
        rows[each.name, each.member] += len(each.rows)
    return values, rows


@given(st.lists(openings, max_size=40), st.integers(0, 2_000))
def test_nothing_is_left_out_or_told_twice(opened, others):
    members = {each.member for each in opened if each.member} | {
        UUID(int=100 + number) for number in range(others)
    }
    found = portions(members, opened)
    assert counted(each for part in found for each in part.opened) == counted(opened)
    assert {member for part in found for member in part.members} == members
    for part in found:
        assert length(part) <= ROOM + 1_000
        assert {each.member for each in part.opened if each.member} <= set(part.members)


def test_what_fits_is_one_as_it_came():
    opened = [Opened("members_member", "name", member, 1, (member,)) for member in MEMBERS]
    assert portions(MEMBERS, opened) == [(MEMBERS, opened)]


def test_a_members_values_stay_together():
    opened = [
        Opened("members_member", element, UUID(int=number), 1, (UUID(int=number),))
        for element in ("name", "phone")
        for number in range(1, 301)
    ]
    found = portions([], opened)
    assert len(found) > 1
    assert all(len(part.opened) == 2 * len(part.members) for part in found)


def test_a_long_page_is_several_entries_each_found_by_its_members(organization):
    members = [new_id() for _ in range(600)]
    actor = Actor("staff", SOMEBODY, organization)
    with acting_for(organization):
        first = append_one(organization, *members, page="long")
        rows = [
            row for row in search(actor, events=[TRIED.name]).rows if row.details["page"] == "long"
        ]
        assert first in {row.id for row in rows}
        parts = sorted(row.details["part"] for row in rows)
        assert parts == [[number, len(rows)] for number in range(1, len(rows) + 1)]
        assert sum(len(row.opened) for row in rows) == len(members)
        for member in (members[0], members[-1]):
            assert len(accesses_to(actor, member).rows) == 1
