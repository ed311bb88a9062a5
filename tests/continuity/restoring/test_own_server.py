"""A restore into a database on a server of one's own, whose administrator is no superuser."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from uuid import uuid4

import psycopg
import pytest

from chaperone.cli import own_server as looked_at
from chaperone.cli.errors import DatabaseHalfRestored, HalfRestored, ServerTaken
from chaperone.cli.folder import OWN, Config, DataFolder
from chaperone.continuity.restoring import errors, refilling
from chaperone.continuity.restoring.own import OwnDatabase
from chaperone.continuity.restoring.place import MARK, Place
from chaperone.database.address import Address, passwords_file
from chaperone.database.logins import LOGINS
from tests.cli.postgresql_16 import EIGHTEEN
from tests.cli.postgresql_16 import own_server as running

pytestmark = pytest.mark.xdist_group("sequencer")


@pytest.fixture(scope="module")
def server():
    """Of the version that the tests' own database has."""
    with running(EIGHTEEN) as found:
        yield found


@pytest.fixture
def url(server):
    """Of a database that is not there yet; every one of Chaperone's goes in the end."""
    yield server.url(f"care_{uuid4().hex[:8]}", user="rds")
    for name in server.names("select datname from pg_database where datname ~ '^care_'"):
        server.run(f"drop database {name} with (force)")


def own(url):
    return OwnDatabase(looked_at.way_in(url), Address.parse(url))


@pytest.fixture
def place(lost):
    with lost.empty_place() as folder:
        yield folder


def entered(url, place, login):
    """A connection to it as one of its logins."""
    found = json.loads(passwords_file(place).read_text())
    return psycopg.connect(Address.parse(url).dsn(login, found[login]))


def is_empty(server, url):
    """No tables; or no database."""
    name = Address.parse(url).database
    if not server.names(f"select datname from pg_database where datname = '{name}'"):
        return True
    own(url).check("")
    return True


def test_it_is_all_there_and_only_its_logins_enter(lost, server, url, place):
    report = lost.restore(lost.file, place, own=own(url))
    assert report.rows > 1000
    assert report.settled["sample"] == 2
    assert report.ledger_size > 0
    # Said and not done: whoever is no superuser may not let a login see all.
    assert any("alter role chaperone_backup bypassrls" in each for each in report.missing)
    assert not (place / MARK).exists()
    assert not (place / "postgres").exists()
    config = DataFolder(place).config()
    assert config.database == OWN
    with entered(url, place, "web") as web:
        # Row security came along: no context, no rows.
        assert web.execute("select count(*) from members_member").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web.execute("create table public.mine (x int)")
    with entered(url, place, "owner") as owner:
        # It binds the owner again, who counted without it.
        assert owner.execute("select count(*) from members_member").fetchone() == (0,)
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        psycopg.connect(url)
    assert not server.names("select rolname from pg_roles where rolsuper and rolname <> 'boss'")
    # The next start finds it as its own, and nobody else does.
    looked_at.check(url, config)
    looked_at.refuse_half_restored(url)
    with pytest.raises(ServerTaken):
        looked_at.check(url, Config())
    with pytest.raises(errors.DatabaseTaken):
        own(url).check("")
    other = replace(Address.parse(url), database="care_other")
    with pytest.raises(errors.LoginsUsed, match=Address.parse(url).database):
        OwnDatabase(looked_at.way_in(url), other).check("")


@pytest.mark.parametrize(
    "statement",
    [
        "create table theirs (x int)",
        "create sequence theirs",
        "create view theirs as select 1",
        "create function theirs() returns int language sql return 1",
        "create schema payroll; create table payroll.salary (x int)",
        "select lo_create(7)",
    ],
)
def test_whatever_it_holds_stays(lost, server, url, place, statement):
    name = Address.parse(url).database
    server.run(f"create database {name}")
    server.run(statement, database=name)
    with pytest.raises(errors.DatabaseTaken, match=name):
        lost.restore(lost.file, place, own=own(url))
    assert not place.exists()
    owner = server.names(f"select pg_get_userbyid(datdba) from pg_database where datname='{name}'")
    assert owner == ["boss"]


def test_what_came_in_while_the_backup_was_read_stays(server, url):
    name = Address.parse(url).database
    server.run(f"create database {name} encoding 'UTF8' template template0")
    target = own(url)
    target.check("")
    server.run("create table theirs (x int)", database=name)
    with pytest.raises(errors.DatabaseTaken):
        target.claim("one", dict.fromkeys(LOGINS, "of-a-login"))
    target.empty("one")
    with psycopg.connect(server.url(name)) as boss:
        assert boss.execute("select count(*) from theirs").fetchone() == (0,)


