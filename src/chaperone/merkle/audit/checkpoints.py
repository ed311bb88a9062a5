"""Opening checkpoints (C2SP tlog-checkpoint)."""

import re
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from chaperone.merkle.audit.keys import VerifierKey
from chaperone.merkle.audit.notes import open_note
from chaperone.merkle.audit.recompute import HASH_SIZE
from chaperone.merkle.errors import MalformedCheckpoint, WrongOrigin

SIZE = re.compile("0|[1-9][0-9]{0,18}")


@dataclass(frozen=True)
class Checkpoint:
    """The head of a log: `size` leaves have the root `root` (32 bytes)."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """The checkpoint in a note's text; raises MalformedCheckpoint."""
        lines = text.split("\n")
        if lines.pop() or len(lines) < 3 or not all(lines):
            raise MalformedCheckpoint("(three lines or more, none empty)")
        origin, size, root, *extensions = lines
        if not SIZE.fullmatch(size):
            raise MalformedCheckpoint("(the size is no number)")
        return cls(origin, int(size), _root(root), tuple(extensions))


def open_checkpoint(note: bytes, keys: Sequence[VerifierKey]) -> Checkpoint:
    """The checkpoint in a note that one of the keys has signed, of the log the key is named after.

    Raises MalformedNote, BadSignature, NoKnownSignature, MalformedCheckpoint, WrongOrigin.
    """
    checkpoint = Checkpoint.parse(open_note(note, keys))
    named = [key for key in keys if key.name == checkpoint.origin]
    if not named:
        raise WrongOrigin(f"({checkpoint.origin})")
    open_note(note, named)
    return checkpoint


def _root(encoded: str) -> bytes:
    try:
        root = b64decode(encoded, validate=True)
    except ValueError:
        raise MalformedCheckpoint("(the root is not base64)") from None
    if len(root) != HASH_SIZE or b64encode(root).decode() != encoded:
        raise MalformedCheckpoint("(the root is not 32 bytes)")
    return root
