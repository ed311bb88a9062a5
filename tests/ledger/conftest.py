"""Ledgers to try things on. Everything commits, in a database of the test's own."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from django.conf import LazySettings
from django.db import connections, transaction

from chaperone.database.context import Context, apply
from chaperone.database.identifiers import PLATFORM, new_id
from chaperone.ledger import log_key
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.ledger.connecting import connect
from chaperone.ledger.events import event
from chaperone.ledger.placing import Placer, holds_lock
from chaperone.merkle.audit.keys import VerifierKey
from chaperone.vault.keyring import keyring

TRIED = event("ledger.thing.tried", "Something was tried, in a test")
Record = Callable[..., list[UUID]]
AsLogin = Callable[[str], AbstractContextManager[None]]


@contextmanager
def acting_for(organization_id: UUID) -> Iterator[None]:
    with transaction.atomic():
        with connections["default"].cursor() as cursor:
            apply(cursor, Context(organization_id))
        yield


def append_one(organization_id: UUID, *members: UUID, **details: object) -> UUID:
    actor = Actor("staff", UUID(int=7), organization_id)
    return append(event=TRIED, actor=actor, members=members, details=details)


@pytest.fixture
def organization(committed: str) -> UUID:
    """An organization that has its keys, and the platform with its own."""
    organization_id = new_id()
    for each in (PLATFORM, organization_id):
        with acting_for(each):
            keyring.create_organization(each)
    return organization_id


@pytest.fixture
def record(organization: UUID) -> Record:
    """``record(3, member)``: three entries, each committed on its own."""

    def append_each(count: int = 1, *members: UUID) -> list[UUID]:
        ids = []
        for number in range(count):
            with acting_for(organization):
                ids.append(append_one(organization, *members, number=number))
        return ids

    return append_each


@pytest.fixture
def log(tmp_path: Path, settings: LazySettings) -> Path:
    """A signing key and a mirror of this test's own; gives the folder of both."""
    settings.CHAPERONE_LOG_KEY = tmp_path / "log.key"
    settings.CHAPERONE_MIRRORS = [tmp_path / "mirror"]
    log_key.create(settings.CHAPERONE_LOG_KEY, UUID(int=1))
    return tmp_path


@pytest.fixture
def verifier(log: Path) -> VerifierKey:
    return VerifierKey.parse((log / "log.pub").read_text())


@pytest.fixture
def as_sequencer(committed: str, as_login: AsLogin) -> Iterator[psycopg.Connection]:
    with as_login("sequencer"):
        connection = connect()
    with connection:
        yield connection


@pytest.fixture
def placer(as_sequencer: psycopg.Connection, log: Path) -> Placer:
    assert holds_lock(as_sequencer)
    return Placer(as_sequencer, log_key.load(log / "log.key"))


@pytest.fixture
def as_owner(committed: str, as_login: AsLogin) -> Iterator[psycopg.Connection]:
    """The one who could do harm: the owner of the tables."""
    with as_login("owner"):
        connection = connect()
    with connection:
        yield connection


def places_all(placer: Placer) -> int:
    """Places what waits and signs; the size of the tree."""
    while placer.place():
        pass
    return placer.sign()
