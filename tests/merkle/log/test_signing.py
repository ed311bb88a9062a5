from base64 import b64decode

import pytest

from chaperone.merkle.errors import MalformedKey, MalformedNote
from chaperone.merkle.log.signing import Signer

# The example key of Go's golang.org/x/mod/sumdb/note, which the specification grew out of.
SEED = b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
SIGNATURE = (
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
)


def test_the_known_key_and_signature() -> None:
    signer = Signer("PeterNeumann", SEED)
    assert signer.verifier_key == (
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    )
    assert signer.sign(TEXT) == f"{TEXT}\n— PeterNeumann {SIGNATURE}\n".encode()


def test_new_keys_differ_and_do_not_show_their_seed() -> None:
    first, second = Signer.generate("a"), Signer.generate("a")
    assert first.seed != second.seed
    assert Signer("a", first.seed).verifier_key == first.verifier_key
    assert repr(first) == f"Signer('{first.verifier_key}')"
    assert str(first.seed) not in f"{first} {first!r}"


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u00a0b", "a\nb", "a\x00b", "a\ud800"])
def test_a_name_that_no_note_may_hold_is_refused(name: str) -> None:
    with pytest.raises(MalformedKey):
        Signer(name, SEED)


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_seed_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(MalformedKey):
        Signer("a", bytes(length))


@pytest.mark.parametrize("text", ["", "no newline", "tab\t\n", "nul\x00\n", "half \ud800\n"])
def test_a_text_that_no_note_may_hold_is_refused(text: str) -> None:
    with pytest.raises(MalformedNote):
        Signer("a", SEED).sign(text)
