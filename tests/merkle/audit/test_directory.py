"""Every harm to a published log is found, and the first bad place is named."""

from pathlib import Path
from shutil import copytree, rmtree

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from chaperone.merkle.audit.checkpoints import open_checkpoint
from chaperone.merkle.audit.directory import verify_directory
from chaperone.merkle.audit.recompute import leaf_hashes
from chaperone.merkle.errors import BadPlace
from chaperone.merkle.log.bundles import encode_bundle
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

SIZE = 66_000  # two levels of full tiles, and a partial one at each level
LOG = entries(SIZE)
SMALL = entries(700)


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("published")
    publish_sizes(path, LOG, 600, 65_600, SIZE)
    return path


@pytest.fixture
def small(tmp_path: Path) -> Path:
    publish_sizes(tmp_path / "log", SMALL, 0, 3, 300, 700)
    return tmp_path / "log"


def bad_place(folder: Path) -> tuple[str, int | None]:
    with pytest.raises(BadPlace) as caught:
        verify_directory(folder, [KEY])
    return caught.value.file, caught.value.index


def test_a_published_log_verifies(untouched: Path) -> None:
    report = verify_directory(untouched, [KEY])
    assert report.checkpoint.size == SIZE
    assert (report.bundles, report.tiles, report.kept_checkpoints) == (258, 261, 3)


@pytest.mark.parametrize("size", [0, 1, 2, 255, 256, 257, 511, 512, 513])
def test_small_logs_verify(tmp_path: Path, size: int) -> None:
    publish_sizes(tmp_path, LOG, size)
    assert verify_directory(tmp_path, [KEY]).checkpoint.size == size


# --- one changed byte

FLIPS = [
    # file, byte, the bad place that must be named
    ("tile/entries/000", 4, ("tile/entries/000", 1)),  # entry 0 is empty: 2 bytes of length
    ("tile/entries/001.p/44", 4, ("tile/entries/001.p/44", 257)),
    ("tile/0/000", 32 * 7, ("tile/0/000", 7)),
    ("tile/0/001.p/44", 32 * 43 + 31, ("tile/0/001.p/44", 43)),
    ("tile/1/000.p/1", 0, ("tile/1/000.p/1", 0)),
]


@pytest.mark.parametrize(("file", "byte", "place"), FLIPS)
def test_a_flipped_bit_is_named(
    tmp_path: Path, file: str, byte: int, place: tuple[str, int]
) -> None:
    publish_sizes(tmp_path, SMALL, 300)
    change(tmp_path / file, flip(byte))
    assert bad_place(tmp_path) == place


LARGE_FLIPS = [
    ("tile/entries/130", 4, ("tile/entries/130", 33_281)),  # entry 33,280 is empty
    ("tile/entries/257.p/208", -1, ("tile/entries/257.p/208", 65_999)),
    ("tile/0/200", 32 * 255, ("tile/0/200", 255)),
    ("tile/0/257.p/208", 32 * 5, ("tile/0/257.p/208", 5)),
    ("tile/1/000", 32 * 77, ("tile/1/000", 77)),
    ("tile/1/001.p/1", 9, ("tile/1/001.p/1", 0)),
    ("tile/2/000.p/1", 31, ("tile/2/000.p/1", 0)),
]


@pytest.mark.parametrize(("file", "byte", "place"), LARGE_FLIPS)
def test_a_flipped_bit_in_a_large_log_is_named(
    tmp_path: Path, untouched: Path, file: str, byte: int, place: tuple[str, int]
) -> None:
    folder = copytree(untouched, tmp_path / "copy")
    change(folder / file, flip(byte))
    assert bad_place(folder) == place


