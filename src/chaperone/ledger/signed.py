"""What was signed: checkpoints in the database and in mirrors, their signatures checked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg

from chaperone.ledger.errors import NothingSigned, NotVerified
from chaperone.ledger.log_key import public_path
from chaperone.merkle.audit.checkpoints import Checkpoint, open_checkpoint
from chaperone.merkle.audit.folder import Folder
from chaperone.merkle.audit.keys import VerifierKey
from chaperone.merkle.audit.layout import CHECKPOINT
from chaperone.merkle.errors import BadPlace, MerkleError

_CHECKPOINTS = "select size, root, note from ledger_checkpoint order by size"


@dataclass(frozen=True, slots=True)
class Signed:
    """A root that was signed for a size, and where that stands."""

    place: str
    size: int
    root: bytes


def verifier_key(log_key: Path) -> VerifierKey:
    """The public half of the key at ``log_key``. Raises ``NothingSigned``, ``MerkleError``."""
    try:
        return VerifierKey.parse(public_path(log_key).read_text())
    except FileNotFoundError:
        raise NothingSigned(f"({public_path(log_key)} is missing)") from None


def in_database(connection: psycopg.Connection, key: VerifierKey) -> list[Signed]:
    """All checkpoints, smallest first. Raises ``NotVerified`` for the first bad one."""
    return [
        _checked(size, root, note, key)
        for size, root, note in connection.execute(_CHECKPOINTS, binary=True)
    ]


def in_mirror(folder: Path, key: VerifierKey) -> list[Signed]:
    """All checkpoints that a mirror holds, the newest last. Raises ``NotVerified``."""
    mirror = Folder(folder)
    try:
        head = mirror.checkpoint([key])
        kept = mirror.kept_checkpoints([key])
    except BadPlace as error:
        raise NotVerified(f"mirror {folder / error.file}", error.found) from error
    named = [*kept, (CHECKPOINT, head)]
    named.sort(key=lambda pair: pair[1].size)
    return [Signed(f"mirror {folder / file}", item.size, item.root) for file, item in named]


def refuse_missing(mirrored: Sequence[Signed], stored: Iterable[Signed], size: int) -> None:
    """Raises ``NotVerified`` if the database lacks what a mirror shows to have been signed."""
    known = {item.size for item in stored}
    for item in mirrored:
        if item.size > size:
            raise NotVerified(
                f"leaf {size}", f"the tail is cut off: {item.place} signs {item.size} entries"
            )
        if item.size not in known:
            raise NotVerified(f"checkpoint {item.size}", f"missing here, but kept in {item.place}")


def _checked(size: int, root: bytes, note: str, key: VerifierKey) -> Signed:
    place = f"checkpoint {size}"
    try:
        signed: Checkpoint = open_checkpoint(note.encode(), [key])
    except MerkleError as error:
        raise NotVerified(place, str(error)) from error
    if (signed.size, signed.root) != (size, root):
        raise NotVerified(place, f"its note was signed for size {signed.size}, or another root")
    return Signed(place, size, root)
