"""Values that commit to their key: no bytes open to two meanings, however they were built."""

import json
from pathlib import Path
from uuid import UUID

import pytest
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
    header = b"\x02" + KEY.id.bytes
    both = [slow_oracle.hkdf(one, b"chaperone committing v2", 64) for one in (SECRET, OTHER)]
    inner = [derived[:32] for derived in both]
    where = encoded(PLACE)
    ciphertext = opens_under_both(*inner, NONCE, header + where, SAID)
    said = header + NONCE + ciphertext[-16:] + where
    commitment = slow_oracle.hmac.digest(both[committed_to][32:], said, "sha256")
    return header + NONCE + ciphertext + commitment, inner