def test_one_that_nobody_may_look_into_stays(server, url):
    name = Address.parse(url).database
    server.run(f"create database {name}", f"revoke connect on database {name} from public")
    with pytest.raises(errors.DatabaseTaken):
        own(url).check("")


def test_one_that_is_not_in_utf_8_is_refused(server, url):
    server.run(
        f"create database {Address.parse(url).database} encoding 'LATIN1' locale 'C'"
        " template template0"
    )
    with pytest.raises(errors.NotInUnicode, match="LATIN1"):
        own(url).check("")


def test_an_older_server_is_refused(lost, url, place, monkeypatch):
    monkeypatch.setattr(OwnDatabase, "version", lambda _: 17)
    with pytest.raises(errors.DatabaseNewer, match="18, and 17 here"):
        lost.restore(lost.file, place, own=own(url))
    assert not place.exists()


def test_what_the_database_refuses_leaves_both_places_empty(lost, server, url, place, monkeypatch):
    name = Address.parse(url).database
    # Made beforehand, as where the administrator may make no databases.
    server.run(f"create database {name} owner rds encoding 'UTF8' template template0")
    real = refilling.Script.finish

    def cut(self):
        real(self)
        raise errors.NotFilled("cut")

    monkeypatch.setattr(refilling.Script, "finish", cut)
    with pytest.raises(errors.NotFilled, match="cut"):
        lost.restore(lost.file, place, own=own(url))
    assert not any(place.iterdir())
    assert is_empty(server, url)
    monkeypatch.undo()
    assert lost.restore(lost.file, place, own=own(url)).rows > 1000


def test_a_statement_that_fails_is_told_by_the_words_of_the_database(lost, url, place, monkeypatch):
    monkeypatch.setattr(refilling, "_NEWER", b"")
    monkeypatch.setattr(refilling, "_OPTIONS", "-c statement_timeout=x")
    with pytest.raises(errors.NotFilled, match="statement_timeout"):
        lost.restore(lost.file, place, own=own(url))
    assert not any(place.iterdir())


KILLED = """
import os, signal, sys
from pathlib import Path
from chaperone.cli import own_server
from chaperone.continuity.restoring import refilling, running
from chaperone.continuity.restoring.own import OwnDatabase
from chaperone.continuity.restoring.place import Place
from chaperone.database.address import Address
file, place, identity, root_key, url, step = sys.argv[1:]
def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
if step == "filling":
    refilling.Script.finish = die
elif step == "finished":
    real = OwnDatabase.finish
    OwnDatabase.finish = lambda *given: (real(*given), die())
else:
    real = Place.step
    Place.step = lambda self, backup, name: die() if name == step else real(self, backup, name)
own = OwnDatabase(own_server.way_in(url), Address.parse(url))
running.run(Path(file), Path(place), identity=identity, root_key=Path(root_key), own=own)
"""
STEPS = os.environ.get("CHAPERONE_PROVE_STEPS", "filling,finished").split(",")


@pytest.mark.parametrize("step", STEPS)
def test_killed_it_does_not_start_and_begins_anew(lost, server, url, place, step):
    told = [str(lost.file), str(place), str(lost.identity), str(lost.root_key), url, step]
    died = subprocess.run(
        [sys.executable, "-c", KILLED, *told],
        capture_output=True,
        env=os.environ | {"PYTHONPATH": "src"},
    )
    assert died.returncode == -9, died.stderr
    with pytest.raises(HalfRestored, match="begins anew"):
        DataFolder(place).check()
    if step != "finished":
        with pytest.raises(DatabaseHalfRestored, match="begins anew"):
            looked_at.refuse_half_restored(url)
        # Somebody else's folder does not take it over.
        with pytest.raises(errors.HalfRestoredElsewhere):
            own(url).check("another")
    again = Place(place, own(url))
    again.check()
    again.begin("again")
    assert is_empty(server, url)
    assert not (place / "config.json").exists()


def test_who_still_works_on_it_is_waited_for(lost, server, url, place):
    target = own(url)
    passwords = dict.fromkeys(LOGINS, "of-a-login")
    target.claim("one", passwords)
    with psycopg.connect(Address.parse(url).dsn("owner", "of-a-login")) as left:
        left.execute("create table public.half (x int)")
        left.commit()
        left.execute("select * from public.half")
        with pytest.raises(errors.DatabaseUsed):
            target.empty("one")
    target.empty("two")
    with pytest.raises(errors.HalfRestoredElsewhere):
        target.check("")
    target.empty("one")
    target.check("")
