"""One look at a log: is it signed, does it continue what was seen before, has it grown?"""

from dataclasses import dataclass

from chaperone.merkle.audit.checkpoints import Checkpoint
from chaperone.merkle.audit.consistency import verify_consistency
from chaperone.merkle.audit.keys import VerifierKey
from chaperone.merkle.audit.layout import CHECKPOINT, key_change_path
from chaperone.merkle.audit.notes import LONGEST_NOTE, Note
from chaperone.merkle.audit.proving import consistency_proof
from chaperone.merkle.audit.succession import Succession
from chaperone.merkle.errors import (
    Alarm,
    LogForked,
    LogNotContinued,
    LogShrunk,
    LogStale,
    MerkleError,
    NoKnownSignature,
    NotFetched,
    NotSignedByLog,
    NotThere,
    ProofRefused,
)
from chaperone.merkle.witness.keys import Cosigner
from chaperone.merkle.witness.memory import Memory, Remembered
from chaperone.merkle.witness.sources import Source
from chaperone.merkle.witness.tiles import Tiles

STALE_NEVER = float("inf")


@dataclass(frozen=True)
class Look:
    """How a look is made: where, with what memory, and which key cosigns."""

    source: Source
    memory: Memory
    cosigner: Cosigner
    stale_after: float = STALE_NEVER
    """Seconds without a longer checkpoint after which the log is stale."""


def look(at: Look, now: float) -> tuple[bytes, Checkpoint]:
    """Looks once; returns the checkpoint with our cosignature, which is remembered by then.

    Raises Alarm (one of its kinds) for what the log may not do, NotFetched where it could not be
    read, MemoryUnusable.
    """
    remembered = at.memory.newest()
    note = at.source.read(CHECKPOINT, LONGEST_NOTE)
    checkpoint = _opened(at, note, remembered)
    if remembered:
        _refuse_another_history(remembered, checkpoint, note)
        tiles = Tiles(at.source, checkpoint.size)
        _prove(tiles, remembered.checkpoint, checkpoint, remembered.note, note)
        _refuse_stale(at, remembered, checkpoint, note, now)
    cosigned = _cosigned(at, note, checkpoint, int(now))
    at.memory.remember(cosigned, checkpoint, now)
    return cosigned, checkpoint


def _opened(at: Look, note: bytes, remembered: Remembered | None) -> Checkpoint:
    """The log's checkpoint; where its key is new, once the change of key is proved."""
    known = remembered.note if remembered else b""
    try:
        try:
            return at.memory.succession().open(note)
        except NoKnownSignature:
            checkpoint = Checkpoint.parse(Note.parse(note).text)
            _learn_key_changes(at, checkpoint, note, remembered)
            return at.memory.succession().open(note)
    except (Alarm, NotFetched):
        raise
    except MerkleError as error:
        raise NotSignedByLog(f"({error})", remembered=known, found=note) from error


def _learn_key_changes(
    at: Look, newest: Checkpoint, note: bytes, remembered: Remembered | None
) -> None:
    """Each change must continue what is remembered and be continued by what was found."""
    succession = at.memory.succession()
    tiles = Tiles(at.source, newest.size)  # they hold the hashes of every shorter tree, too
    while True:
        try:
            path = key_change_path(len(succession.changes))
            statement = at.source.read(path, LONGEST_NOTE)
        except NotThere:
            return
        succession = succession.followed_by(statement)
        stated = Checkpoint.parse(Note.parse(statement).text)
        if stated.size > newest.size:
            raise LogShrunk(_sizes(stated.size, newest.size), remembered=statement, found=note)
        if remembered:
            _refuse_another_history(remembered, stated, statement)
            _prove(tiles, remembered.checkpoint, stated, remembered.note, statement)
        _prove(tiles, stated, newest, statement, note)
        at.memory.remember_key_change(statement)


def _refuse_another_history(remembered: Remembered, found: Checkpoint, note: bytes) -> None:
    known = remembered.checkpoint
    if found.size < known.size:
        sizes = _sizes(known.size, found.size)
        raise LogShrunk(sizes, remembered=remembered.note, found=note)
    if found.size == known.size and found.root != known.root:
        raise LogForked(f"(size {found.size})", remembered=remembered.note, found=note)


def _prove(
    tiles: Tiles, old: Checkpoint, new: Checkpoint, old_note: bytes, new_note: bytes
) -> None:
    """Fetches the tiles that it takes; the two roots bind them."""
    proof = consistency_proof(old.size, new.size, tiles)
    try:
        verify_consistency(
            old_size=old.size,
            new_size=new.size,
            old_root=old.root,
            new_root=new.root,
            proof=proof,
        )
    except ProofRefused as error:
        sizes = _sizes(old.size, new.size)
        raise LogNotContinued(sizes, remembered=old_note, found=new_note) from error


def _refuse_stale(
    at: Look, remembered: Remembered, found: Checkpoint, note: bytes, now: float
) -> None:
    quiet = now - remembered.since
    if found.size == remembered.checkpoint.size and quiet > at.stale_after:
        told = f"({found.size} entries for {quiet / 60:.0f} minutes)"
        raise LogStale(told, remembered=remembered.note, found=note)


def _cosigned(at: Look, note: bytes, checkpoint: Checkpoint, now: int) -> bytes:
    """The log's own signature and ours: what others may have added is not passed on."""
    text, signatures = Note.parse(note)
    keys = {(key.name, key.key_id) for key in _in_force(at.memory.succession(), checkpoint)}
    own = [line for line in signatures if (line.name, line.key_id) in keys]
    return bytes(Note(text, (*own, at.cosigner.cosign(text, now))))


def _in_force(succession: Succession, checkpoint: Checkpoint) -> list[VerifierKey]:
    return [key for key in succession.keys_for(checkpoint.size) if key.name == checkpoint.origin]


def _sizes(before: int, after: int) -> str:
    return f"(from {before} entries to {after})"
