from base64 import b64encode
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chaperone.merkle.audit.keys import VerifierKey
from chaperone.merkle.errors import BadSignature, MalformedKey
from chaperone.merkle.log.signing import Signer
from tests.merkle.folders import SIGNER

KNOWN = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"


def with_raw(raw: bytes) -> str:
    key_id = sha256(b"a\n" + raw).digest()[:4].hex()
    return f"a+{key_id}+{b64encode(raw).decode()}"


def test_the_known_key() -> None:
    key = VerifierKey.parse(KNOWN)
    assert key.name == "PeterNeumann"
    assert key.key_id.hex() == "c74f20a3"
    assert str(key) == KNOWN
    assert VerifierKey.parse(f"  {KNOWN}\n") == key


@settings(deadline=None)
@given(seed=st.binary(min_size=32, max_size=32))
def test_the_key_of_any_signer_is_read(seed: bytes) -> None:
    """About one in ten has a plus in its base64, which is also what parts the fields."""
    text = Signer("example.org/log", seed).verifier_key
    assert str(VerifierKey.parse(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "PeterNeumann",
        "PeterNeumann+c74f20a3",
        KNOWN.replace("c74f20a3", "c74f20a4"),
        KNOWN.replace("c74f20a3", "C74F20A3"),
        KNOWN.replace("c74f20a3", "0xc74f20a3"),
        KNOWN.replace("PeterNeumann", "Peter"),
        KNOWN.replace("PeterNeumann", ""),
        KNOWN.replace("PeterNeumann", "Peter Neumann"),
        KNOWN[:-1],
        KNOWN[:-4],
        KNOWN.replace("ARpc", "AR!c"),
        KNOWN + "AAAA",
        with_raw(b"\x02" + bytes(32)),
        with_raw(b"\x01" + bytes(32)).replace("+AQ", "+Ag"),  # only the algorithm changed
        with_raw(b"\x01" + bytes(31)),
        with_raw(b""),
        "a+\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0660+AAAA",
        "\ud800+00000000+AAAA",
    ],
)
def test_a_damaged_key_is_refused(text: str) -> None:
    with pytest.raises(MalformedKey):
        VerifierKey.parse(text)


@settings(deadline=None)
@given(text=st.text() | st.from_regex(r"[^+]*\+[0-9a-f]{8}\+[A-Za-z0-9+/=]*"))
def test_any_text_is_a_key_or_refused(text: str) -> None:
    with pytest.raises(MalformedKey):
        VerifierKey.parse(text)


@pytest.mark.parametrize("public_key", [b"", bytes(31), bytes(33)])
def test_a_public_key_of_another_length_is_refused(public_key: bytes) -> None:
    with pytest.raises(MalformedKey):
        VerifierKey("a", public_key)


@settings(deadline=None)
@given(signature=st.binary(max_size=80))
def test_any_other_signature_is_refused(signature: bytes) -> None:
    with pytest.raises(BadSignature):
        VerifierKey.parse(SIGNER.verifier_key).verify(signature, b"text\n")


def test_a_public_key_that_is_no_point_verifies_nothing() -> None:
    with pytest.raises(BadSignature):
        VerifierKey("a", b"\xff" * 32).verify(bytes(64), b"text\n")
