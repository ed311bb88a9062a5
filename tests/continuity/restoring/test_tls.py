"""A restore into a server of one's own that is reached by TLS alone, whose certificate is checked."""

import json
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from chaperone.cli import certificates
from chaperone.cli import own_server as looked_at
from chaperone.cli.errors import DatabaseUnreachable
from chaperone.continuity.backups import dump
from chaperone.continuity.backups.errors import ClientMissing
from chaperone.continuity.restoring.own import OwnDatabase
from chaperone.database.address import Address, passwords_file
from tests.cli.postgresql_16 import EIGHTEEN, OwnServer, own_server
from tests.fakes.postgresql_tls import tls_before

pytestmark = pytest.mark.xdist_group("sequencer")


@pytest.fixture(scope="module")
def authority(tmp_path_factory) -> Path:
    """The folder of certificates: of localhost, by an authority of our own."""
    folder = tmp_path_factory.mktemp("authority")
    certificates.ensure(folder)
    return folder


@pytest.fixture(scope="module")
def server(authority):
    """Its address by TLS; nothing else is answered there."""
    key = authority / "server.key"
    with (
        own_server(EIGHTEEN) as found,
        tls_before(found.port, certificate=authority / "server.crt", key=key) as port,
    ):
        yield OwnServer(port), found


def address(server, authority, host="localhost"):
    """As the administrator names it, with the certificate checked against that authority."""
    url = server[0].url(f"care_{uuid4().hex[:8]}", user="rds").replace("127.0.0.1", host)
    return f"{url}?sslmode=verify-full&sslrootcert={authority / 'ca.crt'}&hostaddr=127.0.0.1"


def own(url):
    return OwnDatabase(looked_at.way_in(url), Address.parse(url))


def test_the_whole_way(lost, server, authority):
    url = address(server, authority)
    with lost.empty_place() as place:
        report = lost.restore(lost.file, place, own=own(url))
        assert report.rows > 1000
        assert report.settled["sample"] == 2
        assert report.ledger_size > 0
        secret = json.loads(passwords_file(place).read_text())["web"]
        with psycopg.connect(Address.parse(url).dsn("web", secret)) as web:
            assert web.pgconn.ssl_in_use
            assert web.execute("select count(*) from members_member").fetchone() == (0,)
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(url.replace("verify-full", "disable"))
    server[1].run(f"drop database {Address.parse(url).database} with (force)")


@pytest.mark.parametrize("wrong", ["name", "authority"])
def test_another_servers_certificate_is_not_taken(server, authority, tmp_path, wrong):
    certificates.ensure(tmp_path)
    asked = {"name": (authority, "db.example"), "authority": (tmp_path, "localhost")}
    with pytest.raises(DatabaseUnreachable, match="certificate"):
        looked_at.way_in(address(server, *asked[wrong]))


def test_without_a_client_that_speaks_tls_nothing_is_begun(lost, server, authority, monkeypatch):
    url = address(server, authority)
    target = own(url)
    monkeypatch.setattr(dump.shutil, "which", lambda _: None)
    with lost.empty_place() as place:
        with pytest.raises(ClientMissing, match="psql"):
            lost.restore(lost.file, place, own=target)
        assert not place.exists()
    assert not server[1].names("select datname from pg_database where datname ~ '^care_'")
