"""Where things lie in a C2SP tlog-tiles folder, for the keeper of the log."""

TILE_WIDTH = 256
TILE_HEIGHT = 8
CHECKPOINT = "checkpoint"


def tile_path(level: int, index: int, width: int) -> str:
    """Path of a hash tile of `width` hashes (1 to 256) at tile level 0 to 63."""
    return f"tile/{level}/{_numbered(index)}{_partial(width)}"


def bundle_path(index: int, width: int) -> str:
    """Path of an entry bundle of `width` entries (1 to 256)."""
    return f"tile/entries/{_numbered(index)}{_partial(width)}"


def kept_checkpoint_path(size: int) -> str:
    """Path where the checkpoint of that tree size is kept (our own addition to the layout)."""
    return f"checkpoints/{_numbered(size)}"


def key_change_path(number: int) -> str:
    """Path of the statement of a key change, counted from 0 (our own addition to the layout)."""
    return f"keys/{_numbered(number)}"


def destruction_path(number: int) -> str:
    """Path of the statement that entries were destroyed, counted from 0 (our own addition)."""
    return f"destroyed/{_numbered(number)}"


def restoration_path(number: int) -> str:
    """Path of the statement that the log goes on after a restore, from 0 (our own addition)."""
    return f"restored/{_numbered(number)}"


def ids_path(index: int, width: int) -> str:
    """Path of the ids of a bundle's entries, 16 bytes each (our own addition).

    An entry opens only for its own id, which its sealed bytes do not hold: with the ids, a mirror
    is enough to bring entries back. They are not signed: a wrong id opens nothing, and the full
    check compares them with the leaves.
    """
    return f"ids/{_numbered(index)}{_partial(width)}"


def hashes_at(level: int, size: int) -> int:
    """How many hashes the tiles of one level hold altogether, for a tree of `size` leaves."""
    return size >> TILE_HEIGHT * level


def width_of(level: int, index: int, size: int) -> int:
    """Width of one tile in a tree of `size` leaves: 256 if full, 0 or less if not there."""
    return min(TILE_WIDTH, hashes_at(level, size) - index * TILE_WIDTH)


def _numbered(index: int) -> str:
    path = f"{index % 1000:03}"
    while index := index // 1000:
        path = f"x{index % 1000:03}/{path}"
    return path


def _partial(width: int) -> str:
    return "" if width == TILE_WIDTH else f".p/{width}"
