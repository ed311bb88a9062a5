import json
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaperone.crypto.errors import TamperedValue
from chaperone.crypto.values import Place, SealingKey
from chaperone.ledger.entries import LONGEST, Entry, each_once, open_sealed, seal
from chaperone.ledger.errors import DetailsNotPlain, EntryTooLong

KEY = SealingKey(UUID(int=1), b"k" * 32)
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=10,
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
        "format": 1,
        "members": [str(UUID(int=5))],
        "organization": str(UUID(int=4)),
        "recorded_at": "2026-11-22T09:00:00.000005+00:00",
    }


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


def _place(found):
    return Place(found.organization_id, "ledger_entry", "entry", found.id)
