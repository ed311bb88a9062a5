"""An entry is opened with the key that was given for it alone, by code that is not the sealer's."""

import json
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaperone.crypto.committing import CommittingKey
from chaperone.crypto.values import Place, SealingKey, encoded
from chaperone.merkle.audit.opening import open_entry, version_of
from chaperone.merkle.errors import MalformedSeal, MerkleError, NotOpened
from tests.crypto import slow_oracle
from tests.crypto.salamander import opens_under_both
from tests.crypto.test_values import flipped

WHOSE, ID, OTHER_ID = UUID(int=1), UUID(int=2), UUID(int=3)
PLACE = Place(WHOSE, "ledger_entry", "entry", ID)
KEY = CommittingKey(UUID(int=7), bytes(range(32)))
TEXT = b'{"event":"access.recorded"}'
SEALED = KEY.seal(TEXT, PLACE)
OWN = KEY.disclosed(SEALED, PLACE)
HEADER, NONCE, WHERE = b"\x02" + KEY.id.bytes, bytes(12), encoded(PLACE)


def opened(sealed: bytes, key: bytes, organization: UUID = WHOSE, entry_id: UUID = ID) -> bytes:
    return open_entry(sealed, key, organization=organization, entry_id=entry_id)


@given(text=st.binary(max_size=400), organization=st.uuids(), entry_id=st.uuids())
def test_what_was_sealed_opens_with_its_own_key(
    text: bytes, organization: UUID, entry_id: UUID
) -> None:
    place = Place(organization, "ledger_entry", "entry", entry_id)
    sealed = KEY.seal(text, place)
    assert opened(sealed, KEY.disclosed(sealed, place), organization, entry_id) == text


@pytest.mark.parametrize("bit", range(256))
def test_every_flipped_bit_of_the_key_is_refused(bit: int) -> None:
    with pytest.raises(NotOpened):
        opened(SEALED, flipped(OWN, bit))


@pytest.mark.parametrize("bit", range(len(SEALED) * 8))
def test_every_flipped_bit_of_the_bytes_is_refused(bit: int) -> None:
    with pytest.raises(MalformedSeal if bit < 8 else NotOpened):
        opened(flipped(SEALED, bit), OWN)


@pytest.mark.parametrize(
    "key",
    [b"", OWN[:31], OWN + b"\0", OWN * 2, bytes(32)],
    ids=["none", "cut", "a zero more", "twice", "zeros"],
)
def test_what_is_no_key_of_it_is_refused(key: bytes) -> None:
    with pytest.raises(NotOpened):
        opened(SEALED, key)


def test_a_key_shorter_by_zeros_at_its_end_is_refused() -> None:
    """HMAC would take it for the same key."""
    own = b"k" * 31 + b"\0"
    sealed = slow_oracle.committing_seal_under(own, HEADER, NONCE, TEXT, WHERE)
    assert opened(sealed, own) == TEXT
    with pytest.raises(NotOpened):
        opened(sealed, own[:-1])


def test_another_organization_or_entry_is_refused() -> None:
    with pytest.raises(NotOpened):
        opened(SEALED, OWN, organization=UUID(int=9))
    with pytest.raises(NotOpened):
        opened(SEALED, OWN, entry_id=OTHER_ID)


def test_one_entrys_key_opens_no_other_of_the_organization() -> None:
    other = KEY.seal(TEXT, PLACE._replace(row=OTHER_ID))
    for entry_id in (ID, OTHER_ID):
        with pytest.raises(NotOpened):
            opened(other, OWN, entry_id=entry_id)


@pytest.mark.parametrize("length", range(len(SEALED)))
def test_cut_bytes_are_refused(length: int) -> None:
    with pytest.raises(MerkleError):
        opened(SEALED[:length], OWN)


@given(noise=st.binary(max_size=200), key=st.binary(max_size=64))
def test_noise_raises_only_typed_errors(noise: bytes, key: bytes) -> None:
    for sealed in (noise, b"\x02" + noise, SEALED[:29] + noise):
        with pytest.raises(MerkleError):
            opened(sealed, key)


def test_version_1_has_no_key_of_its_own() -> None:
    former = SealingKey(KEY.id, bytes(range(32))).seal(TEXT, PLACE)
    assert (version_of(former), version_of(SEALED)) == (1, 2)
    with pytest.raises(MalformedSeal, match="version 1"):
        opened(former, OWN)


def test_bytes_built_to_open_under_two_keys_open_with_the_one_committed_to() -> None:
    """The keeper chooses both keys freely: two that nobody derived from anything."""
    said = (b"Daniel opened Ursula's messages.", b"Nobody has opened anything here.")
    keys = (b"a" * 32, b"b" * 32)
    inner = [slow_oracle.committing_cipher_key(key) for key in keys]
    ciphertext = opens_under_both(inner[0], inner[1], NONCE, HEADER + WHERE, said)
    for number, key in enumerate(keys):
        sealed = slow_oracle.committed(key, HEADER, NONCE, ciphertext, WHERE)
        assert opened(sealed, key)[32 * number :][:32] == said[number]
        with pytest.raises(NotOpened):
            opened(sealed, keys[1 - number])


def test_a_commitment_to_what_does_not_decrypt_is_refused() -> None:
    """Who has the key can make such bytes."""
    ciphertext = slow_oracle.gcm_encrypt(b"c" * 32, NONCE, TEXT, HEADER + WHERE)
    with pytest.raises(NotOpened):
        opened(slow_oracle.committed(OWN, HEADER, NONCE, ciphertext, WHERE), OWN)


def test_the_frozen_entry_opens_with_the_frozen_key() -> None:
    path = Path(__file__).parents[2] / "crypto" / "vectors" / "committing.json"
    rows = [row for row in json.loads(path.read_text())["good"] if row["table"] == "ledger_entry"]
    assert rows
    for row in rows:
        sealed, key = bytes.fromhex(row["sealed"]), bytes.fromhex(row["value_key"])
        found = opened(sealed, key, UUID(row["organization"]), UUID(row["row"]))
        assert found.hex() == row["plaintext"]
