"""Sealed values open only unchanged, with their own key, in their own place."""

import copy
import json
import pickle
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaperone.crypto import values
from chaperone.crypto.errors import (
    CryptoError,
    KeysStayHere,
    MalformedValue,
    TamperedValue,
    UnknownVersion,
    UnsuitableKey,
    WrongKey,
)
from chaperone.crypto.values import Place, SealingKey, key_id_of
from tests.crypto import slow_oracle

SECRET = bytes(range(32))
KEY = SealingKey(UUID(int=7), SECRET)
PLACE = Place(UUID(int=1), "conversations_message", "body", UUID(int=2))
SEALED = KEY.seal(b"Sugar was 182 after lunch", PLACE)
VECTORS = json.loads((Path(__file__).parent / "vectors" / "values.json").read_text())

names = st.text(st.characters(exclude_categories=["Cs"]))
places = st.builds(Place, st.uuids(), names, names, st.uuids())


def flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def place_of(row: dict[str, str]) -> Place:
    return Place(UUID(row["organization"]), row["table"], row["element"], UUID(row["row"]))


def open_all(key: SealingKey, sealed: list[bytes], places: list[Place]) -> list[bytes]:
    organization, table, element, _ = places[0]
    rows = [place.row for place in places]
    return key.open_all(sealed, rows, organization=organization, table=table, element=element)


