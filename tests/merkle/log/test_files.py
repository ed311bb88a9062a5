from pathlib import Path

import pytest

from chaperone.merkle.log.files import make_durable, replace


def test_a_file_is_replaced_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b"
    replace(path, b"long content")
    replace(path, b"short")
    make_durable(tmp_path, [path])
    assert path.read_bytes() == b"short"
    assert [child.name for child in path.parent.iterdir()] == ["b"]


def test_a_file_that_is_not_there_cannot_be_made_durable(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        make_durable(tmp_path, [tmp_path / "missing"])
