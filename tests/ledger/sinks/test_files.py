"""Files of the day."""

import os
import resource
import stat
from datetime import UTC, datetime, timedelta

import pytest

from chaperone.ledger.sinks.errors import ReceiverAway
from chaperone.ledger.sinks.receivers.files import Files

DAY = datetime(2026, 11, 26, 23, 59, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "out"


@pytest.fixture
def files(folder):
    return Files(folder, "jsonl", lambda: DAY)


def test_lines_are_appended_to_the_file_of_the_day(files, folder):
    files.take([b"one", b"two"])
    files.take([b"three"])
    files.settle()
    assert (folder / "chaperone-2026-11-26.jsonl").read_bytes() == b"one\ntwo\nthree\n"


def test_nobody_else_can_read_them(files, folder):
    files.take([b"one"])
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()] == [0o600]


def test_each_day_has_its_file(folder):
    days = iter([DAY, DAY, DAY + timedelta(minutes=1)])
    files = Files(folder, "cef", lambda: next(days))
    for line in (b"one", b"two", b"three"):
        files.take([line])
    found = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert found == {
        "chaperone-2026-11-26.cef": b"one\ntwo\n",
        "chaperone-2026-11-27.cef": b"three\n",
    }


def test_a_file_that_was_collected_is_begun_anew(files, folder):
    files.take([b"one"])
    (folder / "chaperone-2026-11-26.jsonl").rename(folder / "collected")
    files.take([b"two"])
    assert (folder / "collected").read_bytes() == b"one\n"
    assert (folder / "chaperone-2026-11-26.jsonl").read_bytes() == b"two\n"


@pytest.mark.parametrize("torn", [b"tor", b"x" * 200_000, b""])
@pytest.mark.parametrize("before", [b"one\ntwo\n", b""])
def test_a_line_that_a_crash_tore_is_taken_away(files, folder, before, torn):
    folder.mkdir()
    path = folder / "chaperone-2026-11-26.jsonl"
    path.write_bytes(before + torn)
    path.chmod(0o600)
    files.take([b"three"])
    assert path.read_bytes() == before + b"three\n"


def test_a_full_disk_leaves_no_torn_line_and_what_came_before(files, folder):
    files.take([b"one"])
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, limit[1]))
    try:
        with pytest.raises(ReceiverAway, match=r"2026-11-26.jsonl: File too large"):
            files.take([b"x" * 400] * 10)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    path = folder / "chaperone-2026-11-26.jsonl"
    assert path.read_bytes() == b"one\n"
    files.take([b"two"])
    assert path.read_bytes() == b"one\ntwo\n"


def test_a_link_in_the_files_place_is_not_followed(files, folder, tmp_path):
    folder.mkdir()
    (tmp_path / "elsewhere").write_bytes(b"precious")
    (folder / "chaperone-2026-11-26.jsonl").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ReceiverAway):
        files.take([b"one"])
    assert (tmp_path / "elsewhere").read_bytes() == b"precious"


def test_a_file_that_others_can_read_and_a_pipe_are_refused(files, folder):
    folder.mkdir()
    path = folder / "chaperone-2026-11-26.jsonl"
    path.write_bytes(b"")
    path.chmod(0o644)
    with pytest.raises(ReceiverAway, match="chmod 600"):
        files.take([b"one"])
    path.unlink()
    os.mkfifo(path, 0o600)
    with pytest.raises(ReceiverAway, match="not a file"):
        files.take([b"one"])


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ReceiverAway):
        Files(tmp_path / "file" / "out", "jsonl").take([b"one"])
