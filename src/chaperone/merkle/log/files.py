"""Putting files in place so that a reader sees the whole file or none."""

import os
from collections.abc import Iterable
from pathlib import Path


def replace(path: Path, data: bytes) -> None:
    """Write beside, then rename over. Not yet durable: see make_durable."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(data)
    beside.replace(path)


def make_durable(root: Path, paths: Iterable[Path]) -> None:
    """Flush files under `root`, and the folders that name them, to the disk."""
    folders = {root}
    for path in paths:
        _flush(path)
        folders.update(folder for folder in path.parents if folder.is_relative_to(root))
    for folder in folders:
        _flush(folder)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
