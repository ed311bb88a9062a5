"""Values that commit to their key: no bytes open to two meanings, however they were built."""

import json
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from chaperone.crypto import committing
from chaperone.crypto.committing import CommittingKey
from chaperone.crypto.errors import (
    CryptoError,
    MalformedValue,
    TamperedValue,
    UnknownVersion,
    WrongKey,
)
from chaperone.crypto.values import Place, SealingKey, encoded, key_id_of
from tests.crypto import slow_oracle
from tests.crypto.salamander import opens_under_both
from tests.crypto.test_values import flipped, names, open_all, place_of, places

SECRET, OTHER = bytes(range(32)), bytes(range(32, 64))
KEY = CommittingKey(UUID(int=7), SECRET)
PLACE = Place(UUID(int=1), "ledger_entry", "entry", UUID(int=2))
SEALED = KEY.seal(b"Maria opened the thread", PLACE)
NONCE = bytes(range(12))
VECTORS = json.loads((Path(__file__).parent / "vectors" / "committing.json").read_text())
# Each is two blocks long.
SAID = (b"Daniel opened Ursula's messages.", b"Nobody has opened anything here.")


@pytest.mark.parametrize("row", VECTORS["good"], ids=lambda row: row["name"])
def test_frozen_values_open_and_seal_to_the_same_bytes(
    row: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    key = CommittingKey(UUID(row["key_id"]), bytes.fromhex(row["secret"]))
    sealed, plaintext = bytes.fromhex(row["sealed"]), bytes.fromhex(row["plaintext"])
    assert key.open(sealed, place_of(row)) == plaintext
    assert key.disclosed(sealed, place_of(row)).hex() == row["value_key"]
    monkeypatch.setattr(committing, "next_nonce", lambda: bytes.fromhex(row["nonce"]))
    assert key.seal(plaintext, place_of(row)) == sealed


@pytest.mark.parametrize("row", VECTORS["bad"], ids=lambda row: row["name"])
def test_frozen_bad_values_are_refused_each_with_its_error(row: dict[str, str]) -> None:
    key = CommittingKey(UUID(row["key_id"]), bytes.fromhex(row["secret"]))
    sealed, place = bytes.fromhex(row["sealed"]), place_of(row)
    with pytest.raises(CryptoError) as refusal:
        key.open(sealed, place)
    assert type(refusal.value).__name__ == row["error"]
    with pytest.raises(CryptoError) as refusal:
        open_all(key, [sealed], [place])
    assert type(refusal.value).__name__ == row["error"]
    # The key of what does not open is not given away either.
    with pytest.raises(CryptoError):
        key.disclosed(sealed, place)


@given(plaintext=st.binary(max_size=300), place=places, nonce=st.binary(min_size=12, max_size=12))
def test_the_format_is_the_documented_one(plaintext: bytes, place: Place, nonce: bytes) -> None:
    header = b"\x02" + KEY.id.bytes
    sealed = slow_oracle.committing_seal(SECRET, header, nonce, plaintext, encoded(place))
    assert KEY.open(sealed, place) == plaintext


@given(plaintext=st.binary(max_size=2000), place=places)
def test_what_is_sealed_opens(plaintext: bytes, place: Place) -> None:
    sealed = KEY.seal(plaintext, place)
    assert len(sealed) == len(plaintext) + 77
    assert KEY.open(sealed, place) == KEY.open(memoryview(sealed), place) == plaintext
    assert open_all(KEY, [sealed, sealed], [place, place]) == [plaintext, plaintext]
    assert key_id_of(sealed) == KEY.id


def test_what_was_sealed_before_still_opens() -> None:
    former = SealingKey(KEY.id, SECRET).seal(b"of version 1", PLACE)
    assert KEY.open(former, PLACE) == b"of version 1"
    assert open_all(KEY, [former, SEALED], [PLACE, PLACE])[0] == b"of version 1"


@pytest.mark.parametrize("bit", range(len(SEALED) * 8))
def test_every_single_flipped_bit_is_refused(bit: int) -> None:
    expected = UnknownVersion if bit < 8 else WrongKey if bit < 17 * 8 else TamperedValue
    with pytest.raises(expected):
        KEY.open(flipped(SEALED, bit), PLACE)


@pytest.mark.parametrize("length", range(len(SEALED)))
def test_every_cut_value_is_refused(length: int) -> None:
    with pytest.raises(MalformedValue if length < 77 else TamperedValue):
        KEY.open(SEALED[:length], PLACE)


@given(first=names, second=names)
def test_a_moved_value_is_refused(first: str, second: str) -> None:
    elsewhere = PLACE._replace(table=first, element=second)
    with pytest.raises(TamperedValue):
        KEY.open(SEALED, elsewhere)


@given(noise=st.binary(max_size=150), start=st.sampled_from([0, 1, 17, 29, 60]))
def test_noise_raises_only_typed_errors(noise: bytes, start: int) -> None:
    with pytest.raises(CryptoError):
        KEY.open(SEALED[:start] + noise, PLACE)


def test_the_version_cannot_be_put_back() -> None:
    """The parts of version 1 are all there, but under another key and another version byte."""
    with pytest.raises(TamperedValue):
        KEY.open(b"\x01" + SEALED[1:-32], PLACE)


def test_a_key_that_does_not_commit_refuses_what_does() -> None:
    with pytest.raises(UnknownVersion):
        SealingKey(KEY.id, SECRET).open(SEALED, PLACE)


# The attack: one who knows two keys (or may choose what stands under a key's id) builds an entry
# that says one thing to the organization and another to its auditor.


def test_version_1_opens_to_two_meanings() -> None:
    header = b"\x01" + KEY.id.bytes
    forged = header + NONCE + opens_under_both(SECRET, OTHER, NONCE, header + encoded(PLACE), SAID)
    first = SealingKey(KEY.id, SECRET).open(forged, PLACE)
    second = SealingKey(KEY.id, OTHER).open(forged, PLACE)
    assert first[:32] == SAID[0]
    assert second[32:64] == SAID[1]


@pytest.mark.parametrize("committed_to", [0, 1])
def test_version_2_opens_to_the_one_that_it_commits_to(committed_to: int) -> None:
    forged, inner = _forged_in_version_2(committed_to)
    keys = [CommittingKey(KEY.id, secret) for secret in (SECRET, OTHER)]
    # The inner bytes do open under both: it is the commitment that refuses.
    bound = forged[:17] + encoded(PLACE)
    for number, half in enumerate(inner):
        opened = AESGCM(half).decrypt(NONCE, forged[29:-32], bound)
        assert opened[32 * number :][:32] == SAID[number]
    assert keys[committed_to].open(forged, PLACE)[32 * committed_to :][:32] == SAID[committed_to]
    with pytest.raises(TamperedValue):
        keys[1 - committed_to].open(forged, PLACE)


def _forged_in_version_2(committed_to: int) -> tuple[bytes, list[bytes]]:
    header, where = b"\x02" + KEY.id.bytes, encoded(PLACE)
    keys = [
        slow_oracle.committing_value_key(each, header, NONCE, where) for each in (SECRET, OTHER)
    ]
    inner = [slow_oracle.committing_cipher_key(key) for key in keys]
    ciphertext = opens_under_both(*inner, NONCE, header + where, SAID)
    return slow_oracle.committed(keys[committed_to], header, NONCE, ciphertext, where), inner


# The key of one value, given away: what it opens is what was sealed, and it opens nothing else.


def open_with_its_key(sealed: bytes, value_key: bytes, place: Place) -> bytes:
    """By the docstring of ``committing``, with the oracle's parts."""
    header, nonce, ciphertext, where = sealed[:17], sealed[17:29], sealed[29:-32], encoded(place)
    if slow_oracle.committed(value_key, header, nonce, ciphertext, where) != sealed:
        raise InvalidTag
    cipher = AESGCM(slow_oracle.committing_cipher_key(value_key))
    return cipher.decrypt(nonce, ciphertext, header + where)


@given(plaintext=st.binary(max_size=300), place=places)
def test_a_disclosed_key_opens_its_value(plaintext: bytes, place: Place) -> None:
    sealed = KEY.seal(plaintext, place)
    value_key = KEY.disclosed(sealed, place)
    assert len(value_key) == 32
    assert value_key == KEY.disclosed(memoryview(sealed), place)
    assert open_with_its_key(sealed, value_key, place) == plaintext


@given(other=st.binary(max_size=60), place=places, row=st.uuids())
def test_a_disclosed_key_opens_no_other_value(other: bytes, place: Place, row: UUID) -> None:
    """Not even one of the same place, of the same text or under the same nonce."""
    value_key = KEY.disclosed(KEY.seal(other, place), place)
    elsewhere = place._replace(row=row)
    same_nonce = slow_oracle.committing_seal(
        OTHER, b"\x02" + KEY.id.bytes, NONCE, other, encoded(place)
    )
    for sealed, there in (
        (KEY.seal(other, place), place),
        (KEY.seal(other, elsewhere), elsewhere),
        (same_nonce, place),
    ):
        with pytest.raises(InvalidTag):
            open_with_its_key(sealed, value_key, there)
        # And not by leaving the commitment out, either.
        with pytest.raises(InvalidTag):
            AESGCM(slow_oracle.committing_cipher_key(value_key)).decrypt(
                sealed[17:29], sealed[29:-32], sealed[:17] + encoded(there)
            )


def test_each_part_of_what_is_sealed_has_keys_of_its_own() -> None:
    """Key id, nonce, organization, table, element and row: one that differs is another key."""
    header, where = b"\x02" + KEY.id.bytes, encoded(PLACE)
    places_apart = [
        PLACE._replace(organization=UUID(int=9)),
        PLACE._replace(table="t"),
        PLACE._replace(element="e"),
        PLACE._replace(row=UUID(int=9)),
    ]
    made = [
        (SECRET, header, NONCE, where),
        (OTHER, header, NONCE, where),
        (SECRET, b"\x02" + UUID(int=9).bytes, NONCE, where),
        (SECRET, header, bytes(12), where),
        *((SECRET, header, NONCE, encoded(place)) for place in places_apart),
    ]
    keys = {
        CommittingKey(UUID(bytes=header[1:]), secret).disclosed(
            slow_oracle.committing_seal(secret, header, nonce, b"x", where), place
        )
        for (secret, header, nonce, where), place in zip(
            made, [PLACE] * 4 + places_apart, strict=True
        )
    }
    assert len(keys) == len(made)


def test_who_has_a_key_cannot_make_other_bytes_out_of_the_same_ones() -> None:
    """Another text under the disclosed key is another commitment, and so another leaf."""
    value_key = KEY.disclosed(SEALED, PLACE)
    header, nonce, where = SEALED[:17], SEALED[17:29], encoded(PLACE)
    forged = slow_oracle.committing_seal_under(value_key, header, nonce, b"Nobody did it", where)
    # It opens: a disclosed key is for what the tree holds fast.
    assert KEY.open(forged, PLACE) == b"Nobody did it"
    for kept in (16, 32, 48):  # a forger keeps the commitment, the tag, both
        with pytest.raises((TamperedValue, MalformedValue)):
            KEY.open(forged[:-kept] + SEALED[-kept:], PLACE)
    assert forged[-32:] != SEALED[-32:]


def test_values_of_version_1_have_no_key_to_give() -> None:
    with pytest.raises(UnknownVersion):
        KEY.disclosed(SealingKey(KEY.id, SECRET).seal(b"of version 1", PLACE), PLACE)


def test_no_key_is_given_for_another_keys_value_or_place() -> None:
    with pytest.raises(WrongKey):
        CommittingKey(UUID(int=8), SECRET).disclosed(SEALED, PLACE)
    with pytest.raises(TamperedValue):
        CommittingKey(KEY.id, OTHER).disclosed(SEALED, PLACE)
    with pytest.raises(TamperedValue):
        KEY.disclosed(SEALED, PLACE._replace(row=UUID(int=9)))
