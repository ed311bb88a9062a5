from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chaperone.merkle.audit.directory import verify_directory
from chaperone.merkle.errors import (
    EntryTooLong,
    MalformedCheckpoint,
    MirrorAhead,
    MirrorDiffers,
    RootMismatch,
)
from chaperone.merkle.log.signing import Signer
from chaperone.merkle.log.stores import FolderStore
from chaperone.merkle.log.writer import publish
from tests.merkle.folders import (
    KEY,
    SIGNER,
    change,
    checkpoint_of,
    entries,
    flip,
    publish_sizes,
)

LOG = entries(70_000)


def source(start: int, end: int) -> list[bytes]:
    return LOG[start:end]


def unused(start: int, end: int) -> list[bytes]:
    raise AssertionError("nothing is new")


def contents(folder: Path) -> dict[str, bytes]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@settings(max_examples=20, deadline=None)
@given(sizes=st.lists(st.integers(0, 1500), min_size=1, max_size=6).map(sorted))
def test_any_steps_end_in_the_same_verified_folder(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int]
) -> None:
    stepwise, at_once = tmp_path_factory.mktemp("steps"), tmp_path_factory.mktemp("once")
    publish_sizes(stepwise, LOG, *sizes)
    publish_sizes(at_once, LOG, sizes[-1])
    assert verify_directory(stepwise, [KEY]).checkpoint.size == sizes[-1]
    assert contents(at_once).items() <= contents(stepwise).items()


def test_across_the_second_level(tmp_path: Path) -> None:
    publish_sizes(tmp_path, LOG, 65_535, 65_536, 65_537, 70_000)
    report = verify_directory(tmp_path, [KEY])
    assert (report.bundles, report.tiles, report.kept_checkpoints) == (274, 277, 4)


def test_publishing_again_writes_nothing(tmp_path: Path) -> None:
    publish_sizes(tmp_path, LOG, 700)
    before = contents(tmp_path)
    assert publish(FolderStore(tmp_path), checkpoint_of(LOG[:700]), unused) == 0
    assert contents(tmp_path) == before


def test_outgrown_partial_tiles_are_removed(tmp_path: Path) -> None:
    publish_sizes(tmp_path, LOG, 10, 20, 256)
    assert not [path for path in contents(tmp_path) if path.startswith("tile/0/000.p")]
    assert not [path for path in contents(tmp_path) if path.startswith("tile/entries/000.p")]


def test_a_run_that_was_cut_off_is_made_good_by_the_next(tmp_path: Path) -> None:
    publish_sizes(tmp_path, LOG, 300)

    def cut_off(start: int, end: int) -> Iterator[bytes]:
        yield from LOG[start : start + 400]
        raise ConnectionError("the database went away")

    with pytest.raises(ConnectionError):
        publish(FolderStore(tmp_path), checkpoint_of(LOG[:900]), cut_off)
    assert verify_directory(tmp_path, [KEY]).checkpoint.size == 300
    publish_sizes(tmp_path, LOG, 950)
    assert verify_directory(tmp_path, [KEY]).checkpoint.size == 950


def test_a_checkpoint_that_was_not_kept_when_the_run_was_cut_off_is_kept_later(
    tmp_path: Path,
) -> None:
    publish_sizes(tmp_path, LOG, 300)
    (tmp_path / "checkpoints/300").unlink()
    publish_sizes(tmp_path, LOG, 301)
    assert (tmp_path / "checkpoints/300").exists()


def test_a_rolled_back_log_is_refused(tmp_path: Path) -> None:
    publish_sizes(tmp_path, LOG, 300)
    before = contents(tmp_path)
    with pytest.raises(MirrorAhead, match="mirror 300, checkpoint 299"):
        publish_sizes(tmp_path, LOG, 299)
    assert contents(tmp_path) == before


def test_another_history_of_the_same_size_is_refused(tmp_path: Path) -> None:
    publish_sizes(tmp_path, LOG, 300)
    with pytest.raises(MirrorDiffers):
        publish(FolderStore(tmp_path), checkpoint_of([*LOG[:299], b"other"]), unused)


@pytest.mark.parametrize("changed", [0, 299])
def test_another_history_that_grew_is_refused(tmp_path: Path, changed: int) -> None:
    """An old entry in the last tile is compared with it; an older one spoils the root."""
    publish_sizes(tmp_path, LOG, 300)
    before = contents(tmp_path)
    other = [*LOG[:changed], b"other", *LOG[changed + 1 : 600]]
    with pytest.raises((MirrorDiffers, RootMismatch)):
        publish(FolderStore(tmp_path), checkpoint_of(other), lambda a, b: other[a:b])
    assert contents(tmp_path)["checkpoint"] == before["checkpoint"]


def test_a_log_of_another_name_is_refused(tmp_path: Path) -> None:
    publish_sizes(tmp_path, LOG, 10)
    stranger = Signer("example.org/other", SIGNER.seed)
    with pytest.raises(MirrorDiffers, match=r"example\.org/other"):
        publish(FolderStore(tmp_path), checkpoint_of(LOG[:20], stranger), source)


def test_a_second_root_for_a_kept_size_is_refused(tmp_path: Path) -> None:
    publish_sizes(tmp_path, LOG, 10)
    (tmp_path / "checkpoint").unlink()
    with pytest.raises(MirrorDiffers, match="at size 10"):
        publish(
            FolderStore(tmp_path),
            checkpoint_of([*entries(9), b"x"]),
            lambda a, b: [*entries(9), b"x"],
        )


def test_a_mirror_with_a_harmed_tile_gets_no_new_checkpoint(tmp_path: Path) -> None:
    publish_sizes(tmp_path, LOG, 600)
    change(tmp_path / "tile/1/000.p/2", flip(0))
    with pytest.raises(RootMismatch):
        publish_sizes(tmp_path, LOG, 800)


def test_entries_that_do_not_have_the_signed_root_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RootMismatch):
        publish(FolderStore(tmp_path), checkpoint_of(LOG[:10]), lambda a, b: LOG[a + 1 : b + 1])
    assert not (tmp_path / "checkpoint").exists()
    publish_sizes(tmp_path, LOG, 10)
    assert verify_directory(tmp_path, [KEY]).checkpoint.size == 10


def test_what_is_no_checkpoint_and_what_fits_no_bundle(tmp_path: Path) -> None:
    with pytest.raises(MalformedCheckpoint):
        publish(FolderStore(tmp_path), b"not a checkpoint", source)
    long = [bytes(65_536)]
    with pytest.raises(EntryTooLong):
        publish(FolderStore(tmp_path), checkpoint_of(long), lambda a, b: long)
