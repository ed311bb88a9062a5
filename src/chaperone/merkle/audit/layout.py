"""Where things lie in a C2SP tlog-tiles folder, for whoever checks it."""

TILE_WIDTH = 256
TILE_HEIGHT = 8
CHECKPOINT = "checkpoint"
KEPT_CHECKPOINTS = "checkpoints"
KEY_CHANGES = "keys"
DESTRUCTIONS = "destroyed"
RESTORATIONS = "restored"


def index_path(number: int) -> str:
    """1234067 becomes x001/x234/067."""
    first, *groups = reversed(f"{number:,}".split(","))
    return "".join(f"x{group:0>3}/" for group in reversed(groups)) + f"{first:0>3}"


def tile_path(level: int, index: int, width: int) -> str:
    """Path of a hash tile, partial if narrower than 256."""
    return f"tile/{level}/{index_path(index)}" + ("" if width == TILE_WIDTH else f".p/{width}")


def bundle_path(index: int, width: int) -> str:
    """Path of an entry bundle, partial if it has fewer than 256 entries."""
    return f"tile/entries/{index_path(index)}" + ("" if width == TILE_WIDTH else f".p/{width}")


def tile_width(level: int, index: int, size: int) -> int:
    """How many hashes a tile has in a tree of `size` leaves."""
    return min(TILE_WIDTH, (size >> TILE_HEIGHT * level) - index * TILE_WIDTH)


def key_change_path(number: int) -> str:
    """Path of a statement that changes the log's key, counted from 0 (our own addition)."""
    return f"{KEY_CHANGES}/{index_path(number)}"


def destruction_path(number: int) -> str:
    """Path of a statement that entries were destroyed, counted from 0 (our own addition)."""
    return f"{DESTRUCTIONS}/{index_path(number)}"


def restoration_path(number: int) -> str:
    """Path of a statement that the log goes on after a restore, from 0 (our own addition)."""
    return f"{RESTORATIONS}/{index_path(number)}"
