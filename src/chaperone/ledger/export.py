"""Handing the ledger to anyone's verifier: a folder in C2SP tlog-tiles layout."""

from pathlib import Path

from chaperone.ledger.connecting import connect
from chaperone.ledger.errors import EntriesMissing, ExportRefused
from chaperone.ledger.mirroring import catch_up, mirrored_size, write_cosigned
from chaperone.merkle.errors import MerkleError


def export(folder: Path) -> int:
    """Writes tiles, sealed entries, changes of key, the checkpoints with what witnesses said of
    them, and the newest checkpoint; returns how many entries it covers.

    The folder is new, empty, or an earlier export, which is brought up to date.
    Raises ``ExportRefused`` and ``NothingSigned``.
    """
    if folder.exists() and not folder.is_dir():
        raise ExportRefused(f"{folder} is not a folder.")
    if folder.exists() and any(folder.iterdir()) and not mirrored_size(folder):
        raise ExportRefused(f"{folder} holds other files. Name a new folder.")
    try:
        with connect() as connection:
            size = catch_up(connection, folder)
            write_cosigned(connection, folder, after=0)
            return size
    except (OSError, MerkleError, EntriesMissing) as error:
        raise ExportRefused(f"{folder}: {error}") from error
