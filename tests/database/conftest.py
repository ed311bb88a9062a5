"""One throw-away PostgreSQL for the tests of this room."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from chaperone.database import logins
from chaperone.database.address import Address
from chaperone.database.passwords import load_or_create
from chaperone.database.server import Server
from chaperone.database.throwaway import throwaway_server


@dataclass(frozen=True)
class Prepared:
    """A server with the logins and one database."""

    server: Server
    address: Address
    passwords: dict[str, str]

    def connect(self, login: str) -> psycopg.Connection:
        return psycopg.connect(self.address.dsn(login, self.passwords[login]))

    def admin(self) -> psycopg.Connection:
        return psycopg.connect(self.server.admin_dsn, autocommit=True)


@pytest.fixture(scope="session")
def ground_server() -> Iterator[Server]:
    with throwaway_server() as server:
        yield server


@pytest.fixture(scope="session")
def prepared(ground_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    passwords = load_or_create(tmp_path_factory.mktemp("secrets") / "logins.json")
    assert logins.prepare(ground_server.admin_dsn, "ground", passwords) == ()
    address = replace(Address.parse(ground_server.address_dsn), database="ground")
    return Prepared(ground_server, address, passwords)


@pytest.fixture
def reachable() -> Iterator[Path]:
    """A fresh folder that another user may enter, as PostgreSQL does when root tests.

    Not below pytest's own temporary folder, which is closed to others.
    """
    with TemporaryDirectory(prefix="chaperone-test-", dir="/tmp") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)
