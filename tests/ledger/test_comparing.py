"""An organization's entries in the database, held against the signed copy outside."""

import os

import psycopg
import pytest

from chaperone.ledger.actors import Actor
from chaperone.ledger.comparing import compare_with_mirror
from chaperone.ledger.errors import NotVerified
from chaperone.ledger.mirroring import catch_up
from chaperone.merkle.errors import BadPlace
from tests.ledger.trying import acting_for, place_all

pytestmark = pytest.mark.xdist_group("sequencer")


@pytest.fixture
def mirror(tmp_path):
    return tmp_path / "mirror"


@pytest.fixture
def size(record, placer, connected, mirror):
    record(300)
    place_all(placer)
    return catch_up(connected("sequencer"), mirror)


def compared(organization, mirror, size):
    with acting_for(organization):
        return compare_with_mirror(Actor("operator", None, organization), mirror=mirror, size=size)


def test_entries_that_are_the_signed_ones_compare(organization, mirror, size):
    assert compared(organization, mirror, size) >= 300


def test_mirror_that_is_not_there_is_named(organization, mirror, size, tmp_path):
    with pytest.raises(BadPlace):
        compared(organization, tmp_path / "elsewhere", size)


def test_changed_entry_is_found(organization, mirror, size, committed):
    admin = psycopg.conninfo.make_conninfo(os.environ["CHAPERONE_TEST_ADMIN"], dbname=committed)
    with psycopg.connect(admin) as connection:
        connection.execute("SET session_replication_role = replica")  # no trigger fires
        changed = connection.execute(
            "UPDATE ledger_entry SET sealed = sealed || '\\x00' WHERE id = ("
            "  SELECT max(id::text)::uuid FROM ledger_entry WHERE organization_id = %s)",
            [organization],
        )
        assert changed.rowcount == 1
    with pytest.raises(NotVerified, match="not the one that was signed"):
        compared(organization, mirror, size)