@pytest.mark.parametrize("row", VECTORS["good"], ids=lambda row: row["name"])
def test_frozen_values_open_and_seal_to_the_same_bytes(
    row: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    key = SealingKey(UUID(row["key_id"]), bytes.fromhex(row["secret"]))
    sealed, plaintext = bytes.fromhex(row["sealed"]), bytes.fromhex(row["plaintext"])
    assert key.open(sealed, place_of(row)) == plaintext
    monkeypatch.setattr(values, "next_nonce", lambda: bytes.fromhex(row["nonce"]))
    assert key.seal(plaintext, place_of(row)) == sealed


@pytest.mark.parametrize("row", VECTORS["bad"], ids=lambda row: row["name"])
def test_frozen_bad_values_are_refused_each_with_its_error(row: dict[str, str]) -> None:
    key = SealingKey(UUID(row["key_id"]), bytes.fromhex(row["secret"]))
    sealed, place = bytes.fromhex(row["sealed"]), place_of(row)
    with pytest.raises(CryptoError) as refusal:
        key.open(sealed, place)
    assert type(refusal.value).__name__ == row["error"]
    with pytest.raises(CryptoError) as refusal:
        open_all(key, [sealed], [place])
    assert type(refusal.value).__name__ == row["error"]


@given(plaintext=st.binary(max_size=300), place=places, nonce=st.binary(min_size=12, max_size=12))
def test_the_format_is_the_documented_one(plaintext: bytes, place: Place, nonce: bytes) -> None:
    header = b"\x01" + KEY.id.bytes
    table, element = place.table.encode(), place.element.encode()
    bound = b"".join(
        (
            header,
            place.organization.bytes,
            place.row.bytes,
            len(table).to_bytes(4, "big"),
            table,
            len(element).to_bytes(4, "big"),
            element,
        )
    )
    sealed = header + nonce + slow_oracle.gcm_encrypt(SECRET, nonce, plaintext, bound)
    assert KEY.open(sealed, place) == plaintext


@given(plaintext=st.binary(max_size=2000), place=places)
def test_what_is_sealed_opens(plaintext: bytes, place: Place) -> None:
    sealed = KEY.seal(plaintext, place)
    assert len(sealed) == len(plaintext) + 45
    assert KEY.open(sealed, place) == plaintext
    assert KEY.open(memoryview(sealed), place) == plaintext
    assert open_all(KEY, [sealed, sealed], [place, place]) == [plaintext, plaintext]
    assert key_id_of(sealed) == key_id_of(memoryview(sealed)) == KEY.id


def test_one_bad_value_among_many_refuses_all() -> None:
    with pytest.raises(TamperedValue):
        open_all(KEY, [SEALED, flipped(SEALED, 200)], [PLACE, PLACE])
    other_row = PLACE._replace(row=UUID(int=3))
    with pytest.raises(TamperedValue):
        open_all(KEY, [SEALED, SEALED], [PLACE, other_row])


def test_the_same_text_never_seals_to_the_same_bytes() -> None:
    assert len({KEY.seal(b"yes", PLACE) for _ in range(1000)}) == 1000


@pytest.mark.parametrize("bit", range(len(SEALED) * 8))
def test_every_single_flipped_bit_is_refused(bit: int) -> None:
    expected = UnknownVersion if bit < 8 else WrongKey if bit < 17 * 8 else TamperedValue
    with pytest.raises(expected):
        KEY.open(flipped(SEALED, bit), PLACE)


@pytest.mark.parametrize("length", range(len(SEALED)))
def test_every_cut_value_is_refused(length: int) -> None:
    with pytest.raises(MalformedValue if length < 45 else TamperedValue):
        KEY.open(SEALED[:length], PLACE)


@given(extra=st.binary(min_size=1, max_size=40))
def test_a_lengthened_value_is_refused(extra: bytes) -> None:
    with pytest.raises(TamperedValue):
        KEY.open(SEALED + extra, PLACE)


@pytest.mark.parametrize(
    "elsewhere",
    [
        PLACE._replace(organization=UUID(int=9)),
        PLACE._replace(table="members_member"),
        PLACE._replace(element="name"),
        PLACE._replace(row=UUID(int=9)),
        PLACE._replace(organization=PLACE.row, row=PLACE.organization),
        PLACE._replace(table=PLACE.element, element=PLACE.table),
    ],
    ids=["organization", "table", "element", "row", "ids exchanged", "names exchanged"],
)
def test_a_moved_value_is_refused(elsewhere: Place) -> None:
    with pytest.raises(TamperedValue):
        KEY.open(SEALED, elsewhere)


@given(text=names.filter(bool), cut=st.integers(0), other_cut=st.integers(0))
def test_bytes_cannot_move_between_table_and_element(text: str, cut: int, other_cut: int) -> None:
    first, second = cut % (len(text) + 1), other_cut % (len(text) + 1)
    here = PLACE._replace(table=text[:first], element=text[first:])
    there = PLACE._replace(table=text[:second], element=text[second:])
    sealed = KEY.seal(b"x", here)
    if here == there:
        assert KEY.open(sealed, there) == b"x"
    else:
        with pytest.raises(TamperedValue):
            KEY.open(sealed, there)


@given(first=places, second=places)
def test_two_places_never_share_their_encoding(first: Place, second: Place) -> None:
    assert (values.encoded(first) == values.encoded(second)) == (first == second)


def test_names_that_imitate_the_length_fields_are_told_apart() -> None:
    honest = PLACE._replace(table="a", element="b")
    forged = PLACE._replace(table="a\0\0\0\1b", element="")
    with pytest.raises(TamperedValue):
        KEY.open(KEY.seal(b"x", honest), forged)


def test_another_secret_under_the_same_id_is_refused() -> None:
    with pytest.raises(TamperedValue):
        SealingKey(KEY.id, bytes(32)).open(SEALED, PLACE)


def test_the_same_secret_under_another_id_is_refused() -> None:
    stranger = SealingKey(UUID(int=8), SECRET)
    with pytest.raises(WrongKey):
        stranger.open(SEALED, PLACE)
    # The id inside is bound too: rewriting it does not help.
    with pytest.raises(TamperedValue):
        stranger.open(SEALED[:1] + stranger.id.bytes + SEALED[17:], PLACE)


@given(noise=st.binary(max_size=120), start=st.sampled_from([0, 1, 17, 29]))
def test_noise_raises_only_typed_errors(noise: bytes, start: int) -> None:
    value = SEALED[:start] + noise
    with pytest.raises(CryptoError):
        KEY.open(value, PLACE)
    try:
        key_id_of(value)
    except (MalformedValue, UnknownVersion):
        assert len(value) < 45 or value[0] != 1


@pytest.mark.parametrize("length", [0, 16, 24, 31, 33, 64])
def test_a_secret_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(UnsuitableKey, match="32 bytes"):
        SealingKey(UUID(int=7), bytes(length))


def test_a_key_shows_its_id_and_nothing_else() -> None:
    assert repr(KEY) == str(KEY) == f"{KEY}" == f"SealingKey(id={KEY.id})"
    assert not hasattr(KEY, "__dict__")


@pytest.mark.parametrize("escape", [pickle.dumps, copy.copy, copy.deepcopy])
def test_a_key_cannot_be_pickled_or_copied(escape: Callable[[object], object]) -> None:
    with pytest.raises(KeysStayHere):
        escape(KEY)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_no_pickle_protocol_gets_around_it(protocol: int) -> None:
    with pytest.raises(TypeError, match="never copied"):
        pickle.dumps(KEY, protocol)


def test_refusals_do_not_quote_the_plaintext_or_the_library() -> None:
    with pytest.raises(TamperedValue) as refusal:
        KEY.open(flipped(SEALED, 400), PLACE)
    assert str(refusal.value) == TamperedValue.__doc__
    assert refusal.value.__suppress_context__
