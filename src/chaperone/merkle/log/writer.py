"""Bringing a folder in C2SP tlog-tiles layout up to a signed checkpoint."""

from pathlib import Path
from shutil import rmtree

from chaperone.merkle.errors import MirrorAhead, MirrorDiffers, RootMismatch
from chaperone.merkle.log.checkpoints import UnverifiedHead, unverified_head
from chaperone.merkle.log.files import make_durable, replace
from chaperone.merkle.log.hashing import EMPTY_ROOT
from chaperone.merkle.log.layout import CHECKPOINT, kept_checkpoint_path
from chaperone.merkle.log.proofs import root_of
from chaperone.merkle.log.reader import TileReader
from chaperone.merkle.log.tiling import EntrySource, new_files


def publish(directory: Path, checkpoint: bytes, entries: EntrySource) -> int:
    """Write what the folder lacks, the checkpoint last; returns the number of tiles and bundles.

    `entries(start, end)` is called once, with a start that is at most the folder's own size: the
    last partial bundle is written anew, longer. Safe to repeat and to interrupt: what is not
    covered by the folder's checkpoint yet is written over. One publisher at a time.
    Raises MirrorAhead, MirrorDiffers, RootMismatch (then the old checkpoint stays),
    MalformedCheckpoint, MissingTile, EntryTooLong, WrongEntryCount.
    """
    new = unverified_head(checkpoint)
    directory.mkdir(parents=True, exist_ok=True)
    old = _old_head(directory, new)
    _refuse_other_history(old, new)
    written = _write_tiles(directory, old.size, new.size, entries)
    if root_of(new.size, TileReader(directory, new.size)) != new.root:
        raise RootMismatch(f"(size {new.size})")
    make_durable(directory, written)
    _write_checkpoint(directory, checkpoint)
    _remove_outgrown(written)
    return len(written)


def _old_head(directory: Path, new: UnverifiedHead) -> UnverifiedHead:
    """The folder's own checkpoint; also kept, in case the last run was cut off before that."""
    try:
        note = (directory / CHECKPOINT).read_bytes()
    except FileNotFoundError:
        return UnverifiedHead(new.origin, 0, EMPTY_ROOT)
    old = unverified_head(note)
    _keep(directory, note)
    return old


def _refuse_other_history(old: UnverifiedHead, new: UnverifiedHead) -> None:
    if old.origin != new.origin:
        raise MirrorDiffers(f"(it is of {old.origin}, not of {new.origin})")
    if old.size > new.size:
        raise MirrorAhead(f"(folder {old.size}, checkpoint {new.size})")
    if old.size == new.size and old.root != new.root:
        raise MirrorDiffers(f"(another root at size {old.size})")


def _write_tiles(directory: Path, old_size: int, new_size: int, entries: EntrySource) -> list[Path]:
    if old_size == new_size:
        return []
    written = []
    old_tile = TileReader(directory, old_size).hashes
    for path, content in new_files(old_size, new_size, entries, old_tile):
        replace(directory / path, content)
        written.append(directory / path)
    return written


def _write_checkpoint(directory: Path, note: bytes) -> None:
    replace(directory / CHECKPOINT, note)
    make_durable(directory, [directory / CHECKPOINT])
    _keep(directory, note)


def _keep(directory: Path, note: bytes) -> None:
    """Keep every checkpoint, so that a verifier can hold the log to all that it ever signed."""
    head = unverified_head(note)
    path = directory / kept_checkpoint_path(head.size)
    if path.exists():
        if unverified_head(path.read_bytes()).root != head.root:
            raise MirrorDiffers(f"(another root was signed at size {head.size})")
        return
    replace(path, note)
    make_durable(directory, [path])


def _remove_outgrown(written: list[Path]) -> None:
    """A partial tile may go once the full one is there; else they would outweigh the log."""
    for path in written:
        outgrown = path.with_name(f"{path.name}.p")
        if outgrown.is_dir():
            rmtree(outgrown)