def test_what_is_expected_and_found_is_told(small: Path) -> None:
    change(small / "tile/entries/000", flip(4))
    with pytest.raises(BadPlace) as caught:
        verify_directory(small, [KEY])
    [true] = leaf_hashes(SMALL[1:2])
    [false] = leaf_hashes([b"dntry 1 "])
    assert (caught.value.expected, caught.value.found) == (true.hex(), false.hex())
    assert str(caught.value) == (
        f"First bad place: tile/entries/000, index 1: expected {true.hex()}, found {false.hex()}."
    )


def test_the_first_of_several_bad_places_is_named(small: Path) -> None:
    for file in ("tile/entries/002.p/188", "tile/entries/001", "tile/0/001"):
        change(small / file, flip(40))
    assert bad_place(small)[0].endswith("/001")


# --- missing, cut, moved


@pytest.mark.parametrize(
    "file",
    [
        "checkpoint",
        "tile/entries/000",
        "tile/entries/001",
        "tile/entries/002.p/188",
        "tile/0/001",
        "tile/0/002.p/188",
        "tile/1/000.p/2",
    ],
)
def test_a_missing_file_is_named(small: Path, file: str) -> None:
    (small / file).unlink()
    assert bad_place(small) == (file, None)


@pytest.mark.parametrize(
    "file", ["tile/entries/001", "tile/entries/002.p/188", "tile/0/002.p/188", "tile/1/000.p/2"]
)
@pytest.mark.parametrize("edit", [lambda data: data[:-1], lambda data: b"", lambda d: d + b"\0\0"])
def test_a_cut_or_padded_file_is_named(small: Path, file: str, edit: object) -> None:
    change(small / file, edit)  # type: ignore[arg-type]
    assert bad_place(small)[0] == file


def test_a_file_without_end_is_not_read_to_its_end(small: Path) -> None:
    with (small / "tile/0/000").open("ab") as stream:
        stream.truncate(2**40)  # sparse
    assert bad_place(small) == ("tile/0/000", None)


def test_a_folder_in_the_place_of_a_file_is_named(small: Path) -> None:
    (small / "tile/0/001").unlink()
    (small / "tile/0/001").mkdir()
    assert bad_place(small) == ("tile/0/001", None)


def test_two_bundles_that_changed_places_are_named(small: Path) -> None:
    first, second = small / "tile/entries/000", small / "tile/entries/001"
    one, two = first.read_bytes(), second.read_bytes()
    first.write_bytes(two)
    second.write_bytes(one)
    assert bad_place(small)[0] == "tile/entries/000"


def test_two_entries_that_changed_places_are_named(small: Path) -> None:
    swapped = [*SMALL[:9], SMALL[10], SMALL[9], *SMALL[11:256]]
    (small / "tile/entries/000").write_bytes(encode_bundle(swapped))
    assert bad_place(small) == ("tile/entries/000", 9)


def test_an_entry_left_out_or_added_is_named(small: Path) -> None:
    bundle = small / "tile/entries/000"
    bundle.write_bytes(encode_bundle(SMALL[1:256]))
    assert bad_place(small) == ("tile/entries/000", None)
    bundle.write_bytes(encode_bundle(SMALL[:257]))
    assert bad_place(small) == ("tile/entries/000", None)
    bundle.write_bytes(encode_bundle([*SMALL[1:256], b"new"]))
    assert bad_place(small) == ("tile/entries/000", 0)


# --- forgery: files that agree with one another


def forge(folder: Path, log: list[bytes], *sizes: int) -> None:
    """Publish another log in the place of this one, keeping its signed checkpoints."""
    signed = {path: path.read_bytes() for path in folder.glob("checkpoint*") if path.is_file()}
    kept = copytree(folder / "checkpoints", folder.parent / "kept")
    rmtree(folder)
    publish_sizes(folder, log, *sizes)
    rmtree(folder / "checkpoints")
    copytree(kept, folder / "checkpoints")
    for path, note in signed.items():
        path.write_bytes(note)


