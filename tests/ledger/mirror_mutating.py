"""Random changes to a mirror: a folder of tiles, bundles and checkpoints."""

from collections.abc import Callable, Container
from dataclasses import dataclass
from pathlib import Path
from random import Random
from shutil import copytree, rmtree

from chaperone.merkle.audit.layout import TILE_WIDTH
from chaperone.merkle.log.signing import Signer


@dataclass
class Folder:
    """The mirror, and the states that it could be put back to or exchanged for."""

    path: Path
    die: Random
    files: dict[str, bytes]  # as they were
    earlier: list[Path]  # whole states of the same log, at earlier checkpoints
    other: Path  # another log of the same name
    name: str

    def any_file(self, under: str) -> str:
        return self.die.choice([name for name in self.files if name.startswith(under)])

    def write(self, name: str, content: bytes) -> None:
        assert content != self.files.get(name)
        (self.path / name).write_bytes(content)


def tile_bytes(folder: Folder) -> None:
    _flip(folder, folder.any_file(folder.die.choice(["tile/0/", "tile/1/"])))


def bundle_bytes(folder: Folder) -> None:
    _flip(folder, folder.any_file("tile/entries/"))


def id_bytes(folder: Folder) -> None:
    """By which entries are opened after a restore; no signature covers them."""
    _flip(folder, folder.any_file("ids/"))


def ids_deleted(folder: Folder) -> None:
    (folder.path / folder.any_file("ids/")).unlink()


def file_cut_short(folder: Folder) -> None:
    name = folder.any_file("")
    folder.write(name, folder.files[name][: folder.die.randrange(len(folder.files[name]))])


def file_lengthened(folder: Folder) -> None:
    name = folder.any_file("")
    folder.write(name, folder.files[name] + folder.die.randbytes(folder.die.randrange(1, 40)))


def tile_or_bundle_deleted(folder: Folder) -> None:
    (folder.path / folder.any_file("tile/")).unlink()


def files_exchanged(folder: Folder) -> None:
    one, two = folder.die.sample([name for name in folder.files if name.startswith("tile/")], 2)
    folder.write(one, folder.files[two])
    folder.write(two, folder.files[one])


def head_changed(folder: Folder) -> None:
    note = folder.files["checkpoint"]
    place = folder.die.randrange(len(note))
    other = folder.die.choice([sign for sign in b"aA0+/=\n " if sign != note[place]])
    folder.write("checkpoint", note[:place] + bytes([other]) + note[place + 1 :])


def signature_truncated(folder: Folder) -> None:
    note = folder.files["checkpoint"]
    start = note.index(b"\n\n") + 2
    folder.write("checkpoint", note[: folder.die.randrange(start, len(note))])


def head_signed_by_somebody_else(folder: Folder) -> None:
    note = folder.files["checkpoint"].decode()
    forger = Signer.generate(folder.name)
    folder.write("checkpoint", forger.sign(note[: note.index("\n\n") + 1]))


def kept_checkpoint_changed(folder: Folder) -> None:
    name = folder.any_file("checkpoints/")
    note = folder.files[name]
    place = folder.die.randrange(len(note))
    folder.write(name, note[:place] + bytes([note[place] ^ 1]) + note[place + 1 :])


def rolled_back(folder: Folder) -> None:
    _exchange(folder, folder.die.choice(folder.earlier))


def head_rolled_back(folder: Folder) -> None:
    """The head alone is one of those that were signed earlier."""
    head = folder.files["checkpoint"]
    earlier = [each for name, each in folder.files.items() if name.startswith("checkpoints/")]
    folder.write("checkpoint", folder.die.choice([note for note in earlier if note != head]))


def exchanged_for_another_log(folder: Folder) -> None:
    _exchange(folder, folder.other)


def _flip(folder: Folder, name: str) -> None:
    content = bytearray(folder.files[name])
    content[folder.die.randrange(len(content))] ^= 1 << folder.die.randrange(8)
    folder.write(name, bytes(content))


def _exchange(folder: Folder, for_this: Path) -> None:
    rmtree(folder.path)
    copytree(for_this, folder.path)


def restore(folder: Folder) -> None:
    """As it was, whatever was done to it."""
    found = {str(path.relative_to(folder.path)) for path in _files(folder.path)}
    for name in found - folder.files.keys():
        (folder.path / name).unlink()
    for name, content in folder.files.items():
        path = folder.path / name
        if name not in found or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def contents(path: Path) -> dict[str, bytes]:
    """Every file of a folder that counts, by its name in it."""
    found = {str(each.relative_to(path)): each.read_bytes() for each in _files(path)}
    return {name: content for name, content in sorted(found.items()) if not _outgrown(name, found)}


def _outgrown(name: str, found: Container[str]) -> bool:
    """A partial tile beside a longer one, which no verifier of the head reads any more."""
    start, partial, width = name.partition(".p/")
    return bool(partial) and any(
        f"{start}.p/{longer}" in found for longer in range(int(width) + 1, TILE_WIDTH)
    )


def _files(path: Path) -> list[Path]:
    return [each for each in path.rglob("*") if each.is_file()]


KINDS: tuple[Callable[[Folder], None], ...] = (
    tile_bytes,
    bundle_bytes,
    id_bytes,
    ids_deleted,
    file_cut_short,
    file_lengthened,
    tile_or_bundle_deleted,
    files_exchanged,
    head_changed,
    signature_truncated,
    head_signed_by_somebody_else,
    kept_checkpoint_changed,
    rolled_back,
    head_rolled_back,
    exchanged_for_another_log,
)
