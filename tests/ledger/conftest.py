"""Ledgers to try things on. Everything commits, in a database of the test's own."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any
from uuid import UUID

import psycopg
import pytest

from chaperone.database.identifiers import PLATFORM, new_id


@pytest.fixture(scope="module")
def committed(committing: Any) -> Iterator[str]:
    """One database for each file of tests, in which transactions really commit."""
    with committing() as name:
        yield name


@pytest.fixture(scope="module")
def organization(committed: str) -> UUID:
    """An organization that has its keys."""
    from chaperone.vault.keyring import keyring
    from tests.ledger.trying import acting_for

    organization_id = new_id()
    with acting_for(organization_id):
        keyring.create_organization(organization_id)
    return organization_id


@pytest.fixture(scope="module")
def platform(committed: str) -> UUID:
    """The platform's keys, which an installation makes when it is set up."""
    from chaperone.vault.keyring import keyring
    from chaperone.vault.models import Key
    from tests.ledger.trying import acting_for

    with acting_for(PLATFORM):
        if not Key.objects.filter(organization_id=PLATFORM).exists():
            keyring.create_organization(PLATFORM)
    return PLATFORM


@pytest.fixture
def record(organization: UUID) -> Any:
    """``record(3, member)``: three entries about a member, each committed on its own."""
    from tests.ledger.trying import acting_for, append_one

    def append_each(count: int = 1, *members: UUID) -> list[UUID]:
        ids = []
        for number in range(count):
            with acting_for(organization):
                ids.append(append_one(organization, *members, number=number))
        return ids

    return append_each


@pytest.fixture(scope="module")
def log_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the signing key is: one for each database."""
    from chaperone.ledger import log_key

    folder = tmp_path_factory.mktemp("log")
    log_key.create(folder / "log.key", UUID(int=1))
    return folder


@pytest.fixture
def log(log_folder: Path, tmp_path: Path, settings: Any) -> Path:
    """The folder of the signing key, which the settings now name, as they do an empty mirror."""
    settings.CHAPERONE_LOG_KEY = log_folder / "log.key"
    settings.CHAPERONE_MIRRORS = [tmp_path / "mirror"]
    return log_folder


@pytest.fixture
def connected(committed: str, as_login: Any) -> Iterator[Any]:
    """``connected("owner")``: a connection of that login, closed at the end of the test."""
    from chaperone.ledger.connecting import connect

    opened: list[psycopg.Connection] = []

    def open_one(login: str) -> psycopg.Connection:
        with as_login(login):
            opened.append(connect())
        return opened[-1]

    yield open_one
    for connection in opened:
        connection.close()


@pytest.fixture
def placer(connected: Any, log: Path) -> Any:
    from chaperone.ledger import log_key
    from chaperone.ledger.placing import Placer, holds_lock

    connection = connected("sequencer")
    # A server notices the closed session of the test before a moment later.
    assert any(holds_lock(connection) or Event().wait(0.05) for _ in range(200))
    return Placer(connection, log_key.load(log / "log.key"))
