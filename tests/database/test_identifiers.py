from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaperone.database.identifiers import PLATFORM, first_id_of, instant_of, new_id

instants = st.datetimes(
    min_value=datetime(1970, 1, 1),  # noqa: DTZ001 (hypothesis adds the zone)
    max_value=datetime(2500, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


def test_new_ids_are_version_7_and_ascend():
    ids = [new_id() for _ in range(1000)]
    assert all(type(found) is UUID and found.version == 7 for found in ids)
    assert ids == sorted(set(ids))


def test_a_new_id_lies_between_the_bounds_of_its_time():
    before = datetime.now(UTC)
    found = new_id()
    after = datetime.now(UTC) + timedelta(milliseconds=1)
    assert first_id_of(before) <= found < first_id_of(after)


def test_the_vector_of_the_rfc():
    # RFC 9562, appendix A.6: 2022-02-22 14:22:22 in UTC-5, unix_ts_ms 0x017F22E279B0
    instant = datetime(2022, 2, 22, 19, 22, 22, tzinfo=UTC)
    assert first_id_of(instant) == UUID("017f22e2-79b0-7000-8000-000000000000")
    assert first_id_of(instant) <= UUID("017F22E2-79B0-7CC3-98C4-DC0C0C07398F")


@given(instants)
def test_bounds_are_version_7_of_the_right_variant(instant):
    bound = first_id_of(instant)
    assert (bound.version, bound.variant) == (7, "specified in RFC 4122")


@given(instants, instants)
def test_bounds_order_as_their_instants(one, other):
    if one <= other:
        assert first_id_of(one) <= first_id_of(other)


def test_microseconds_fall_into_their_millisecond():
    start = datetime(2026, 11, 22, 12, 0, 0, 5000, tzinfo=UTC)
    assert first_id_of(start) == first_id_of(start + timedelta(microseconds=999))
    assert first_id_of(start) < first_id_of(start + timedelta(microseconds=1000))


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        first_id_of(datetime(2026, 1, 1))  # noqa: DTZ001


def test_an_instant_before_1970_is_refused():
    with pytest.raises(ValueError, match="1970"):
        first_id_of(datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC))


def test_the_platform_sorts_before_every_id():
    assert first_id_of(datetime(1970, 1, 1, tzinfo=UTC)) > PLATFORM


@given(instants)
def test_an_id_tells_its_time(instant):
    assert instant - instant_of(first_id_of(instant)) < timedelta(milliseconds=1)
