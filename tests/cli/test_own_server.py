"""CHAPERONE_DATABASE_URL: PostgreSQL 16 with an administrator who is no superuser, nothing else."""

import json
from uuid import uuid4

import pytest

from chaperone.cli import own_server, preflight
from chaperone.cli.errors import (
    DatabaseGone,
    DatabaseNotOurs,
    DatabaseOfTheServer,
    DatabaseTooOld,
    DatabaseUnreachable,
    EmbeddedHere,
    OwnServerForgotten,
    ServerTaken,
)
from chaperone.cli.folder import EMBEDDED, OWN, Config
from chaperone.database.errors import NotPermitted
from chaperone.database.server import Server
from tests.cli.conftest import free_port
from tests.cli.postgresql_16 import own_server as running_server

FIRST, LATER = Config(), Config(root_key="file:1", database=OWN)


@pytest.fixture(scope="module")
def server():
    with running_server() as found:
        yield found


@pytest.fixture
def name():
    return f"care_{uuid4().hex[:8]}"


@pytest.fixture
def owner(server):
    """The role of the owner, as an earlier installation left it."""
    server.run("create role chaperone_owner")
    yield
    server.run(
        *(
            f"drop database {name}"
            for name in server.names("select datname from pg_database where datname ~ '^care_'")
        ),
        "drop role chaperone_owner",
    )


def test_the_whole_way_from_an_empty_server_to_a_verified_record(run, name, folder):
    with running_server() as server:
        url = server.url(name, user="rds")
        started = run(*("up", "--detach", "--port", str(free_port())), CHAPERONE_DATABASE_URL=url)
        assert started.returncode == 0, started.stderr
        assert "Let an administrator of the server run: alter role" in started.stdout
        wrong = [found for found in json.loads(run("doctor", "--json").stdout) if not found["ok"]]
        assert [found["check"] for found in wrong] == ["login for backups"]
        server.run(
            "alter role chaperone_backup bypassrls", "grant pg_read_all_data to chaperone_backup"
        )
        healthy = run("doctor")
        assert healthy.returncode == 0, healthy.stdout
        names = [p["name"] for p in json.loads(run("status", "--json").stdout)["processes"]]
        assert names == ["web", "worker-1", "worker-2", "sequencer", "backup"]

        # From here on as in another shell, which knows the data folder only.
        question = "What should I eat with diabetes?"
        answered = run("text", "--from", "+15085550155", "--json", question)
        assert json.loads(answered.stdout)["answered_by"] == "assistant", answered.stderr
        verified = run("ledger", "verify")
        assert verified.returncode == 0, verified.stderr
        assert run("down").returncode == 0
        forgotten = run("up", "--detach")
        assert forgotten.returncode == 1
        assert "CHAPERONE_DATABASE_URL" in forgotten.stderr
        assert not folder.database.exists()

        again = run("up", "--detach", CHAPERONE_DATABASE_URL=url)
        assert again.returncode == 0, again.stderr
        assert run("ledger", "verify").returncode == 0
        made = run("backup", "create", "--json")
        assert made.returncode == 0, made.stderr
        assert run("down").returncode == 0

    # The server is gone, and so is the machine: a backup, the keys and the mirror are left.
    lost = folder.root.rename(folder.root.with_name("lost"))
    # The schedule may have made one as well.
    file = max(lost.glob("**/*.age"), key=lambda path: path.stat().st_mtime)
    keys = ("--identity", str(lost / "secrets" / "backup.identity"))
    keys += ("--root-key", str(lost / "keys" / "root.key"))
    with running_server() as server:
        url = server.url(name, user="rds")
        words = ("restore", str(file), *keys, "--mirror", str(lost / "mirror"), "--json")
        moment = run(*words, "--to", "last", "--archive", "/srv", CHAPERONE_DATABASE_URL=url)
        assert moment.returncode == 2
        assert "unset CHAPERONE_DATABASE_URL" in moment.stderr
        back = run(*words, CHAPERONE_DATABASE_URL=url)
        assert back.returncode == 0, back.stderr
        report = json.loads(back.stdout)
        assert report["settled"]["sample"] >= 1
        assert any("alter role chaperone_backup bypassrls" in each for each in report["missing"])
        assert not folder.database.exists()
        forgotten = run("up", "--detach")
        assert "CHAPERONE_DATABASE_URL" in forgotten.stderr
        again = run("up", "--detach", CHAPERONE_DATABASE_URL=url)
        assert again.returncode == 0, again.stderr
        assert run("ledger", "verify", "--mirror", str(lost / "mirror")).returncode == 0
        assert run("down").returncode == 0
        occupied = run(*words, CHAPERONE_DATABASE_URL=url)
        assert occupied.returncode == 1


