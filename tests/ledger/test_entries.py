import json
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaperone.crypto.committing import CommittingKey
from chaperone.crypto.errors import TamperedValue
from chaperone.crypto.values import Place, SealingKey
from chaperone.ledger.entries import LONGEST, Entry, each_once, open_sealed, seal
from chaperone.ledger.errors import DetailsNotPlain, EntryTooLong
from chaperone.ledger.opened import Opened

KEY = CommittingKey(UUID(int=1), b"k" * 32)
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=10,
)
OPENED = st.builds(
    Opened,
    table=TEXT,
    element=TEXT,
    member=st.none() | st.uuids(),
    count=st.integers(1, 1000),
    rows=st.lists(st.uuids(), max_size=3).map(tuple),
)
ENTRIES = st.builds(
    Entry,
    id=st.uuids(),
    event=st.just("ledger.thing.tried"),
    actor_kind=st.sampled_from(["staff", "member"]),
    actor_id=st.none() | st.uuids(allow_nil=False),
    organization_id=st.uuids(),
    members=st.lists(st.uuids(), max_size=4).map(each_once).map(tuple),
    recorded_at=st.datetimes(timezones=st.just(UTC)),
    details=st.dictionaries(TEXT, PLAIN, max_size=3),
    outcome=st.sampled_from(["success", "failure", "refused"]),
    address=st.sampled_from(["", "192.0.2.1", "2001:db8::1"]),
    session=st.none() | st.uuids(allow_nil=False),
    grants=st.lists(st.uuids(), max_size=2).map(tuple),
    purpose=st.sampled_from(["", "treatment"]),
    opened=st.lists(OPENED, max_size=2).map(tuple),
)


def entry(**changed):
    said = {
        "id": UUID(int=2),
        "event": "ledger.thing.tried",
        "actor_kind": "staff",
        "actor_id": UUID(int=3),
        "organization_id": UUID(int=4),
        "members": (UUID(int=5),),
        "recorded_at": datetime(2026, 11, 22, 9, 0, 0, 5, tzinfo=UTC),
        "details": {"table": "members_member"},
        "outcome": "refused",
    }
    return Entry(**said | changed)


def opened(sealed, found, **changed):
    where = {"organization_id": found.organization_id, "entry_id": found.id} | changed
    return open_sealed(sealed, KEY, **where)


@given(ENTRIES)
def test_what_is_sealed_is_what_is_opened(found):
    assert opened(seal(found, KEY), found) == found


def test_the_form_is_compact_json_with_sorted_keys():
    found = entry()
    text = KEY.open(seal(found, KEY), _place(found)).decode()
    assert text == json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"))
    assert json.loads(text) == {
        "actor": {"id": str(UUID(int=3)), "kind": "staff"},
        "details": {"table": "members_member"},
        "event": "ledger.thing.tried",
        "format": 2,
        "members": [str(UUID(int=5))],
        "organization": str(UUID(int=4)),
        "outcome": "refused",
        "recorded_at": "2026-11-22T09:00:00.000005+00:00",
    }


def test_where_why_and_what_are_said_where_there_is_something_to_say():
    one, two, three = (UUID(int=number) for number in (6, 7, 8))
    name = Opened("members_member", "name", UUID(int=5), 3, (one, two))
    found = entry(
        address="192.0.2.1", session=three, grants=(one,), purpose="treatment", opened=(name,)
    )
    said = json.loads(KEY.open(seal(found, KEY), _place(found)))
    assert said["actor"] == {
        "address": "192.0.2.1",
        "grants": [str(one)],
        "id": str(UUID(int=3)),
        "kind": "staff",
        "session": str(three),
    }
    assert said["purpose"] == "treatment"
    assert said["opened"] == [
        {
            "count": 3,
            "element": "name",
            "member": str(UUID(int=5)),
            "rows": "AAAAAAAAAAAAAAAAAAAABgAAAAAAAAAAAAAAAAAAAAc=",
            "table": "members_member",
        }
    ]
    assert found.elements == ["members_member.name"]


def test_elements_are_listed_once_and_in_order():
    opened = [
        Opened("members_member", element, UUID(int=member), 1, (UUID(int=member),))
        for element, member in (("phone", 1), ("name", 1), ("name", 2))
    ]
    assert entry(opened=tuple(opened)).elements == ["members_member.name", "members_member.phone"]


def test_entries_of_format_1_are_still_read():
    """As they were written before: sealed in version 1, what was opened among the details."""
    rows = {"rows": "AAAAAAAAAAAAAAAAAAAABg==", "member": str(UUID(int=5)), "count": 1}
    details = {
        "opened": [rows | {"table": "members_member", "element": "name"}],
        "place": "members:member",
        "purpose": "treatment",
    }
    former = SealingKey(KEY.id, b"k" * 32)
    sealed = former.seal(_format_1(entry(), details), _place(entry()))
    found = opened(sealed, entry())
    assert (found.format, found.outcome, found.address, found.session) == (1, "", "", None)
    assert (found.purpose, found.details) == ("treatment", {"place": "members:member"})
    assert found.opened == (Opened("members_member", "name", UUID(int=5), 1, (UUID(int=6),)),)
    # No row for search was written with it.
    assert found.elements == []


def test_what_else_format_1_said_stays_where_it_was():
    sealed = KEY.seal(_format_1(entry(), {"purpose": "member"}), _place(entry()))
    assert opened(sealed, entry()).details == {"purpose": "member"}


def test_times_are_kept_in_utc():
    boston = timezone(timedelta(hours=-5))
    found = entry(recorded_at=datetime(2026, 11, 22, 4, tzinfo=boston))
    assert b"T09:00:00.000000+00:00" in KEY.open(seal(found, KEY), _place(found))


@pytest.mark.parametrize("where", ["organization_id", "entry_id"])
def test_it_opens_only_in_its_own_place(where):
    with pytest.raises(TamperedValue):
        opened(seal(entry(), KEY), entry(), **{where: UUID(int=99)})


@pytest.mark.parametrize(
    "details",
    [{"at": datetime(2026, 1, 1, tzinfo=UTC)}, {"n": float("nan")}, {"b": b""}, {"s": "\ud800"}],
    ids=["datetime", "not a number", "bytes", "half a character"],
)
def test_details_are_plain_json(details):
    with pytest.raises(DetailsNotPlain):
        seal(entry(details=details), KEY)


def test_details_that_contain_themselves_are_refused():
    details = {}
    details["self"] = details
    with pytest.raises(DetailsNotPlain):
        seal(entry(details=details), KEY)


def test_the_longest_entry_fits_into_a_bundle_and_a_longer_one_is_refused():
    spare = LONGEST - len(KEY.open(seal(entry(details={"t": ""}), KEY), _place(entry())))
    assert len(seal(entry(details={"t": "a" * spare}), KEY)) < 0xFFFF
    with pytest.raises(EntryTooLong, match="60001 bytes"):
        seal(entry(details={"t": "a" * (spare + 1)}), KEY)


def test_members_are_listed_once_and_in_order():
    one, two = UUID(int=1), UUID(int=2)
    assert each_once([two, one, two]) == [one, two]


def _format_1(found, details):
    said = {
        "actor": {"id": str(found.actor_id), "kind": found.actor_kind},
        "details": details,
        "event": found.event,
        "format": 1,
        "members": [str(member) for member in found.members],
        "organization": str(found.organization_id),
        "recorded_at": found.recorded_at.isoformat(timespec="microseconds"),
    }
    return json.dumps(said, sort_keys=True, separators=(",", ":")).encode()


def _place(found):
    return Place(found.organization_id, "ledger_entry", "entry", found.id)
