import os
import sys
import time

import pytest

from chaperone.cli import children
from chaperone.cli.children import Child
from chaperone.cli.processes import Process
from chaperone.database import server
from tests.cli.conftest import alive, wait_until

FORKS = """
import os, time
child = os.fork()
if child:
    open("grandchild", "w").write(str(child))
    os.rename("grandchild", "born")
time.sleep(600)
"""


@pytest.fixture
def make(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made = []

    def build(code: str, **environment: str) -> Child:
        process = Process("one", "web", (sys.executable, "-c", code))
        child = Child(process, environment=os.environ | environment, logs=tmp_path)
        made.append(child)
        return child

    yield build
    for child in made:
        child.ensure_stopped(time.monotonic())


def ended(child: Child) -> str:
    found = []
    wait_until(lambda: found.append(child.revive()) or found[-1])
    return found[-1]


def test_the_pause_doubles_up_to_its_limit_while_it_keeps_dying(make, monkeypatch):
    child = make("raise SystemExit(3)")
    moment = [1000.0]
    monkeypatch.setattr(children.time, "monotonic", lambda: moment[0])
    pauses = []
    for _ in range(8):
        child.start()
        child._popen.wait()
        said = child.revive()
        assert "one ended (exit 3)" in said
        pauses.append(float(said.split(" in ")[1].split(" s.")[0]))
        moment[0] += 60
        child._started = moment[0]
    assert pauses == [0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 10.0, 10.0]


def test_it_is_started_only_after_its_pause(make, monkeypatch):
    child = make("raise SystemExit(3)")
    child.start()
    child._popen.wait()
    moment = [time.monotonic()]
    monkeypatch.setattr(children.time, "monotonic", lambda: moment[0])
    child.revive()
    moment[0] += 0.1
    assert child.revive() is None
    assert child.pid is None
    moment[0] += 0.2
    child.revive()
    assert child.pid is not None
    assert child.restarts == 1


def test_after_it_ran_well_the_pause_is_short_again(make, monkeypatch):
    child = make("raise SystemExit(3)")
    child._pause = 6.4
    child.start()
    child._popen.wait()
    child._started -= 31
    assert "in 0.2 s" in child.revive()


def test_the_signal_that_ended_it_is_named(make):
    child = make("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    child.start()
    assert "signal SIGKILL" in ended(child)


def test_what_it_prints_is_in_its_log(make, tmp_path):
    child = make("import sys; print('out'); print('err', file=sys.stderr)")
    child.start()
    ended(child)
    assert set((tmp_path / "one.log").read_text().split()) == {"out", "err"}


def test_a_log_is_put_aside_when_it_is_long(make, tmp_path, monkeypatch):
    monkeypatch.setattr(server, "_LOG_BYTES", 3)
    (tmp_path / "one.log").write_text("long")
    child = make("")
    child.start()
    assert (tmp_path / "one.log.1").read_text() == "long"


def test_what_it_forked_dies_with_it(make, tmp_path):
    child = make(FORKS)
    child.start()
    wait_until((tmp_path / "born").exists)
    grandchild = int((tmp_path / "born").read_text())
    os.kill(child.pid, 9)
    ended(child)
    wait_until(lambda: not alive(grandchild))


def test_it_is_asked_first(make, tmp_path):
    child = make(
        "import signal, sys, pathlib\n"
        "signal.signal(signal.SIGTERM, lambda *_: sys.exit(pathlib.Path('bye').touch()))\n"
        "pathlib.Path('ready').touch(); signal.pause()"
    )
    child.start()
    wait_until((tmp_path / "ready").exists)
    child.ask_to_stop()
    child.ensure_stopped(time.monotonic() + 60)
    assert (tmp_path / "bye").exists()
    assert child.pid is None
