from pathlib import Path

import pytest

from chaperone.merkle.audit.folder import Folder
from chaperone.merkle.audit.succession import Succession
from chaperone.merkle.errors import BadPlace
from tests.merkle.folders import KEY, entries, publish_sizes

LOG = entries(300)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    publish_sizes(tmp_path, LOG, 10, 300)
    return Folder(tmp_path)


def test_bundles_and_tiles_are_read(folder: Folder) -> None:
    assert folder.bundle(0, 256) == LOG[:256]
    assert folder.bundle(1, 44) == LOG[256:]
    file, hashes = folder.tile(0, 1, 44)
    assert (file, len(hashes), len(hashes[0])) == ("tile/0/001.p/44", 44, 32)


def test_a_partial_one_that_was_removed_is_the_start_of_the_full_one(folder: Folder) -> None:
    assert folder.bundle(0, 10) == LOG[:10]
    file, hashes = folder.tile(0, 0, 10)
    assert (file, len(hashes)) == ("tile/0/000", 10)


def test_one_that_was_never_there_is_named(folder: Folder) -> None:
    with pytest.raises(BadPlace, match=r"tile/0/001\.p/45: expected a file, found No such file"):
        folder.tile(0, 1, 45)


def test_kept_checkpoints_come_by_size(folder: Folder) -> None:
    kept = folder.kept_checkpoints(Succession((KEY,)))
    assert [(file, item.size) for file, item in kept] == [
        ("checkpoints/010", 10),
        ("checkpoints/300", 300),
    ]


def test_a_folder_without_kept_checkpoints_has_none(tmp_path: Path) -> None:
    assert Folder(tmp_path).kept_checkpoints(Succession((KEY,))) == []
