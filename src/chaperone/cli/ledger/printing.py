"""What the commands about the record have in common: the flag, and how an answer of no is told."""

from pathlib import Path

from chaperone.cli.answers import misuse


def folder_that_exists(folder: Path) -> Path:
    """Exit 2 where it is none."""
    if not folder.is_dir():
        misuse("ledger", f"{folder} is not a folder.")
    return folder
