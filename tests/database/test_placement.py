"""Who PostgreSQL runs as, and where. `stranger` is a user that is not us, so that the rules for
root are tried by whoever runs the tests."""

import os

import pytest

from chaperone.database import placement
from chaperone.database.errors import FolderGone, NoUnprivilegedUser, Unreachable
from chaperone.database.placement import Runner, can_enter, settle_elsewhere, settled


@pytest.fixture
def stranger(monkeypatch):
    user = Runner("stranger", 54321, 54321)
    monkeypatch.setattr(os, "chown", lambda path, uid, gid: None)
    return user


@pytest.fixture
def elsewhere(reachable, monkeypatch):
    folder = reachable / "elsewhere"
    monkeypatch.setattr(placement, "ELSEWHERE", folder)
    return folder


def test_not_root_runs_as_itself(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(os, "getegid", lambda: 1000)
    found = placement.runner()
    assert (found.uid, found.is_us) == (1000, True)
    assert found.identity["user"] is None


def test_root_runs_it_as_nobody(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    found = placement.runner()
    assert (found.name, found.is_us) == ("nobody", False)
    assert found.identity["user"] == found.uid != 0
    assert found.identity["extra_groups"] == []


def test_root_without_a_user_nobody_is_told_so(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(placement.pwd, "getpwnam", {}.__getitem__)
    with pytest.raises(NoUnprivilegedUser, match="Run as another user"):
        placement.runner()


def test_no_secret_of_our_environment_is_passed_on(monkeypatch):
    monkeypatch.setenv("CHAPERONE_DATABASE_PASSWORD", "secret")
    assert set(placement.runner().identity["env"]) == {"PATH", "LC_ALL", "TZ"}


@pytest.mark.parametrize(
    ("mode", "uid", "gid", "enters"),
    [
        (0o711, 54321, 54321, True),
        (0o700, 54321, 54321, False),
        (0o755, 54321, 54321, True),
        (0o744, 54321, 54321, False),
        (0o710, 54321, os.getegid(), True),
        (0o701, 54321, os.getegid(), False),
        (0o700, os.geteuid(), 54321, True),
    ],
)
def test_who_may_enter_a_folder(reachable, mode, uid, gid, enters):
    folder = reachable / "inner"
    folder.mkdir()
    folder.chmod(mode)
    assert can_enter(Runner("someone", uid, gid), folder) is enters


def test_one_closed_folder_above_is_in_the_way(reachable, stranger):
    closed = reachable / "home"
    closed.mkdir(mode=0o700)
    (closed / "open").mkdir()
    assert not can_enter(stranger, closed / "open")
    assert not can_enter(stranger, closed / "not there yet")


def test_a_reachable_folder_is_used_as_it_is(reachable, stranger):
    assert settled(reachable / "postgres", stranger) == reachable / "postgres"


def test_below_a_closed_home_the_files_live_elsewhere_behind_a_link(reachable, stranger, elsewhere):
    home = reachable / "home"
    home.mkdir(mode=0o700)
    folder = home / "postgres"
    assert settled(folder, stranger) is None
    place = settle_elsewhere(folder, stranger)
    assert place.parent == elsewhere
    assert folder.resolve() == place
    assert settled(folder, stranger) == place
    assert home.stat().st_mode & 0o777 == 0o700


def test_two_installations_never_share_a_place(reachable, stranger, elsewhere):
    home = reachable / "home"
    home.mkdir(mode=0o700)
    places = {settle_elsewhere(home / name, stranger) for name in ("one", "other")}
    assert len(places) == 2


def test_an_existing_folder_that_cannot_be_reached_is_not_moved(reachable, stranger):
    home = reachable / "home"
    home.mkdir(mode=0o700)
    (home / "postgres").mkdir()
    (home / "postgres" / "file").touch()
    with pytest.raises(Unreachable, match=r"chmod o\+x"):
        settled(home / "postgres", stranger)


def test_a_link_to_nothing_is_said(reachable, stranger):
    (reachable / "postgres").symlink_to(reachable / "gone")
    with pytest.raises(FolderGone, match="which is gone"):
        settled(reachable / "postgres", stranger)


def test_when_elsewhere_is_closed_too_nothing_is_made(reachable, stranger, elsewhere):
    elsewhere.mkdir(mode=0o700)
    with pytest.raises(Unreachable):
        settle_elsewhere(reachable / "postgres", stranger)
    assert list(elsewhere.iterdir()) == []
    assert not (reachable / "postgres").exists()
