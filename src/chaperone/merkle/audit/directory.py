"""Verifying a whole log: a folder in C2SP tlog-tiles layout, with nothing but the public key.

45 CFR 164.312(c)(2): a mechanism to corroborate that records have not been altered or destroyed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from chaperone.merkle.audit.checkpoints import Checkpoint
from chaperone.merkle.audit.cosignatures import how_many
from chaperone.merkle.audit.destroyed import Destroyed
from chaperone.merkle.audit.folder import Folder
from chaperone.merkle.audit.keys import CosignerKey, VerifierKey
from chaperone.merkle.audit.layout import (
    CHECKPOINT,
    TILE_WIDTH,
    destruction_path,
    key_change_path,
    restoration_path,
)
from chaperone.merkle.audit.rebuild import Rebuild
from chaperone.merkle.audit.restored import Restoration
from chaperone.merkle.audit.succession import KeyChange
from chaperone.merkle.errors import BadPlace


@dataclass(frozen=True)
class Witnesses:
    """Who must have cosigned: `quorum` of `keys`. One key under two names is one witness."""

    keys: tuple[CosignerKey, ...] = ()
    quorum: int = 0


NO_WITNESSES = Witnesses()


@dataclass(frozen=True)
class Witnessed:
    """The longest tree that enough witnesses cosigned, and when each last saw it."""

    size: int
    times: dict[CosignerKey, int]


@dataclass(frozen=True)
class Report:
    """What was found good: the signed head, and how much lies under it."""

    checkpoint: Checkpoint
    bundles: int
    tiles: int
    kept_checkpoints: int
    seen_checkpoints: int
    key_changes: tuple[KeyChange, ...] = ()
    destroyed: int = 0
    restorations: tuple[Restoration, ...] = ()
    witnessed: Witnessed | None = field(default=None)


@dataclass(frozen=True)
class Signed:
    """A root that was signed for a size, and where that stands."""

    file: str
    size: int
    root: bytes
    why: str = ""


def verify_directory(
    path: Path,
    keys: Sequence[VerifierKey],
    *,
    seen: Sequence[Checkpoint] = (),
    witnesses: Witnesses = NO_WITNESSES,
) -> Report:
    """Recompute every hash from the entries; return only if all agrees with what was signed.

    Checked: the head's signature, every entry and tile, the root of the head, of each earlier
    checkpoint in `checkpoints/` and in `seen` (checkpoints remembered elsewhere: they find a folder
    that was rolled back as a whole), and of each key change in `keys/`, which lead from the given
    keys to the newest: each checkpoint must be signed by the key in force at its size. Of entries
    that a statement in `destroyed/` names, the hash in the lowest tile is enough. With `witnesses`,
    enough of them must have cosigned one of these checkpoints. Where a statement in `restored/`
    says that the log could not go on from a checkpoint in `seen`, that one counts as answered.
    Raises BadPlace for the first bad place.
    """
    folder = Folder(path)
    succession = folder.succession(keys)
    head = folder.checkpoint(succession)
    kept = folder.kept_checkpoints(succession)
    destructions = folder.destructions(succession)
    restorations = folder.restorations(succession)
    signed = [
        *(Signed(file, item.size, item.root) for file, item in kept),
        *(_remembered(head, item) for item in seen if not _answered(item, restorations)),
        *_bound(restorations),
        *(
            Signed(key_change_path(number), change.size, change.root)
            for number, change in enumerate(succession.changes)
        ),
        *(
            Signed(destruction_path(number), said.size, said.root)
            for number, said in enumerate(destructions)
        ),
    ]
    _refuse_cut_tail(head, signed)
    signed = [*sorted(signed, key=lambda item: item.size), Signed(CHECKPOINT, head.size, head.root)]
    rebuild = Rebuild(folder, head.size, head.root)
    destroyed = Destroyed(destructions)
    bundles = _rebuild_all(folder, rebuild, destroyed, signed)
    destroyed.finish()
    witnessed = _witnessed(folder, [*kept, (CHECKPOINT, head)], witnesses)
    return Report(
        checkpoint=head,
        bundles=bundles,
        tiles=rebuild.tiles,
        kept_checkpoints=len(kept),
        seen_checkpoints=len(seen),
        key_changes=succession.changes,
        destroyed=destroyed.count,
        restorations=tuple(restorations),
        witnessed=witnessed,
    )


def _witnessed(
    folder: Folder, checkpoints: list[tuple[str, Checkpoint]], witnesses: Witnesses
) -> Witnessed | None:
    """The longest that enough witnesses cosigned: witnesses come after the log, so not the newest.

    Raises BadPlace where a witness is asked for and no checkpoint has enough.
    """
    if not witnesses.quorum:
        return None
    most = 0
    for file, checkpoint in reversed(checkpoints):
        times = folder.cosigned_by(file, witnesses.keys)
        most = max(most, how_many(times))
        if how_many(times) >= witnesses.quorum:
            return Witnessed(checkpoint.size, times)
    raise BadPlace(
        CHECKPOINT,
        expected=f"a checkpoint that {witnesses.quorum} of the named witnesses cosigned",
        found=f"at most {most} on one",
    )


def _answered(item: Checkpoint, restorations: Sequence[Restoration]) -> bool:
    return any(said.replaces(item.size, item.root) for said in restorations)


def _bound(restorations: Sequence[Restoration]) -> list[Signed]:
    """The trees that the statements are about: after the restore, and before it where nothing of
    that is lost."""
    after = [
        Signed(restoration_path(number), said.size, said.root)
        for number, said in enumerate(restorations)
    ]
    before = [
        Signed(restoration_path(number), said.bound_size, said.bound_root)
        for number, said in enumerate(restorations)
        if not said.lost
    ]
    return [*after, *before]


def _remembered(head: Checkpoint, item: Checkpoint) -> Signed:
    if item.origin != head.origin:
        raise BadPlace(CHECKPOINT, expected=f"the log {item.origin}", found=head.origin)
    return Signed(CHECKPOINT, item.size, item.root, " (seen earlier)")


def _refuse_cut_tail(head: Checkpoint, signed: list[Signed]) -> None:
    longest = max(signed, key=lambda item: item.size, default=None)
    if longest and longest.size > head.size:
        where = longest.why or f" (see {longest.file})"
        raise BadPlace(
            CHECKPOINT,
            expected=f"at least {longest.size} entries, which were signed{where}",
            found=f"{head.size} entries",
        )


def _rebuild_all(
    folder: Folder, rebuild: Rebuild, destroyed: Destroyed, signed: list[Signed]
) -> int:
    """Go through all bundles in order, then hold the roots against `signed`, smallest size first.

    A wrong root says least about the place, so it is raised only if no entry or tile is wrong.
    """
    size = signed[-1].size
    found = [rebuild.root() for item in signed if item.size == 0]
    bundles = range(0, size, TILE_WIDTH)
    for start in bundles:
        index, width = start // TILE_WIDTH, min(TILE_WIDTH, size - start)
        hashes = destroyed.hashes(
            start, folder.bundle(index, width), partial(folder.lowest_hashes, index, width)
        )
        due = [item.size - start for item in signed[len(found) :] if item.size <= start + width]
        if due:
            found += rebuild.roots(hashes, due)
        rebuild.add(hashes)
    rebuild.finish()
    for item, root in zip(signed, found, strict=True):
        if root != item.root:
            what = f"root {item.root.hex()} of the first {item.size} entries{item.why}"
            raise BadPlace(item.file, expected=what, found=root.hex())
    return len(bundles)
