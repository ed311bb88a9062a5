import pytest

from chaperone.merkle.errors import EntryTooLong
from chaperone.merkle.log.bundles import encode_bundle


def test_each_entry_stands_behind_its_length() -> None:
    assert encode_bundle([b"", b"a", b"bc"]) == b"\x00\x00\x00\x01a\x00\x02bc"


def test_the_longest_entry_fits() -> None:
    assert encode_bundle([bytes(65_535)])[:3] == b"\xff\xff\x00"


def test_a_longer_entry_is_refused() -> None:
    with pytest.raises(EntryTooLong, match="65536"):
        encode_bundle([bytes(65_536)])
