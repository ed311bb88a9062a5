"""Verifying a whole log: a folder in C2SP tlog-tiles layout, with nothing but the public key.

45 CFR 164.312(c)(2): a mechanism to corroborate that records have not been altered or destroyed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from chaperone.merkle.audit.checkpoints import Checkpoint
from chaperone.merkle.audit.folder import Folder
from chaperone.merkle.audit.keys import VerifierKey
from chaperone.merkle.audit.layout import CHECKPOINT, TILE_WIDTH
from chaperone.merkle.audit.rebuild import Rebuild
from chaperone.merkle.audit.recompute import leaf_hashes
from chaperone.merkle.errors import BadPlace


@dataclass(frozen=True)
class Report:
    """What was found good: the signed head, and how much lies under it."""

    checkpoint: Checkpoint
    bundles: int
    tiles: int
    kept_checkpoints: int
    seen_checkpoints: int


@dataclass(frozen=True)
class Signed:
    """A root that was signed for a size, and where that stands."""

    file: str
    size: int
    root: bytes
    why: str = ""


def verify_directory(
    path: Path, keys: Sequence[VerifierKey], *, seen: Sequence[Checkpoint] = ()
) -> Report:
    """Recompute every hash from the entries; return only if all agrees with what was signed.

    Checked: the head's signature, every entry and tile, the root of the head and of each earlier
    checkpoint in `checkpoints/` and in `seen` (checkpoints remembered elsewhere: they find a folder
    that was rolled back as a whole). Raises BadPlace for the first bad place.
    """
    folder = Folder(path)
    head = folder.checkpoint(keys)
    kept = folder.kept_checkpoints(keys)
    signed = [
        *(Signed(file, item.size, item.root) for file, item in kept),
        *(_remembered(head, item) for item in seen),
    ]
    _refuse_cut_tail(head, signed)
    signed = [*sorted(signed, key=lambda item: item.size), Signed(CHECKPOINT, head.size, head.root)]
    rebuild = Rebuild(folder, head.size, head.root)
    bundles = _rebuild_all(folder, head.size, rebuild, signed)
    return Report(head, bundles, rebuild.tiles, len(kept), len(seen))


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


def _rebuild_all(folder: Folder, size: int, rebuild: Rebuild, signed: list[Signed]) -> int:
    """Go through all bundles in order, then hold the roots against `signed`, smallest size first.

    A wrong root says least about the place, so it is raised only if no entry or tile is wrong.
    """
    found = [rebuild.root() for item in signed if item.size == 0]
    bundles = range(0, size, TILE_WIDTH)
    for start in bundles:
        width = min(TILE_WIDTH, size - start)
        hashes = leaf_hashes(folder.bundle(start // TILE_WIDTH, width))
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
