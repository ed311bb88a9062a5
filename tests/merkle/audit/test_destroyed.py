"""Entries that were destroyed under a signed statement: the rest verifies, and nothing hides there."""

from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from shutil import rmtree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaperone.merkle.audit.checkpoints import Checkpoint
from chaperone.merkle.audit.destroyed import Destruction
from chaperone.merkle.audit.directory import verify_directory
from chaperone.merkle.errors import BadPlace, MalformedDestruction
from chaperone.merkle.log.bundles import encode_bundle
from chaperone.merkle.log.checkpoints import sign_destruction
from chaperone.merkle.log.frontier import Frontier
from chaperone.merkle.log.hashing import leaf_hashes
from chaperone.merkle.log.signing import Signer
from chaperone.merkle.log.stores import FolderStore
from chaperone.merkle.log.tiling import Destroyed
from chaperone.merkle.log.writer import publish
from tests.merkle.folders import KEY, SIGNER, change, checkpoint_of, entries, flip

LOG = entries(700)
HASHES = leaf_hashes(LOG)
RUNS = ((1, 300), (400, 401))
GONE = {place for first, last in RUNS for place in range(first, last + 1)}


def digest_of(runs) -> bytes:
    named = (HASHES[place] for first, last in runs for place in range(first, last + 1))
    return sha256(b"".join(named)).digest()


def statement(runs=RUNS, *, size=600, digest=None, signer=SIGNER) -> bytes:
    frontier = Frontier()
    frontier.append(HASHES[:size])
    return sign_destruction(
        signer, size=size, root=frontier.root(), runs=runs, digest=digest or digest_of(runs)
    )


def without(start: int, end: int):
    places = range(start, end)
    return [Destroyed(HASHES[at]) if at in GONE else LOG[at] for at in places]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    publish(FolderStore(tmp_path), checkpoint_of(LOG), without)
    FolderStore(tmp_path).write([("destroyed/000", statement())])
    return tmp_path


def bad_place(folder: Path) -> tuple[str, int | None]:
    with pytest.raises(BadPlace) as caught:
        verify_directory(folder, [KEY])
    return caught.value.file, caught.value.index


def test_what_remains_verifies(folder: Path) -> None:
    report = verify_directory(folder, [KEY])
    with_content = sum(bool(LOG[place]) for place in GONE)
    assert report.checkpoint.size == 700
    assert report.destroyed == len(GONE) > with_content > 200


def test_a_folder_that_still_holds_the_entries_verifies(tmp_path: Path) -> None:
    publish(FolderStore(tmp_path), checkpoint_of(LOG), lambda start, end: LOG[start:end])
    FolderStore(tmp_path).write([("destroyed/000", statement())])
    # Entries that were empty from the first are counted with those that were destroyed.
    assert verify_directory(tmp_path, [KEY]).destroyed == sum(not LOG[each] for each in GONE)


def test_the_log_grows_on(tmp_path: Path) -> None:
    publish(FolderStore(tmp_path), checkpoint_of(LOG[:650]), without)
    FolderStore(tmp_path).write([("destroyed/000", statement())])
    publish(FolderStore(tmp_path), checkpoint_of(LOG), without)
    assert verify_directory(tmp_path, [KEY]).checkpoint.size == 700


def test_without_the_statement_an_empty_entry_is_a_bad_place(folder: Path) -> None:
    rmtree(folder / "destroyed")
    assert bad_place(folder) == ("tile/entries/000", 1)


def test_an_entry_beside_those_of_the_statement_cannot_be_emptied(folder: Path) -> None:
    bundle = [b"" if at in GONE or at == 303 else LOG[at] for at in range(256, 512)]
    (folder / "tile/entries/001").write_bytes(encode_bundle(bundle))
    assert bad_place(folder) == ("tile/entries/001", 303)


