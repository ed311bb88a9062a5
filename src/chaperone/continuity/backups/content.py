"""What belongs to a backup beside the database: files, configuration, the ledger's mirror.

Never keys that open anything, nor passwords, nor the key of TLS: they are kept apart.
"""

from collections.abc import Iterator
from pathlib import Path

from chaperone.continuity.backups.format import CONFIGURATION, FILES, MIRROR, Content
from chaperone.continuity.backups.streams import pieces
from chaperone.ledger.mirrors.folder import FolderMirror
from chaperone.merkle.log.layout import CHECKPOINT

_PUBLIC_KEYS = "*.pub"
# It opens nothing, and without it a restored ledger could not go on (docs/decisions/0033).
_LOG_KEYS = "log*.key"
_PARTIAL = ".p/"


def files(data: Path) -> Iterator[Content]:
    """Sealed files of the data folder; what people uploaded stands in the database."""
    yield from _below(data / "files", FILES)


def configuration(data: Path) -> Iterator[Content]:
    """``config.json``, public keys, and the key that signs the ledger."""
    yield _file(data / "config.json", f"{CONFIGURATION}config.json")
    keys = data / "keys"
    for path in sorted([*keys.glob(_PUBLIC_KEYS), *keys.glob(_LOG_KEYS)]):
        yield _file(path, f"{CONFIGURATION}keys/{path.name}")


def mirror(root: Path) -> Iterator[Content]:
    """The ledger's mirror in a folder, as its checkpoint has it.

    What is replaced (the checkpoint, partial tiles) is read while its writer waits; all else is
    written once, and may be read while more is added.
    """
    if not root.exists():
        return
    held = []
    with FolderMirror(root).alone():
        for path in _paths(root):
            name = path.relative_to(root).as_posix()
            if name == CHECKPOINT or _PARTIAL in name:
                held.append((name, path.read_bytes()))
    for name, content in held:
        yield Content(MIRROR + name, len(content), [content])
    taken = {name for name, _ in held}
    for path in _paths(root):
        name = path.relative_to(root).as_posix()
        if name not in taken and _PARTIAL not in name:
            yield _file(path, MIRROR + name)


def _below(root: Path, prefix: str) -> Iterator[Content]:
    for path in _paths(root):
        yield _file(path, prefix + path.relative_to(root).as_posix())


def _paths(root: Path) -> Iterator[Path]:
    """Whole files only: what is being written has a name that begins with a point."""
    for path in sorted(root.rglob("*")):
        if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
            yield path


def _file(path: Path, name: str) -> Content:
    return Content(name, path.stat().st_size, _chunks(path))


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from pieces(file)
