import os
import signal

import pytest

from chaperone.database import postmaster
from chaperone.database.errors import StopFailed
from chaperone.database.throwaway import throwaway_server


@pytest.mark.parametrize(
    "content",
    ["", "\n", "not a number\n", "1\n/elsewhere\n", f"{os.getpid()}\n/x\n1\n5432\n/s\n"],
    ids=["empty", "blank", "no number", "short", "another program"],
)
def test_a_file_that_names_no_server_of_this_cluster(tmp_path, content):
    (tmp_path / "postmaster.pid").write_text(content)
    assert postmaster.find(tmp_path) is None


def test_no_file_is_no_server(tmp_path):
    assert postmaster.find(tmp_path) is None
    postmaster.clear_stale(tmp_path)


def test_a_server_that_hangs_is_reported_and_not_forgotten(monkeypatch):
    monkeypatch.setattr(postmaster, "_FAST_SECONDS", 0.1)
    monkeypatch.setattr(postmaster, "_IMMEDIATE_SECONDS", 0.1)
    with throwaway_server() as server:
        found = server.running()
        os.kill(found.pid, signal.SIGSTOP)
        with pytest.raises(StopFailed, match=str(found.pid)):
            server.stop()
        assert server.running().pid == found.pid
        os.kill(found.pid, signal.SIGCONT)
        monkeypatch.undo()