def test_an_entry_with_its_tile_changed_to_fit_is_named(small: Path) -> None:
    """The tile above, which the signed root vouches for, tells which of the two is false."""
    other = [b"forged", *SMALL[1:256]]
    (small / "tile/entries/000").write_bytes(encode_bundle(other))
    (small / "tile/0/000").write_bytes(b"".join(leaf_hashes(other)))
    assert bad_place(small) == ("tile/0/000", None)


def test_a_whole_log_written_anew_fails_at_the_first_signed_root(small: Path) -> None:
    forge(small, [*SMALL[:100], b"forged", *SMALL[101:]], 700)
    with pytest.raises(BadPlace, match=r"root .* of the first 300 entries") as caught:
        verify_directory(small, [KEY])
    assert caught.value.file == "checkpoints/300"  # checkpoints/003 still holds


def test_a_tail_written_anew_fails_at_the_last_signed_root(small: Path) -> None:
    forge(small, [*SMALL[:650], b"forged", *SMALL[651:]], 700)
    assert bad_place(small) == ("checkpoints/700", None)


def test_a_log_written_anew_fails_at_the_head_if_no_checkpoint_was_kept(small: Path) -> None:
    forge(small, [b"forged", *SMALL[1:]], 700)
    rmtree(small / "checkpoints")
    assert bad_place(small) == ("checkpoint", None)


def test_a_checkpoint_of_another_key_is_named(small: Path) -> None:
    forger = Signer(SIGNER.name, b"a forger's seed, 32 bytes long..")
    (small / "checkpoint").write_bytes(checkpoint_of(SMALL, forger))
    assert bad_place(small) == ("checkpoint", None)


def test_a_forged_kept_checkpoint_is_named(small: Path) -> None:
    change(small / "checkpoints/300", lambda note: note.replace(b"\n300\n", b"\n299\n"))
    assert bad_place(small) == ("checkpoints/300", None)


def test_a_kept_checkpoint_that_the_log_does_not_continue_is_named(small: Path) -> None:
    """Signed by the log's own key: a log that shows different people different histories."""
    other = checkpoint_of([b"another history", *SMALL[1:300]])
    (small / "checkpoints/300").write_bytes(other)
    assert bad_place(small) == ("checkpoints/300", None)


@pytest.mark.parametrize("size", [0, 3, 255, 256, 257, 512, 699, 700])
def test_a_kept_checkpoint_of_any_size_is_held_against_the_log(small: Path, size: int) -> None:
    rmtree(small / "checkpoints")
    (small / "checkpoints").mkdir()
    path = small / f"checkpoints/{size:03}"
    path.write_bytes(checkpoint_of(SMALL[:size]))
    assert verify_directory(small, [KEY]).kept_checkpoints == 1
    if size:
        path.write_bytes(checkpoint_of([*SMALL[: size - 1], b"other"]))
        assert bad_place(small) == (f"checkpoints/{size:03}", None)


def test_a_kept_checkpoint_under_another_size_is_named(small: Path) -> None:
    (small / "checkpoints/300").rename(small / "checkpoints/301")
    assert bad_place(small) == ("checkpoints/301", None)


def test_a_write_that_was_cut_off_is_no_checkpoint(small: Path) -> None:
    (small / "checkpoints/.701.new").write_bytes(b"half a check")
    assert verify_directory(small, [KEY]).kept_checkpoints == 4


# --- a cut tail, a rolled-back folder


def test_a_cut_tail_shows_in_the_kept_checkpoints(small: Path) -> None:
    (small / "checkpoint").write_bytes((small / "checkpoints/300").read_bytes())
    with pytest.raises(BadPlace, match="at least 700 entries") as caught:
        verify_directory(small, [KEY])
    assert (caught.value.file, caught.value.found) == ("checkpoint", "300 entries")


