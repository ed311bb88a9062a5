from base64 import b64encode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chaperone.merkle.audit.checkpoints import Checkpoint, open_checkpoint
from chaperone.merkle.audit.keys import VerifierKey
from chaperone.merkle.errors import (
    BadSignature,
    MalformedCheckpoint,
    MerkleError,
    NoKnownSignature,
    WrongOrigin,
)
from chaperone.merkle.log.checkpoints import sign_checkpoint
from chaperone.merkle.log.signing import Signer
from tests.merkle.folders import KEY, SIGNER

ROOT = bytes(range(32))
ROOT64 = b64encode(ROOT).decode()
STRANGER = Signer("example.org/witness", b"another seed for tests, 32 bytes")


@settings(deadline=None)
@given(
    size=st.integers(0, 10**18),
    root=st.binary(min_size=32, max_size=32),
    extensions=st.lists(st.text("abc é—+/ ", min_size=1), max_size=3),
)
def test_what_was_signed_is_read(size: int, root: bytes, extensions: list[str]) -> None:
    note = sign_checkpoint(SIGNER, size=size, root=root, extensions=extensions)
    expected = Checkpoint(SIGNER.name, size, root, tuple(extensions))
    assert open_checkpoint(note, [KEY]) == expected


def test_the_specifications_example() -> None:
    text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    checkpoint = Checkpoint.parse(text)
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20_852_163)
    assert checkpoint.root.hex().startswith("0ac5186a91863e8e")


MALFORMED = {
    "nothing": "",
    "two lines": "origin\n1\n",
    "last newline missing": f"origin\n1\n{ROOT64}",
    "last newline missing after an extension": f"origin\n1\n{ROOT64}\nextension",
    "empty origin": f"\n1\n{ROOT64}\n",
    "empty extension": f"origin\n1\n{ROOT64}\n\n",
    "leading zero": f"origin\n01\n{ROOT64}\n",
    "two zeros": f"origin\n00\n{ROOT64}\n",
    "negative": f"origin\n-1\n{ROOT64}\n",
    "plus": f"origin\n+1\n{ROOT64}\n",
    "underscore": f"origin\n1_0\n{ROOT64}\n",
    "space": f"origin\n 1\n{ROOT64}\n",
    "digits of another script": f"origin\n\u0661\n{ROOT64}\n",
    "5000 digits": f"origin\n{'9' * 5000}\n{ROOT64}\n",
    "root of 31 bytes": f"origin\n1\n{b64encode(ROOT[:31]).decode()}\n",
    "root in hex": f"origin\n1\n{ROOT.hex()}\n",
    "root without padding": f"origin\n1\n{ROOT64[:-1]}\n",
    "root with spare bits set": f"origin\n1\n{ROOT64[:-2]}9=\n",
    "root outside ASCII": f"origin\n1\n{ROOT64[:-2]}é=\n",
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_checkpoint_is_refused(name: str) -> None:
    with pytest.raises(MalformedCheckpoint):
        Checkpoint.parse(MALFORMED[name])


@settings(deadline=None)
@given(text=st.text())
def test_any_text_is_a_checkpoint_or_refused(text: str) -> None:
    with pytest.raises(MalformedCheckpoint):
        Checkpoint.parse(text)


def test_another_logs_checkpoint_is_refused_even_from_a_known_key() -> None:
    note = SIGNER.sign(f"example.org/other\n1\n{ROOT64}\n")
    with pytest.raises(WrongOrigin):
        open_checkpoint(note, [KEY])


def test_a_witness_cannot_sign_for_the_log() -> None:
    """Both keys are known, but only the log's own may speak for it."""
    note = STRANGER.sign(f"{SIGNER.name}\n1\n{ROOT64}\n")
    with pytest.raises(NoKnownSignature):
        open_checkpoint(note, [KEY, VerifierKey.parse(STRANGER.verifier_key)])


def test_a_later_key_of_the_same_name_is_accepted_beside_the_first() -> None:
    later = Signer(SIGNER.name, b"a later seed for tests, 32 bytes")
    keys = [KEY, VerifierKey.parse(later.verifier_key)]
    for signer in (SIGNER, later):
        assert open_checkpoint(sign_checkpoint(signer, size=1, root=ROOT), keys).size == 1


def test_an_unsigned_or_changed_checkpoint_is_refused() -> None:
    note = sign_checkpoint(SIGNER, size=10, root=ROOT)
    with pytest.raises(BadSignature):
        open_checkpoint(note.replace(b"\n10\n", b"\n11\n"), [KEY])
    with pytest.raises(MerkleError):
        open_checkpoint(f"{SIGNER.name}\n10\n{ROOT64}\n".encode(), [KEY])
