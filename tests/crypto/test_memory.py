"""Secrets that are wiped: gone in their place, and never used half wiped."""

import pickle

import pytest

from chaperone.crypto.errors import KeysStayHere, KeyWiped
from chaperone.crypto.memory import KeptSecret, wipe
from chaperone.crypto.values import Place, SealingKey
from chaperone.database.identifiers import new_id


def test_a_wiped_secret_is_zero_in_its_place_and_cannot_be_used():
    kept = KeptSecret(b"s" * 32)
    seen: list[bytearray] = []
    kept.use(seen.append)
    kept.wipe()
    assert seen == [bytearray(32)]
    with pytest.raises(KeyWiped):
        kept.use(bytes)


def test_what_was_made_of_a_secret_that_was_wiped_meanwhile_is_thrown_away():
    kept = KeptSecret(b"s" * 32)

    def slow_work(secret: bytearray) -> bytes:
        first = bytes(secret[:16])
        kept.wipe()
        return first + bytes(secret[16:])

    with pytest.raises(KeyWiped):
        kept.use(slow_work)


def test_a_secret_is_neither_printed_nor_pickled():
    kept = KeptSecret(b"s" * 32)
    assert "s" * 4 not in repr(kept)
    with pytest.raises(KeysStayHere):
        pickle.dumps(kept)


def test_a_sealing_key_works_on_after_the_bytes_it_was_made_from_are_wiped():
    secret = bytearray(b"k" * 32)
    place = Place(new_id(), "t", "e", new_id())
    key_id = new_id()
    wiped, whole = SealingKey(key_id, secret), SealingKey(key_id, b"k" * 32)
    wipe(secret)
    assert whole.open(wiped.seal(b"text", place), place) == b"text"
    assert wiped.open(whole.seal(b"text", place), place) == b"text"
