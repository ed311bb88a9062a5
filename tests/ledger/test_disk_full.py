"""The database has no room: what refuses, what goes on, and that nothing is missing afterwards.

The server's own error for it (SQLSTATE 53100) is raised where it would be, by triggers that the
tests put up and take down; the disk itself is not filled.
"""

import psycopg
import pytest

from chaperone.ledger.actions import append_apart
from chaperone.ledger.actors import Actor
from chaperone.ledger.errors import NotRecorded
from chaperone.ledger.queries import search
from chaperone.ledger.verification import verify
from chaperone.merkle.audit.keys import VerifierKey
from tests.ledger.test_sequencer import eventually, start, unsigned
from tests.ledger.trying import SOMEBODY, TRIED, acting_for, append_one, place_all

pytestmark = pytest.mark.xdist_group("sequencer")
__all__ = ["start"]


@pytest.fixture
def full(connected):
    """``with full("ledger_leaf"):`` there is no room for another row of it."""
    owner = connected("owner")
    owner.execute("""
        create or replace function no_room() returns trigger language plpgsql as $$
        begin
            raise exception 'could not extend file: No space left on device' using errcode = '53100';
        end $$
    """)

    class Full:
        def __init__(self, table):
            self.table = table

        def __enter__(self):
            owner.execute(
                f"create trigger no_room before insert on {self.table}"
                " for each statement execute function no_room()"
            )

        def __exit__(self, *_):
            owner.execute(f"drop trigger no_room on {self.table}")

    yield Full
    owner.execute("drop function no_room()")


@pytest.fixture
def auditor(connected):
    return connected("auditor")


@pytest.mark.parametrize("table", ["ledger_entry", "ledger_pending"])
def test_what_cannot_be_recorded_does_not_happen(organization, full, auditor, table):
    count = "select count(*) from ledger_entry"
    before = auditor.execute(count).fetchone()
    actor = Actor("staff", SOMEBODY, organization)
    with full(table):
        with pytest.raises(NotRecorded) as raised, acting_for(organization):
            append_one(organization)
        assert isinstance(raised.value.__cause__.__cause__, psycopg.errors.DiskFull)
        with pytest.raises(NotRecorded):
            append_apart(event=TRIED, actor=actor)
        # What was recorded can be read meanwhile.
        with acting_for(organization):
            search(actor)
    assert auditor.execute(count).fetchone() == before
    with acting_for(organization):
        append_one(organization)


def test_what_was_recorded_waits_for_its_place_and_gets_it(
    record, full, placer, auditor, log, as_login
):
    place_all(placer)
    ids = record(3)
    with full("ledger_leaf"), pytest.raises(psycopg.errors.DiskFull):
        placer.place()
    waiting = auditor.execute("select entry_id from ledger_pending").fetchall()
    assert [entry_id for (entry_id,) in waiting] == ids
    size = place_all(placer)
    key = VerifierKey.parse((log / "log.pub").read_text())
    with as_login("auditor"):
        assert verify(key=key, mirrors=[]).size == size


@pytest.mark.parametrize("table", ["ledger_leaf", "ledger_checkpoint"])
def test_the_sequencer_tries_again_and_goes_on(record, full, start, auditor, table, caplog):
    running = start()
    eventually(lambda: unsigned(auditor) == 0)
    with full(table):
        record(2)
        eventually(lambda: "The database is away" in caplog.text)
        assert unsigned(auditor) >= 2
    eventually(lambda: unsigned(auditor) == 0)
    assert not running.raised
