"""What was signed: checkpoints in the database and in mirrors, their signatures checked.

Each by the key in force at its size: from the first key on, the changes of key are followed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg

from chaperone.ledger.errors import MirrorUnavailable, NothingSigned, NotVerified
from chaperone.ledger.log_key import public_path
from chaperone.ledger.mirrors.addresses import Address, mirror_at
from chaperone.ledger.mirrors.mirror import Mirror
from chaperone.merkle.audit.keys import VerifierKey
from chaperone.merkle.audit.layout import CHECKPOINT, KEPT_CHECKPOINTS, index_path, key_change_path
from chaperone.merkle.audit.succession import Succession
from chaperone.merkle.errors import MerkleError

_CHECKPOINTS = "select size, root, note from ledger_checkpoint order by size"
_KEY_CHANGES = "select note from ledger_key_change order by number"


@dataclass(frozen=True, slots=True)
class Signed:
    """A root that was signed for a size, and where that stands."""

    place: str
    size: int
    root: bytes


def verifier_key(log_key: Path) -> VerifierKey:
    """The log's first key, whose other half was at ``log_key``. Raises ``NothingSigned``."""
    try:
        return VerifierKey.parse(public_path(log_key).read_text())
    except FileNotFoundError:
        raise NothingSigned(f"({public_path(log_key)} is missing)") from None


def key_changes(connection: psycopg.Connection) -> list[bytes]:
    """The statements of all changes of key, in order."""
    return [note.encode() for (note,) in connection.execute(_KEY_CHANGES).fetchall()]


def succession_in(statements: Sequence[bytes], key: VerifierKey, *, where: str) -> Succession:
    """The keys from the first on. Raises ``NotVerified`` for the first bad change."""
    succession = Succession((key,))
    for number, statement in enumerate(statements):
        try:
            succession = succession.followed_by(statement)
        except MerkleError as error:
            raise NotVerified(f"{where}{key_change_path(number)}", str(error)) from error
    return succession


def in_database(
    connection: psycopg.Connection, key: VerifierKey, *, opened_before: int = 0
) -> list[Signed]:
    """All checkpoints, smallest first. ``opened_before``: the size up to which signatures were
    checked earlier, and are not again. Raises ``NotVerified`` for the first bad one.
    """
    succession = succession_in(key_changes(connection), key, where="")
    found = [
        Signed(f"checkpoint {size}", size, root)
        if size <= opened_before
        else _checked(f"checkpoint {size}", note.encode(), succession, size, root)
        for size, root, note in connection.execute(_CHECKPOINTS, binary=True)
    ]
    roots = {item.size: item.root for item in found}
    for number, change in enumerate(succession.changes):
        if roots.get(change.size) != change.root:
            raise NotVerified(key_change_path(number), "no checkpoint has its size and root")
    return found


def in_mirror(address: Address, key: VerifierKey) -> list[Signed]:
    """All checkpoints that a mirror holds, the newest last. Raises ``NotVerified``."""
    mirror = mirror_at(address)
    try:
        return _in_mirror(mirror, f"mirror {mirror.name.rstrip('/')}/", key)
    except (OSError, MirrorUnavailable) as error:
        raise NotVerified(f"mirror {mirror.name}", str(error)) from error


def _in_mirror(mirror: Mirror, where: str, key: VerifierKey) -> list[Signed]:
    succession = succession_in(mirrored_key_changes(mirror), key, where=where)
    head = mirror.read(CHECKPOINT)
    if head is None:
        raise NotVerified(f"{where}{CHECKPOINT}", "is missing")
    found = [_checked(f"{where}{CHECKPOINT}", head, succession)]
    for path, note in mirror.kept_checkpoints():
        signed = _checked(f"{where}{path}", note, succession)
        if path != f"{KEPT_CHECKPOINTS}/{index_path(signed.size)}":
            raise NotVerified(signed.place, f"its note was signed for size {signed.size}")
        found.append(signed)
    for number, change in enumerate(succession.changes):
        found.append(Signed(f"{where}{key_change_path(number)}", change.size, change.root))
    return sorted(found, key=lambda item: item.size)


def head_of(address: Address, key: VerifierKey, *, must_be: bool) -> Signed:
    """A mirror's newest checkpoint. ``must_be``: that none is there means it was taken away.

    Raises ``NotVerified``; ``MirrorUnavailable`` where it does not answer, or was never written.
    """
    mirror = mirror_at(address)
    where = f"mirror {mirror.name.rstrip('/')}/"
    try:
        note, statements = mirror.read(CHECKPOINT), mirrored_key_changes(mirror)
    except OSError as error:
        raise MirrorUnavailable(str(error)) from error
    if note is None and must_be:
        raise NotVerified(f"{where}{CHECKPOINT}", "is missing")
    if note is None:
        raise MirrorUnavailable("It was never written.")
    return _checked(f"{where}{CHECKPOINT}", note, succession_in(statements, key, where=where))


def mirrored_key_changes(mirror: Mirror) -> list[bytes]:
    """The statements of all changes of key that a mirror holds, in order."""
    found: list[bytes] = []
    while (statement := mirror.read(key_change_path(len(found)))) is not None:
        found.append(statement)
    return found


def refuse_other_key_changes(connection: psycopg.Connection, addresses: Sequence[Address]) -> None:
    """Raises ``NotVerified`` where a mirror holds a change of key that the database does not have:
    whoever hid it could go on signing with the old key.
    """
    known = key_changes(connection)
    for mirror in map(mirror_at, addresses):
        mirrored = mirrored_key_changes(mirror)
        for number, statement in enumerate(mirrored):
            if known[number : number + 1] != [statement]:
                place = f"mirror {mirror.name.rstrip('/')}/{key_change_path(number)}"
                raise NotVerified(place, "the database does not have this change of key")


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


def _checked(
    place: str, note: bytes, succession: Succession, size: int | None = None, root: bytes = b""
) -> Signed:
    try:
        signed = succession.open(note)
    except MerkleError as error:
        raise NotVerified(place, str(error)) from error
    if size is not None and (signed.size, signed.root) != (size, root):
        raise NotVerified(place, f"its note was signed for size {signed.size}, or another root")
    return Signed(place, signed.size, signed.root)
