from base64 import b64encode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chaperone.merkle.audit.keys import VerifierKey
from chaperone.merkle.audit.notes import open_note
from chaperone.merkle.errors import (
    BadSignature,
    MalformedNote,
    MerkleError,
    NoKnownSignature,
)
from chaperone.merkle.log.signing import Signer
from tests.merkle.folders import KEY, SIGNER, flip
from tests.merkle.log.test_signing import SIGNATURE, TEXT

KNOWN_KEY = VerifierKey.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
KNOWN_NOTE = f"{TEXT}\n— PeterNeumann {SIGNATURE}\n".encode()
STRANGER = Signer("example.org/witness", b"another seed for tests, 32 bytes")
NOTE = SIGNER.sign("one\n\ntwo\n")


def line(name: str, key_id: bytes, signature: bytes) -> bytes:
    return f"— {name} {b64encode(key_id + signature).decode()}\n".encode()


def signature_lines(note: bytes) -> bytes:
    return note.rpartition(b"\n\n")[2]


def test_the_known_note() -> None:
    assert open_note(KNOWN_NOTE, [KNOWN_KEY]) == TEXT


def test_a_text_may_hold_empty_lines() -> None:
    assert open_note(NOTE, [KEY]) == "one\n\ntwo\n"
    assert open_note(SIGNER.sign("\n"), [KEY]) == "\n"


def test_signatures_of_unknown_keys_are_ignored() -> None:
    cosigned = NOTE + signature_lines(STRANGER.sign("something else\n"))
    assert open_note(cosigned, [KEY]) == "one\n\ntwo\n"
    with pytest.raises(NoKnownSignature):
        open_note(NOTE, [VerifierKey.parse(STRANGER.verifier_key)])
    with pytest.raises(NoKnownSignature):
        open_note(NOTE, [])


def test_a_key_that_shares_only_the_name_or_only_the_id_is_unknown() -> None:
    garbage = line(KEY.name, b"\0\0\0\0", bytes(64)) + line("example.org/x", KEY.key_id, bytes(64))
    assert open_note(NOTE + garbage, [KEY]) == "one\n\ntwo\n"
    with pytest.raises(NoKnownSignature):
        open_note(b"one\n\ntwo\n\n" + garbage, [KEY])


def test_a_bad_signature_of_a_known_key_spoils_the_note() -> None:
    second = VerifierKey.parse(STRANGER.verifier_key)
    both = NOTE + signature_lines(STRANGER.sign("something else\n"))
    with pytest.raises(BadSignature, match=r"example\.org/witness"):
        open_note(both, [KEY, second])


def test_a_good_signature_twice_is_still_good() -> None:
    assert open_note(NOTE + signature_lines(NOTE), [KEY]) == "one\n\ntwo\n"


def test_a_changed_text_is_refused() -> None:
    with pytest.raises(BadSignature):
        open_note(NOTE.replace(b"two", b"too"), [KEY])


@pytest.mark.parametrize("length", [0, 63, 65])
def test_a_signature_of_another_length_is_refused(length: int) -> None:
    with pytest.raises((BadSignature, MalformedNote)):
        open_note(b"one\n\n" + line(KEY.name, KEY.key_id, bytes(length)), [KEY])


GOOD = line(SIGNER.name, KEY.key_id, bytes(64))
MALFORMED = {
    "nothing": b"",
    "no signatures": b"text\n",
    "no signatures after the empty line": b"text\n\n",
    "no empty line": b"text\n" + GOOD,
    "last newline missing": b"text\n\n" + GOOD[:-1],
    "carriage returns": b"text\r\n\r\n" + GOOD,
    "a tab": b"te\txt\n\n" + GOOD,
    "not UTF-8": b"te\xffxt\n\n" + GOOD,
    "a hyphen for the dash": b"text\n\n- " + GOOD[4:],
    "no space after the dash": b"text\n\n\xe2\x80\x94" + GOOD[4:],
    "no name": b"text\n\n\xe2\x80\x94  AAAAAAAA\n",
    "no signature": b"text\n\n\xe2\x80\x94 name\n",
    "empty signature": b"text\n\n\xe2\x80\x94 name \n",
    "not base64": b"text\n\n\xe2\x80\x94 name A!AAAAAA\n",
    "spare bits set": b"text\n\n\xe2\x80\x94 name AAAAAAB=\n",
    "two spaces": b"text\n\n\xe2\x80\x94 name  AAAAAAAA\n",
    "only a key id": b"text\n\n" + line("name", b"abcd", b""),
    "a plus in the name": b"text\n\n" + line("na+me", b"abcd", b"x"),
    "a Unicode space in the name": b"text\n\n" + line("na\u00a0me", b"abcd", b"x"),
    "something after the signatures": b"text\n\n" + GOOD + b"more\n",
    "101 signatures": b"text\n\n" + GOOD * 101,
    "a million bytes": b"x" * 1_000_000 + b"\n\n" + GOOD,
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_note_is_refused(name: str) -> None:
    with pytest.raises(MalformedNote):
        open_note(MALFORMED[name], [STRANGER_KEY])


STRANGER_KEY = VerifierKey.parse(STRANGER.verifier_key)


@settings(deadline=None)
@given(place=st.integers(0, len(NOTE) - 1), bit=st.integers(0, 7))
def test_any_flipped_bit_is_refused(place: int, bit: int) -> None:
    changed = bytearray(NOTE)
    changed[place] ^= 1 << bit
    with pytest.raises(MerkleError):
        open_note(bytes(changed), [KEY])


def test_the_flip_of_each_byte_of_the_text_is_refused() -> None:
    for place in range(NOTE.index(b"\n\n\xe2")):
        with pytest.raises(MerkleError):
            open_note(flip(place)(NOTE), [KEY])


@settings(deadline=None)
@given(note=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode()))
def test_any_bytes_end_in_a_typed_error(note: bytes) -> None:
    for tail in (b"", b"\n\n\xe2\x80\x94 ", b"\n\n" + GOOD):
        with pytest.raises(MerkleError):
            open_note(note + tail, [KEY])