def test_a_folder_rolled_back_as_a_whole_shows_to_who_remembers(tmp_path: Path) -> None:
    publish_sizes(tmp_path, SMALL, 300)
    remembered = open_checkpoint(checkpoint_of(SMALL[:301]), [KEY])
    verify_directory(tmp_path, [KEY])
    with pytest.raises(BadPlace, match=r"at least 301 entries, .* \(seen earlier\)"):
        verify_directory(tmp_path, [KEY], seen=[remembered])


def test_a_folder_that_continues_what_is_remembered_verifies(small: Path) -> None:
    seen = [open_checkpoint(checkpoint_of(SMALL[:size]), [KEY]) for size in (0, 299, 300, 700)]
    assert verify_directory(small, [KEY], seen=seen).seen_checkpoints == 4


def test_a_folder_that_was_swapped_for_another_history_shows(small: Path) -> None:
    seen = open_checkpoint(checkpoint_of([b"what was", *SMALL[1:299]]), [KEY])
    with pytest.raises(BadPlace, match="first 299 entries") as caught:
        verify_directory(small, [KEY], seen=[seen])
    assert caught.value.file == "checkpoint"


def test_the_checkpoint_of_another_log_is_not_this_ones(small: Path) -> None:
    other = Signer("example.org/other", SIGNER.seed)
    log = SMALL[:5]
    keys = [KEY, type(KEY).parse(other.verifier_key)]
    seen = open_checkpoint(checkpoint_of(log, other), keys)
    with pytest.raises(BadPlace, match=r"example\.org/other"):
        verify_directory(small, keys, seen=[seen])


# --- what a reader may meet while the log grows


def test_a_partial_tile_that_was_outgrown_is_read_from_the_full_one(small: Path) -> None:
    """A publisher that was cut off before the checkpoint has written the full ones already."""
    old = (small / "checkpoint").read_bytes()
    grown = entries(800)
    publish(FolderStore(small), checkpoint_of(grown), lambda start, end: grown[start:end])
    (small / "checkpoint").write_bytes(old)
    (small / "checkpoints/800").unlink()
    assert not (small / "tile/0/002.p").exists()
    assert verify_directory(small, [KEY]).checkpoint.size == 700


# --- anything at all


NEEDED_AT_530 = [
    "checkpoint",
    "checkpoints/300",
    "checkpoints/530",
    *(f"tile/{kind}/{tile}" for kind in ("entries", "0") for tile in ("000", "001", "002.p/18")),
    "tile/1/000.p/2",
]


@pytest.fixture(scope="module")
def harmed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log to change and to put back: publishing it for each example would take too long."""
    path = tmp_path_factory.mktemp("harmed")
    publish_sizes(path, LOG, 300, 530)
    return path


@settings(max_examples=300, deadline=None)
@given(data=st.data(), file=st.sampled_from(NEEDED_AT_530))
def test_any_change_to_any_file_is_found(harmed: Path, data: st.DataObject, file: str) -> None:
    before = (harmed / file).read_bytes()
    after = data.draw(st.binary(max_size=300) | _edits(before))
    assume(not _same_signature(before, after))
    (harmed / file).write_bytes(after)
    try:
        assert bad_place(harmed)[0] == file
    finally:
        (harmed / file).write_bytes(before)


def _edits(before: bytes) -> st.SearchStrategy[bytes]:
    places = st.integers(0, len(before) - 1)
    return st.one_of(
        st.tuples(places, st.integers(1, 255)).map(
            lambda edit: (
                before[: edit[0]] + bytes([before[edit[0]] ^ edit[1]]) + before[edit[0] + 1 :]
            )
        ),
        places.map(lambda place: before[:place]),
        st.tuples(places, st.binary(min_size=1, max_size=40)).map(
            lambda edit: before[: edit[0]] + edit[1] + before[edit[0] :]
        ),
    )


def _same_signature(before: bytes, after: bytes) -> bool:
    """Spare bits at the end of base64 may change, and nothing else."""
    return len(before) == len(after) and before[:-4] == after[:-4] and after.endswith(b"=\n")
