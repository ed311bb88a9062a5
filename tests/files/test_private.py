"""Private files: for their owner alone, whole or not at all."""

import os
import stat

import pytest

from chaperone.files.errors import FileExists, FileExposed, FileMissing, PrivateFileError
from chaperone.files.private import read_private, write_new, write_private

WRITERS = (write_private, write_new)
STEPS = ("mkstemp", "fsync", "name")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "key"


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def contents(folder):
    return {path.name: path.read_text() for path in folder.iterdir()}


def fill_disk(monkeypatch, step):
    """From now on the disk is full, as one of the steps finds out."""

    def fail(*args, **kwargs):
        raise OSError(28, "No space left on device")

    match step:
        case "mkstemp":
            monkeypatch.setattr("chaperone.files.private.tempfile.mkstemp", fail)
        case "fsync":
            monkeypatch.setattr(os, "fsync", fail)
        case "name":
            monkeypatch.setattr(os, "link", fail)
            monkeypatch.setattr("chaperone.files.private.Path.replace", fail)


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("content", ["text", b"text"])
def test_what_was_written_is_read_back_whatever_the_umask(path, write, content):
    before = os.umask(0)
    try:
        write(path, content)
    finally:
        os.umask(before)
    assert read_private(path) == b"text"
    assert mode(path) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_folders_above_are_made_for_their_owner_alone(tmp_path):
    write_private(tmp_path / "secrets" / "logins.json", "text")
    assert mode(tmp_path / "secrets") == 0o700


def test_a_file_that_all_could_read_is_replaced_by_a_private_one(path):
    path.write_text("old")
    path.chmod(0o644)
    write_private(path, "new")
    assert (path.read_text(), mode(path)) == ("new", 0o600)


def test_a_text_that_is_none_leaves_the_old_file_and_nothing_else(path):
    write_private(path, "old")
    with pytest.raises(UnicodeEncodeError):
        write_private(path, "\udc80")
    assert contents(path.parent) == {"key": "old"}


@pytest.mark.parametrize("step", STEPS)
def test_a_full_disk_leaves_the_old_file_and_nothing_else(path, monkeypatch, step):
    write_private(path, "old")
    fill_disk(monkeypatch, step)
    with pytest.raises(PrivateFileError, match=r"key could not be written: No space left"):
        write_private(path, "new")
    assert contents(path.parent) == {"key": "old"}


@pytest.mark.parametrize("step", STEPS)
def test_a_full_disk_leaves_no_half_of_a_new_file(path, monkeypatch, step):
    fill_disk(monkeypatch, step)
    with pytest.raises(PrivateFileError, match="No space left"):
        write_new(path, "new")
    assert contents(path.parent) == {}


def test_what_must_not_be_overwritten_is_not(path):
    write_new(path, "old")
    with pytest.raises(FileExists, match="key"):
        write_new(path, "new")
    assert contents(path.parent) == {"key": "old"}


def test_a_missing_file_and_one_that_others_may_read_are_refused(path):
    with pytest.raises(FileMissing, match="Expected at"):
        read_private(path)
    write_private(path, "x")
    path.chmod(0o640)
    with pytest.raises(FileExposed, match="chmod 600"):
        read_private(path)
