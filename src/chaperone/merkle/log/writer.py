"""Bringing a store in C2SP tlog-tiles layout up to a signed checkpoint."""

from chaperone.merkle.errors import MirrorAhead, MirrorDiffers, RootMismatch
from chaperone.merkle.log.checkpoints import UnverifiedHead, unverified_head
from chaperone.merkle.log.hashing import EMPTY_ROOT
from chaperone.merkle.log.layout import CHECKPOINT, kept_checkpoint_path
from chaperone.merkle.log.proofs import root_of
from chaperone.merkle.log.reader import TileReader
from chaperone.merkle.log.stores import Store
from chaperone.merkle.log.tiling import EntrySource, new_files, outgrown


def publish(store: Store, checkpoint: bytes, entries: EntrySource) -> int:
    """Write what the store lacks, the checkpoint last; returns the number of tiles and bundles.

    `entries(start, end)` is called once, with a start that is at most the store's own size: the
    last partial bundle is written anew, longer. Safe to repeat and to interrupt: what is not
    covered by the store's checkpoint yet is written over. One publisher at a time.
    Raises MirrorAhead, MirrorDiffers, RootMismatch (then the old checkpoint stays),
    MalformedCheckpoint, MissingTile, EntryTooLong, WrongEntryCount, and what the store raises.
    """
    new = unverified_head(checkpoint)
    old = _old_head(store, new)
    _refuse_other_history(old, new)
    written = _write_tiles(store, old.size, new.size, entries)
    if root_of(new.size, TileReader(store, new.size)) != new.root:
        raise RootMismatch(f"(size {new.size})")
    store.write([(CHECKPOINT, checkpoint)])
    _keep(store, checkpoint)
    for path in outgrown(old.size, new.size):
        store.remove_partial(path)
    return written


def _old_head(store: Store, new: UnverifiedHead) -> UnverifiedHead:
    """The store's own checkpoint; also kept, in case the last run was cut off before that."""
    note = store.read(CHECKPOINT)
    if note is None:
        return UnverifiedHead(new.origin, 0, EMPTY_ROOT)
    old = unverified_head(note)
    _keep(store, note)
    return old


def _refuse_other_history(old: UnverifiedHead, new: UnverifiedHead) -> None:
    if old.origin != new.origin:
        raise MirrorDiffers(f"(it is of {old.origin}, not of {new.origin})")
    if old.size > new.size:
        raise MirrorAhead(f"(mirror {old.size}, checkpoint {new.size})")
    if old.size == new.size and old.root != new.root:
        raise MirrorDiffers(f"(another root at size {old.size})")


def _write_tiles(store: Store, old_size: int, new_size: int, entries: EntrySource) -> int:
    if old_size == new_size:
        return 0
    old_tile = TileReader(store, old_size).hashes
    return store.write(new_files(old_size, new_size, entries, old_tile))


def _keep(store: Store, note: bytes) -> None:
    """Keep every checkpoint, so that a verifier can hold the log to all that it ever signed."""
    head = unverified_head(note)
    path = kept_checkpoint_path(head.size)
    kept = store.read(path)
    if kept is None:
        store.write([(path, note)])
    elif unverified_head(kept).root != head.root:
        raise MirrorDiffers(f"(another root was signed at size {head.size})")
