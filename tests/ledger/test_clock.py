"""A clock that is put back or forward is recorded, and loses nothing."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from psycopg.errors import InsufficientPrivilege

from chaperone.database.identifiers import PLATFORM, first_id_of
from chaperone.jobs.clock import Jump
from chaperone.ledger import actions, placing
from chaperone.ledger.actors import Actor
from chaperone.ledger.clock import behind_ledger, note
from chaperone.ledger.errors import NotRecorded
from chaperone.ledger.queries import search, times
from chaperone.ledger.recording import record_clock
from chaperone.ledger.verification import verify
from chaperone.merkle.audit.keys import VerifierKey
from tests.ledger.trying import SOMEBODY, acting_for, append_one, place_all

pytestmark = pytest.mark.xdist_group("sequencer")
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


def test_at_a_start_the_ledger_knows_what_time_it_was(record, placer, connected):
    record(1)
    place_all(placer)
    sequencer = connected("sequencer")
    assert behind_ledger(sequencer, datetime.now(UTC)) is None
    early = datetime.now(UTC) - timedelta(hours=3)
    jump = behind_ledger(sequencer, early)
    assert (jump.kind, jump.after, jump.at_start) == ("back", early, True)
    assert timedelta(hours=2, minutes=59) < jump.by < timedelta(hours=3, minutes=1)


@pytest.fixture
def noted(connected):
    """``noted(jump)``: kept as the sequencer keeps it."""

    def note_one(jump):
        note(connected("sequencer"), jump)

    yield note_one
    # Rows stay for ever otherwise, and other tests search by time.
    owner = connected("owner")
    owner.execute("alter table ledger_clock_jump disable trigger user")
    owner.execute("delete from ledger_clock_jump")
    owner.execute("alter table ledger_clock_jump enable trigger user")


def test_a_worker_records_it_for_the_platform(platform, noted, as_login, committed):
    noted(Jump("back", NOON, NOON - timedelta(hours=1)))
    noted(Jump("forward", NOON, NOON + timedelta(days=1), at_start=True))
    with as_login("worker"):
        assert record_clock() == 2
        assert record_clock() == 0
        with acting_for(PLATFORM):
            rows = search(Actor("worker", None, PLATFORM)).rows
    found = {row.event: row for row in rows}
    back = found["ledger.clock.jumped_back"]
    assert (back.outcome, back.details) == (
        "failure",
        {
            "seconds": 3600.0,
            "before": "2026-11-26T12:00:00+00:00",
            "after": "2026-11-26T11:00:00+00:00",
            "noticed": "while sequencing",
        },
    )
    assert found["ledger.clock.jumped_forward"].details["noticed"] == "at the start"


@pytest.mark.parametrize("login", ["web", "worker", "sequencer", "auditor", "owner"])
@pytest.mark.parametrize(
    "statement",
    [
        "delete from ledger_clock_jump",
        "truncate ledger_clock_jump",
        "update ledger_clock_jump set seconds = 1",
        "update ledger_clock_jump set entry_id = null",
    ],
)
def test_what_was_noticed_is_kept(noted, platform, as_login, connected, login, statement):
    noted(Jump("back", NOON, NOON - timedelta(hours=1)))
    with as_login("worker"):
        record_clock()
    connection = connected(login)
    connection.execute("set default_transaction_read_only = off")
    with pytest.raises(InsufficientPrivilege):
        connection.execute(statement)


@pytest.fixture
def clock(monkeypatch):
    """``clock(-3600)``: from now on, ids and times are of an hour ago, in this process."""

    def put(seconds):
        shift = timedelta(seconds=seconds)

        class Shifted(datetime):
            @classmethod
            def now(cls, tz=None):
                return datetime.now(tz) + shift

        counter = iter(range(1, 1 << 20))
        for module in (actions, placing, times):
            monkeypatch.setattr(module, "datetime", Shifted)
        monkeypatch.setattr(
            actions,
            "new_id",
            lambda: UUID(int=first_id_of(Shifted.now(UTC)).int + next(counter)),
        )

    return put


def test_an_entry_after_the_clock_went_back_is_placed_last_and_found(
    organization, record, placer, clock, noted, log, as_login, connected
):
    record(3)
    place_all(placer)
    before = datetime.now(UTC)
    clock(-7200)
    late = record(3)
    # The sequencer's own clock went back, too: what is newer than it is no reason to miss anything.
    placer._next_sweep = 0.0
    size = place_all(placer)
    auditor = connected("auditor")
    placed = auditor.execute("select entry_id from ledger_leaf order by leaf_index").fetchall()
    assert [entry_id for (entry_id,) in placed[-3:]] == sorted(late)
    key = VerifierKey.parse((log / "log.pub").read_text())
    with as_login("auditor"):
        assert verify(key=key, mirrors=[]).size == size
    noted(Jump("back", before, before - timedelta(hours=2)))
    actor = Actor("staff", SOMEBODY, organization)
    with acting_for(organization):
        everything = [row.id for row in search(actor, limit=1000).rows]
        since = search(actor, since=before - timedelta(hours=3), until=before - timedelta(hours=1))
    assert len(everything) == len(
        auditor.execute(
            "select id from ledger_entry where organization_id = %s", [organization]
        ).fetchall()
    )
    assert {row.id for row in since.rows} == set(late)


def test_entries_from_before_the_clock_went_back_are_placed_by_the_sweep(
    organization, record, placer, clock
):
    """They seem to come from the future, where the quick look does not look."""
    place_all(placer)
    ids = record(2)
    clock(-7200)
    placer._next_sweep = float("inf")
    assert placer.place() == 0
    placer._next_sweep = 0.0
    assert placer.place() == len(ids)


def test_without_the_note_a_search_would_end_at_the_clock(organization, record, clock, noted):
    before = datetime.now(UTC)
    newest = record(1)[0]
    clock(-7200)
    actor = Actor("staff", SOMEBODY, organization)
    with acting_for(organization):
        assert newest not in {row.id for row in search(actor, limit=1000).rows}
    noted(Jump("back", before, before - timedelta(hours=2)))
    with acting_for(organization):
        assert newest in {row.id for row in search(actor, limit=1000).rows}


def test_a_clock_before_the_first_partition_records_nothing_and_so_does_nothing(
    organization, clock
):
    clock(-90 * 86400)
    with pytest.raises(NotRecorded), acting_for(organization):
        append_one(organization)
