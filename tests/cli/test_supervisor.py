"""The real supervisor and PostgreSQL over stand-ins for the other processes."""

import os
import resource
import signal
import subprocess
from pathlib import Path

import psycopg
import pytest

from chaperone.cli import state
from chaperone.cli.processes import PROCESSES, UPGRADE, environment
from chaperone.database import address, postmaster
from tests.cli.conftest import alive, wait_until


def test_all_runs_and_tells_where(installation):
    installation.start()
    assert set(installation.pids()) == {"postgresql", "web", "worker-1", "sequencer"}
    assert all(map(alive, installation.pids().values()))
    found = state.read(installation.folder)
    assert found["healthy"] is True
    assert found["url"] == f"https://localhost:{installation.port}"


@pytest.mark.parametrize("order", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_everything(installation, order):
    installation.start()
    pids = installation.pids().values()
    installation.process.send_signal(order)
    assert installation.process.wait(60) == 0
    assert "STOPPED" in installation.said()
    assert not any(map(alive, pids))
    assert state.read(installation.folder) == {}
    assert not (installation.folder.run / "database.json").exists()


def test_a_signal_during_the_start_stops_it_too(installation):
    installation.start(healthy=False)
    wait_until(lambda: "Starting PostgreSQL" in installation.said())
    installation.process.terminate()
    assert installation.process.wait(60) == 0
    assert "HEALTHY" not in installation.said()
    assert postmaster.find(installation.folder.database.resolve() / "cluster") is None


def test_a_deaf_process_is_killed(installation):
    installation.start("stubborn")
    wait_until(lambda: "deaf" in (installation.folder.logs / "sequencer.log").read_text())
    pid = installation.pids()["sequencer"]
    installation.process.terminate()
    assert installation.process.wait(60) == 0
    assert not alive(pid)


def test_kill_9_of_the_supervisor_leaves_no_orphans_and_the_next_start_works(installation):
    installation.start()
    pids = installation.pids()
    installation.process.kill()
    installation.process.wait()
    wait_until(lambda: not any(map(alive, pids.values())))
    installation.start()
    assert set(installation.pids()) == set(pids)


@pytest.mark.parametrize("name", ["web", "worker-1", "sequencer", "postgresql"])
def test_what_is_killed_is_started_again_and_said(installation, name):
    installation.start()
    before = installation.pids()
    os.kill(before[name], signal.SIGKILL)
    wait_until(lambda: installation.pids()[name] not in (before[name], None))
    assert "again" in installation.said()
    others = {other: pid for other, pid in installation.pids().items() if other != name}
    assert others == {other: pid for other, pid in before.items() if other != name}


def test_after_a_restart_postgresql_has_the_address_that_the_others_know(installation):
    installation.start()
    folder = installation.folder.root
    before = address.find(folder, {})
    pid = installation.pids()["postgresql"]
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: installation.pids()["postgresql"] not in (pid, None))
    assert address.find(folder, {}) == before
    with psycopg.connect(before.dsn("web", address.password(folder, "web", {}))) as web:
        assert web.execute("select 1").fetchone() == (1,)


def test_a_full_disk_does_not_end_it_and_what_changed_is_told_later(installation):
    installation.start()
    supervisor, before = installation.process.pid, installation.pids()
    resource.prlimit(supervisor, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    os.kill(before["worker-1"], signal.SIGKILL)
    old = set(before.values()) - {before["worker-1"]}
    wait_until(lambda: children_of(supervisor) - old)
    assert installation.pids()["worker-1"] == before["worker-1"]
    resource.prlimit(supervisor, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
    wait_until(lambda: installation.pids()["worker-1"] in children_of(supervisor))


def children_of(pid: int) -> set[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return {int(child) for child in children if alive(int(child))}


def test_a_second_supervisor_is_refused_and_the_first_stays(installation):
    installation.start()
    second = subprocess.run(
        [*installation.process.args],
        env=os.environ | {"CHAPERONE_DATA": str(installation.folder.root)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert second.returncode == 1
    assert f"already runs on {installation.folder.root}" in second.stderr
    assert str(installation.process.pid) in second.stderr
    assert all(map(alive, installation.pids().values()))


def test_a_process_knows_its_own_password_only(installation):
    installation.start()
    passwords = {
        login: address.password(installation.folder.root, login, {})
        for login in ("owner", "web", "worker", "sequencer", "auditor", "backup")
    }
    for name, login in (("web", "web"), ("worker-1", "worker"), ("sequencer", "sequencer")):
        text = Path(f"/proc/{installation.pids()[name]}/environ").read_text()
        assert {known for known, password in passwords.items() if password in text} == {login}


def test_no_server_process_is_the_owner():
    assert {process.login for process in PROCESSES} == {"web", "worker", "sequencer"}
    assert UPGRADE.login == "owner"


def test_the_login_of_an_administrator_is_not_handed_down(monkeypatch, tmp_path):
    url = "postgresql://root:top-secret@db.example/care"
    monkeypatch.setenv("CHAPERONE_DATABASE_URL", url)
    found = environment(
        PROCESSES[0],
        data=tmp_path,
        url="https://localhost:1",
        demo=False,
        address=address.Address.parse(url),
        passwords={"web": "w"},
    )
    assert not any("top-secret" in value for value in found.values())
    assert found["CHAPERONE_DATABASE_PASSWORD"] == "w"
