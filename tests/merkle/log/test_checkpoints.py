from base64 import b64encode

import pytest

from chaperone.merkle.errors import MalformedCheckpoint, MalformedNote
from chaperone.merkle.log.checkpoints import UnverifiedHead, sign_checkpoint, unverified_head
from tests.merkle.folders import SIGNER

ROOT = bytes(range(32))


def test_the_lines_of_a_checkpoint() -> None:
    note = sign_checkpoint(SIGNER, size=70_000, root=ROOT, extensions=["epoch 2"])
    text = note.decode().partition("\n\n")[0]
    assert text.split("\n") == [SIGNER.name, "70000", b64encode(ROOT).decode(), "epoch 2"]


def test_what_was_signed_is_read_back() -> None:
    note = sign_checkpoint(SIGNER, size=0, root=ROOT)
    assert unverified_head(note) == UnverifiedHead(SIGNER.name, 0, ROOT)


@pytest.mark.parametrize(
    ("size", "root", "extensions"),
    [(-1, ROOT, []), (1, ROOT[:31], []), (1, ROOT, [""]), (1, ROOT, ["two\nlines"])],
)
def test_what_is_no_checkpoint_is_not_signed(size: int, root: bytes, extensions: list[str]) -> None:
    with pytest.raises(MalformedCheckpoint):
        sign_checkpoint(SIGNER, size=size, root=root, extensions=extensions)


def test_an_extension_with_a_control_character_is_not_signed() -> None:
    with pytest.raises(MalformedNote):
        sign_checkpoint(SIGNER, size=1, root=ROOT, extensions=["a\tb"])


@pytest.mark.parametrize(
    "note",
    [
        b"",
        b"origin\n1\n",
        b"origin\none\n" + b64encode(ROOT) + b"\n",
        b"origin\n-1\n" + b64encode(ROOT) + b"\n",
        b"origin\n1\nAAAA\n",
        b"origin\n1\n!\n",
        b"\xff\n1\n" + b64encode(ROOT) + b"\n",
    ],
)
def test_a_damaged_checkpoint_of_our_own_is_refused(note: bytes) -> None:
    with pytest.raises(MalformedCheckpoint):
        unverified_head(note)
