import os

import pytest

from chaperone.cli import state
from chaperone.cli.errors import AlreadyRunning
from chaperone.cli.folder import Config, DataFolder


@pytest.fixture
def data(tmp_path):
    folder = DataFolder(tmp_path / "data")
    folder.create(Config())
    return folder


def test_without_a_supervisor_nothing_runs(data):
    assert state.supervisor(data) is None
    assert state.read(data) == {}


def test_what_a_dead_supervisor_left_behind_does_not_count(data):
    lock = state.take_lock(data)
    state.write(data, {"url": "x"})
    assert state.read(data) == {"url": "x"}
    lock.release()
    assert state.read(data) == {}
    state.clear(data)
    state.clear(data)


def test_only_one_holds_the_lock_and_is_named(data):
    lock = state.take_lock(data)
    assert state.supervisor(data) == os.getpid()
    with pytest.raises(AlreadyRunning, match=str(os.getpid())):
        state.take_lock(data)
    lock.release()
    state.take_lock(data).release()


def test_asking_does_not_take_the_lock(data):
    state.take_lock(data).release()
    assert state.supervisor(data) is None
    state.take_lock(data).release()


def test_without_a_demo_nobody_can_sign_in_to_it(data):
    assert state.demo(data) == {}
