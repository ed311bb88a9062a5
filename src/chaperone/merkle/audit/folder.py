"""Reading a log's folder: everything missing or malformed is named as a bad place."""

from collections.abc import Sequence
from pathlib import Path

from chaperone.merkle.audit.bundles import decode_bundle
from chaperone.merkle.audit.checkpoints import Checkpoint
from chaperone.merkle.audit.cosignatures import cosigned_by
from chaperone.merkle.audit.destroyed import Destruction
from chaperone.merkle.audit.keys import CosignerKey, VerifierKey
from chaperone.merkle.audit.layout import (
    CHECKPOINT,
    DESTRUCTIONS,
    KEPT_CHECKPOINTS,
    KEY_CHANGES,
    RESTORATIONS,
    TILE_WIDTH,
    bundle_path,
    destruction_path,
    index_path,
    key_change_path,
    restoration_path,
    tile_path,
)
from chaperone.merkle.audit.notes import LONGEST_NOTE
from chaperone.merkle.audit.recompute import HASH_SIZE
from chaperone.merkle.audit.restored import Restoration
from chaperone.merkle.audit.succession import Succession
from chaperone.merkle.errors import BadPlace, MalformedBundle, MerkleError

LONGEST_BUNDLE = TILE_WIDTH * (2 + 0xFFFF)


class Folder:
    """A log in C2SP tlog-tiles layout. Every method raises BadPlace."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def succession(self, keys: Sequence[VerifierKey]) -> Succession:
        """The given keys and the changes in `keys/` that lead on from them, each one verified."""
        found = Succession(tuple(keys))
        for number, file in enumerate(self._files(KEY_CHANGES)):
            if file != key_change_path(number):
                raise BadPlace(key_change_path(number), expected="a key change", found=file)
            try:
                found = found.followed_by(self._read(file, LONGEST_NOTE))
            except MerkleError as error:
                raise BadPlace(file, expected="a key change", found=str(error)) from error
        return found

    def checkpoint(self, keys: Succession) -> Checkpoint:
        """The signed head."""
        return self._checkpoint(CHECKPOINT, keys)

    def cosigned_by(self, file: str, witnesses: Sequence[CosignerKey]) -> dict[CosignerKey, int]:
        """Which of the witnesses cosigned the checkpoint in a file, and when."""
        try:
            return cosigned_by(self._read(file, LONGEST_NOTE), witnesses)
        except MerkleError as error:
            raise BadPlace(file, expected="good cosignatures", found=str(error)) from error

    def kept_checkpoints(self, keys: Succession) -> list[tuple[str, Checkpoint]]:
        """(file, checkpoint) of all in `checkpoints/`, smallest size first; none without it."""
        kept = [(file, self._checkpoint(file, keys)) for file in self._files(KEPT_CHECKPOINTS)]
        for file, checkpoint in kept:
            expected = f"{KEPT_CHECKPOINTS}/{index_path(checkpoint.size)}"
            if file != expected:
                raise BadPlace(
                    file,
                    expected="the checkpoint of the size in its path",
                    found=f"the one of size {checkpoint.size}",
                )
        return sorted(kept, key=lambda pair: pair[1].size)

    def destructions(self, keys: Succession) -> list[Destruction]:
        """What the log says of entries that were destroyed; none without `destroyed/`."""
        found = []
        for number, file in enumerate(self._files(DESTRUCTIONS)):
            if file != destruction_path(number):
                raise BadPlace(destruction_path(number), expected="a statement", found=file)
            try:
                found.append(Destruction.open(self._read(file, LONGEST_NOTE), keys))
            except MerkleError as error:
                raise BadPlace(file, expected="a signed statement", found=str(error)) from error
        return found

    def restorations(self, keys: Succession) -> list[Restoration]:
        """What the log says of restores from a backup; none without `restored/`."""
        found = []
        for number, file in enumerate(self._files(RESTORATIONS)):
            if file != restoration_path(number):
                raise BadPlace(restoration_path(number), expected="a statement", found=file)
            try:
                found.append(Restoration.open(self._read(file, LONGEST_NOTE), keys))
            except MerkleError as error:
                raise BadPlace(file, expected="a signed statement", found=str(error)) from error
        return found

    def bundle(self, index: int, width: int) -> list[bytes]:
        """The entries of a bundle; of the full one if the partial one was removed."""
        file, data, there = self._either(bundle_path(index, width), bundle_path(index, TILE_WIDTH))
        try:
            entries = decode_bundle(data)
        except MalformedBundle as error:
            raise BadPlace(file, expected="an entry bundle", found=str(error)) from error
        wanted = width if there else TILE_WIDTH
        if len(entries) != wanted:
            raise BadPlace(file, expected=f"{wanted} entries", found=f"{len(entries)}")
        return entries[:width]

    def tile(self, level: int, index: int, width: int) -> tuple[str, list[bytes]]:
        """(file, hashes) of a tile; of the full one if the partial one was removed."""
        file, data, there = self._either(
            tile_path(level, index, width), tile_path(level, index, TILE_WIDTH)
        )
        wanted = HASH_SIZE * (width if there else TILE_WIDTH)
        if len(data) != wanted:
            raise BadPlace(file, expected=f"{wanted} bytes", found=f"{len(data)}")
        return file, [data[at : at + HASH_SIZE] for at in range(0, width * HASH_SIZE, HASH_SIZE)]

    def lowest_hashes(self, index: int, width: int) -> list[bytes]:
        """The leaf hashes that a tile of the lowest level holds."""
        return self.tile(0, index, width)[1]

    def _either(self, partial: str, full: str) -> tuple[str, bytes, bool]:
        """(file, data, whether it is the first of the two), since partial ones may be removed."""
        removed = not (self._root / partial).exists() and (self._root / full).exists()
        if removed:
            return full, self._read(full, LONGEST_BUNDLE), False
        return partial, self._read(partial, LONGEST_BUNDLE), True

    def _files(self, folder: str) -> list[str]:
        """The files in a folder, by name; not those of a write that was cut off."""
        paths = [path for path in (self._root / folder).rglob("*") if path.is_file()]
        files = sorted(path.relative_to(self._root).as_posix() for path in paths)
        return [file for file in files if not file.rpartition("/")[2].startswith(".")]

    def _checkpoint(self, file: str, keys: Succession) -> Checkpoint:
        note = self._read(file, LONGEST_NOTE)
        try:
            return keys.open(note)
        except MerkleError as error:
            raise BadPlace(file, expected="a signed checkpoint", found=str(error)) from error

    def _read(self, file: str, longest: int) -> bytes:
        try:
            with (self._root / file).open("rb") as stream:
                data = stream.read(longest + 1)
        except OSError as error:
            raise BadPlace(file, expected="a file", found=str(error.strerror)) from error
        if len(data) > longest:
            raise BadPlace(file, expected=f"at most {longest} bytes", found="more")
        return data
