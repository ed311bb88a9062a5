"""Which key of a log is in force at which size: the chain of its key changes.

A key change is a checkpoint of the size at which it happens, with an extension line that names the
next key, signed by the key in force and by the next. Checkpoints up to that size count under the
old key alone, later ones under the new key alone. So the new key cannot sign another past, and what
the old key signs afterwards is refused by everyone who has the statement.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chaperone.merkle.audit.checkpoints import Checkpoint, open_checkpoint
from chaperone.merkle.audit.keys import VerifierKey
from chaperone.merkle.audit.notes import Note
from chaperone.merkle.errors import MalformedKey, MalformedKeyChange

NEXT_KEY = "next-key "


@dataclass(frozen=True)
class KeyChange:
    """From the tree of `size` leaves with `root` on, `key` signs."""

    size: int
    root: bytes
    key: VerifierKey


@dataclass(frozen=True)
class Succession:
    """The keys that somebody was given, and the changes that lead on from them, in order."""

    given: tuple[VerifierKey, ...]
    changes: tuple[KeyChange, ...] = ()

    def keys_for(self, size: int) -> tuple[VerifierKey, ...]:
        """Who may sign a checkpoint of that size."""
        before = [change for change in self.changes if change.size < size]
        if before:
            return (before[-1].key,)
        later = {change.key for change in self.changes}
        return tuple(key for key in self.given if key not in later)

    def open(self, note: bytes) -> Checkpoint:
        """The checkpoint in a note of the key that is in force at its size.

        Raises MalformedNote, BadSignature, NoKnownSignature, MalformedCheckpoint, WrongOrigin.
        """
        size = Checkpoint.parse(Note.parse(note).text).size
        return open_checkpoint(note, self.keys_for(size))

    def followed_by(self, statement: bytes) -> "Succession":
        """The same with one more key change. Raises MalformedKeyChange and what `open` raises."""
        stated = Checkpoint.parse(Note.parse(statement).text)
        key = _next_key(stated)
        in_force = (self.changes[-1].key,) if self.changes else self.given
        newest = tuple(known for known in in_force if known != key)
        if self.changes and stated.size <= self.changes[-1].size:
            raise MalformedKeyChange("(it is not of a later size than the one before)")
        if not newest:
            raise MalformedKeyChange("(it names the key that is in force already)")
        open_checkpoint(statement, newest)
        open_checkpoint(statement, [key])
        change = KeyChange(stated.size, stated.root, key)
        return replace(self, changes=(*self.changes, change))

    @classmethod
    def follow(cls, given: Sequence[VerifierKey], statements: Sequence[bytes]) -> "Succession":
        """From the given keys through all statements, in order. Raises as `followed_by` does."""
        found = cls(tuple(given))
        for statement in statements:
            found = found.followed_by(statement)
        return found


def _next_key(stated: Checkpoint) -> VerifierKey:
    if len(stated.extensions) != 1 or not stated.extensions[0].startswith(NEXT_KEY):
        raise MalformedKeyChange("(it names no next key)")
    try:
        key = VerifierKey.parse(stated.extensions[0].removeprefix(NEXT_KEY))
    except MalformedKey as error:
        raise MalformedKeyChange(str(error)) from None
    if key.name != stated.origin:
        raise MalformedKeyChange("(the next key is of another log)")
    return key