def test_an_entry_cannot_be_put_in_the_place_of_one_that_was_destroyed(folder: Path) -> None:
    bundle = [b"never happened" if at == 7 else b"" if at in GONE else LOG[at] for at in range(256)]
    (folder / "tile/entries/000").write_bytes(encode_bundle(bundle))
    assert bad_place(folder) == ("tile/entries/000", 7)


@pytest.mark.parametrize("place", [0, 5, 255])
def test_a_hash_that_stayed_cannot_be_changed(folder: Path, place: int) -> None:
    change(folder / "tile/0/000", flip(32 * place))
    assert bad_place(folder)[0] in {"tile/0/000", "tile/entries/000"}


def test_the_last_partial_tile_cannot_be_changed(tmp_path: Path) -> None:
    runs = ((600, 650),)
    gone = range(600, 651)
    publish(
        FolderStore(tmp_path),
        checkpoint_of(LOG),
        lambda start, end: [
            Destroyed(HASHES[at]) if at in gone else LOG[at] for at in range(start, end)
        ],
    )
    FolderStore(tmp_path).write([("destroyed/000", statement(runs, size=700))])
    assert verify_directory(tmp_path, [KEY]).destroyed == 51
    change(tmp_path / "tile/0/002.p/188", flip(32 * 100))
    bad_place(tmp_path)


FORGED = {
    "by another key": statement(signer=Signer(SIGNER.name, b"another seed for tests, 32 long.")),
    "with another hash": statement(digest=bytes(32)),
    "of other entries": statement(((1, 301), (400, 401)), digest=digest_of(RUNS)),
    "unsigned": statement().split(b"\n\n")[0] + b"\n\n",
    "a checkpoint": checkpoint_of(LOG[:600]),
    "of another tree": sign_destruction(
        SIGNER, size=600, root=bytes(32), runs=RUNS, digest=digest_of(RUNS)
    ),
    "of a longer tree": sign_destruction(
        SIGNER, size=701, root=bytes(32), runs=RUNS, digest=digest_of(RUNS)
    ),
}


@pytest.mark.parametrize("kind", FORGED)
def test_a_forged_statement_is_a_bad_place(folder: Path, kind: str) -> None:
    (folder / "destroyed/000").write_bytes(FORGED[kind])
    with pytest.raises(BadPlace):
        verify_directory(folder, [KEY])


def test_statements_are_numbered_without_a_gap(folder: Path) -> None:
    (folder / "destroyed/000").rename(folder / "destroyed/001")
    assert bad_place(folder)[0] == "destroyed/000"


def stated(line: str) -> Destruction:
    return Destruction.of(Checkpoint("example.org/log", 10, bytes(32), (line,)))


@pytest.mark.parametrize(
    "line",
    [
        "",
        "destroyed",
        f"destroyed  {bytes(32).hex()}",
        f"destroyed 1 {bytes(32).hex()}",
        f"destroyed 2-1 {bytes(32).hex()}",
        f"destroyed 1-3,3-4 {bytes(32).hex()}",
        f"destroyed 4-5,1-2 {bytes(32).hex()}",
        f"destroyed 1-10 {bytes(32).hex()}",
        f"destroyed 01-2 {bytes(32).hex()}",
        f"destroyed 1-2 {bytes(31).hex()}",
        f"destroyed 1-2 {bytes(32).hex()} ",
        f"next-key 1-2 {bytes(32).hex()}",
    ],
)
def test_a_line_that_says_nothing_of_the_kind_is_refused(line: str) -> None:
    with pytest.raises(MalformedDestruction):
        stated(line)


@given(st.text())
def test_any_line_is_read_or_refused(line: str) -> None:
    with suppress(MalformedDestruction):
        stated(line)


def test_what_is_signed_is_what_is_read() -> None:
    text = statement().decode().split("\n\n")[0] + "\n"
    said = Destruction.of(Checkpoint.parse(text))
    assert (said.size, said.runs, said.digest) == (600, RUNS, digest_of(RUNS))