def test_a_database_that_is_not_there_yet_is_no_obstacle(server, name):
    own_server.check(server.url(name, user="rds"), FIRST)
    assert "dbname=postgres" in own_server.way_in(server.url(name))


def test_an_empty_database_is_no_obstacle(server, name):
    server.run(f"create database {name}")
    own_server.check(server.url(name), FIRST)


def test_a_server_that_keeps_its_own_database_closed_is_entered_by_the_named_one(server, name):
    server.run(
        f"create database {name} owner rds", "revoke connect on database postgres from public"
    )
    try:
        assert f"dbname={name}" in own_server.way_in(server.url(name, user="rds"))
        own_server.check(server.url(name, user="rds"), FIRST)
    finally:
        server.run("grant connect on database postgres to public")


def test_the_databases_of_the_server_are_left_alone(server):
    for database in ("postgres", "template1"):
        with pytest.raises(DatabaseOfTheServer, match=database):
            own_server.check(server.url(database), FIRST)


def test_tables_of_others_are_left_alone(server, name):
    server.run(f"create database {name}")
    server.run("create schema payroll", "create table payroll.salary (x int)", database=name)
    with pytest.raises(DatabaseNotOurs, match=name):
        own_server.check(server.url(name), FIRST)


def test_a_database_that_the_administrator_may_not_look_into_is_left_alone(server, name):
    server.run(f"create database {name}", f"revoke connect on database {name} from public")
    with pytest.raises(DatabaseNotOurs, match=name):
        own_server.check(server.url(name, user="rds"), FIRST)


def test_a_first_start_that_was_broken_off_goes_on(server, name, owner):
    server.run(f"create database {name} owner chaperone_owner")
    server.run("create table members (x int)", database=name)
    own_server.check(server.url(name), FIRST)


def test_the_server_of_another_installation_is_left_alone(server, name, owner):
    server.run(
        f"create database {name} owner chaperone_owner",
        f"""comment on database {name} is '{{"fingerprint": "x", "root_key": "file:9"}}'""",
    )
    for database in (name, "another"):
        with pytest.raises(ServerTaken, match=f"{name} of another installation .root key file:9"):
            own_server.check(server.url(database), FIRST)
    own_server.check(server.url(name), Config(root_key="file:9"))


def test_a_database_that_is_gone_is_not_made_anew(server, name):
    with pytest.raises(DatabaseGone, match="Restore it from a backup"):
        own_server.check(server.url(name), LATER)


def test_an_administrator_who_may_not_make_logins_is_told_so(server, name):
    server.run("create role clerk login createdb password 'of-the-administrator'")
    with pytest.raises(NotPermitted, match="clerk may not make logins"):
        own_server.check(server.url(name, user="clerk"), FIRST)


def test_an_old_server_is_refused(server, name, monkeypatch):
    monkeypatch.setattr(own_server, "OLDEST_POSTGRESQL", 17)
    with pytest.raises(DatabaseTooOld, match="PostgreSQL 16; Chaperone needs 17"):
        own_server.check(server.url(name), FIRST)


def test_a_wrong_password_is_said_and_not_repeated(server, name):
    url = server.url(name).replace("of-the-administrator", "top-secret")
    with pytest.raises(DatabaseUnreachable, match="password authentication failed") as refusal:
        own_server.check(url, FIRST)
    assert "top-secret" not in str(refusal.value)


@pytest.mark.parametrize(
    ("remembered", "refusal"), [(EMBEDDED, EmbeddedHere), (OWN, OwnServerForgotten)]
)
def test_a_data_folder_stays_with_its_database(folder, server, monkeypatch, remembered, refusal):
    folder.create(Config(database=remembered))
    monkeypatch.setenv("CHAPERONE_DATABASE_URL", server.url("care"))
    embedded = Server(folder.database, password_file=folder.administrator)
    with pytest.raises(refusal):
        preflight.check(
            folder,
            port=free_port(),
            demo=None,
            server=embedded if remembered == OWN else None,
        )


def test_an_embedded_database_that_is_gone_is_not_made_anew(folder):
    folder.create(Config(database=EMBEDDED))
    server = Server(folder.database, password_file=folder.administrator)
    with pytest.raises(DatabaseGone, match="choose another folder"):
        preflight.check(folder, port=free_port(), demo=None, server=server)


def test_a_server_that_goes_away_is_a_sentence(server, name, run):
    gone = f"postgresql://boss:top-secret@127.0.0.1:{free_port()}/{name}"
    said = run("up", "--no-demo", CHAPERONE_DATABASE_URL=gone)
    assert said.returncode == 1
    assert said.stderr.startswith(
        "chaperone: The database at CHAPERONE_DATABASE_URL does not answer"
    )
    assert len(said.stderr.splitlines()) == 1
