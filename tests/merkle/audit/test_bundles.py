import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chaperone.merkle.audit.bundles import decode_bundle
from chaperone.merkle.errors import MalformedBundle
from chaperone.merkle.log.bundles import encode_bundle


@settings(deadline=None)
@given(entries=st.lists(st.binary(max_size=300), max_size=20))
def test_what_was_written_is_read(entries: list[bytes]) -> None:
    assert decode_bundle(encode_bundle(entries)) == entries


def test_the_longest_entry_is_read() -> None:
    assert decode_bundle(encode_bundle([bytes(65_535), b"x"])) == [bytes(65_535), b"x"]


@pytest.mark.parametrize("bundle", [b"\x00", b"\x00\x01", b"\x00\x00\x00", b"\x00\x02a"])
def test_a_bundle_that_ends_within_an_entry_is_refused(bundle: bytes) -> None:
    with pytest.raises(MalformedBundle):
        decode_bundle(bundle)


@settings(deadline=None)
@given(bundle=st.binary(max_size=200))
def test_any_bytes_are_one_list_of_entries_or_refused(bundle: bytes) -> None:
    try:
        entries = decode_bundle(bundle)
    except MalformedBundle:
        return
    assert encode_bundle(entries) == bundle
