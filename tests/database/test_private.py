import stat

import pytest

from chaperone.database.private import write_private


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_nobody_else_may_read_the_file_or_its_folder(tmp_path):
    path = tmp_path / "secrets" / "logins.json"
    write_private(path, "text")
    assert path.read_text() == "text"
    assert (mode(path), mode(path.parent)) == (0o600, 0o700)


def test_a_file_that_all_could_read_is_replaced_by_a_private_one(tmp_path):
    path = tmp_path / "key"
    path.write_text("old")
    path.chmod(0o644)
    write_private(path, "new")
    assert (path.read_text(), mode(path)) == ("new", 0o600)


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "key"
    write_private(path, "old")
    with pytest.raises(UnicodeEncodeError):
        write_private(path, "\udc80")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
