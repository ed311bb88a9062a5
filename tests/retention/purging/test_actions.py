"""What is due goes, nothing else does, and the certificate says exactly what."""

import hashlib

import pytest
from django.db import DatabaseError, connection

from chaperone.retention.errors import AlreadyRunning, NoSuchRun
from chaperone.retention.holds.actions import ask_release, place_hold, release
from chaperone.retention.models import Run, RunCertificate
from chaperone.retention.purging import actions
from chaperone.retention.purging.actions import Progress, carry_on, stop_run
from tests.cast import LAKESIDE, grace, inside, samuel
from tests.retention.purging.scene import (
    NOTICES,
    asked_run,
    certificate,
    notices,
    old_notices,
    purged_of,
    run_now,
    to_the_end,
)
from tests.web.administration.asking import entries

pytestmark = pytest.mark.usefixtures("committed")


def small(monkeypatch, rows):
    """Batches of so many rows."""
    for name in ("LEAST", "FIRST", "MOST"):
        monkeypatch.setattr(actions, name, rows)


def test_what_is_due_goes_and_nothing_else(as_login, monkeypatch):
    small(monkeypatch, 3)
    due = old_notices(7)
    young, waiting = old_notices(2, days=700), old_notices(1, state="pending")
    run_id = asked_run()
    with as_login("worker"):
        to_the_end()
    assert notices() == sorted([*young, *waiting])
    said = certificate(run_id)
    assert purged_of(said) == 7
    (notice_class,) = (each for each in said["classes"] if each["class"] == NOTICES)
    digest = ""
    for each in due:
        digest = hashlib.sha256(f"{digest}\n{each}".encode()).hexdigest()
    assert notice_class["ids_sha256"] == digest
    assert (notice_class["due"], notice_class["held_back"]) == (7, 0)
    (entry,) = entries("retention.run.ended")
    with inside(LAKESIDE):
        row = RunCertificate.objects.get(run_id=run_id)
    assert entry.id == row.entry_id
    assert entry.details["sha256"] == hashlib.sha256(row.content.encode()).hexdigest()
    assert entry.details["purged"][NOTICES] == 7


def test_nothing_due_no_certificate(as_login):
    run_id = asked_run()
    with as_login("worker"):
        to_the_end()
    assert run_now(run_id).state == Run.State.NOTHING
    with inside(LAKESIDE):
        assert not RunCertificate.objects.exists()


def test_a_hold_keeps_a_class_and_the_certificate_names_it(as_login):
    due = old_notices(3)
    with samuel.acting() as actor:
        hold = place_hold(actor=actor, ground="litigation", matter="2026/7", class_name=NOTICES)
    run_id = asked_run()
    with as_login("worker"):
        to_the_end()
    assert notices() == due
    said = certificate(run_id)
    assert purged_of(said) == 0
    assert [each["held_back"] for each in said["classes"]] == [3]
    assert [each["matter"] for each in said["holds"]] == ["2026/7"]
    with grace.acting() as actor:
        ask_release(actor=actor, hold_id=hold.id)
    with samuel.acting() as actor:
        release(actor=actor, hold_id=hold.id)
    run_id = asked_run()
    with as_login("worker"):
        to_the_end()
    assert notices() == []
    assert purged_of(certificate(run_id)) == 3


def test_a_hold_placed_while_it_runs_keeps_the_rest(as_login, monkeypatch):
    small(monkeypatch, 2)
    old_notices(6)
    run_id = asked_run()
    with as_login("worker"):
        carry_on(organization_id=LAKESIDE, seconds=1e-9)
        carry_on(organization_id=LAKESIDE, seconds=1e-9)
    assert len(notices()) == 4
    with samuel.acting() as actor:
        place_hold(actor=actor, ground="subpoena", matter="1")
    with as_login("worker"):
        to_the_end()
    assert len(notices()) == 4
    assert purged_of(certificate(run_id)) == 2


def test_the_database_refuses_what_is_held_or_young(as_login):
    old_notices(1)
    old_notices(1, days=30)

    def delete():
        with as_login("worker"), inside(LAKESIDE), connection.cursor() as cursor:
            cursor.execute("delete from notices_notice where kind = 'tests'")
            return cursor.rowcount

    with samuel.acting() as actor:
        place_hold(actor=actor, ground="litigation", matter="1")
    assert delete() == 0
    with as_login("owner"), inside(LAKESIDE), connection.cursor() as cursor:
        cursor.execute("update retention_hold set release_asked_by = placed_by")
        cursor.execute(
            "update retention_hold set released_by = gen_random_uuid(), released_at = now()"
        )
    assert delete() == 1
    assert len(notices()) == 1


def test_no_other_login_deletes(as_login):
    old_notices(1)
    for login in ("web", "auditor", "sequencer", "backup"):
        with (
            as_login(login),
            pytest.raises(DatabaseError, match=r"permission|read-only"),
            inside(LAKESIDE),
            connection.cursor() as cursor,
        ):
            cursor.execute("delete from notices_notice")


def test_one_at_a_time():
    asked_run()
    with pytest.raises(AlreadyRunning):
        asked_run()


def test_stopped_it_ends_and_says_what_went(as_login, monkeypatch):
    small(monkeypatch, 2)
    old_notices(6)
    run_id = asked_run()
    with as_login("worker"):
        for _ in range(2):
            carry_on(organization_id=LAKESIDE, seconds=1e-9)
    with grace.acting() as actor:
        stop_run(actor=actor, run_id=run_id)
        with pytest.raises(NoSuchRun):
            stop_run(actor=actor, run_id=run_id)
    with as_login("worker"):
        to_the_end()
    assert len(notices()) == 4
    said = certificate(run_id)
    assert (said["run"]["ended"], purged_of(said)) == ("stopped", 2)


def test_at_its_limit_the_rest_waits_for_the_next_day(as_login, monkeypatch):
    small(monkeypatch, 2)
    monkeypatch.setattr(actions, "MOST_A_RUN", 4)
    old_notices(6)
    run_id = asked_run()
    with as_login("worker"):
        to_the_end()
    assert len(notices()) == 2
    assert run_now(run_id).state == Run.State.LIMITED


def test_it_waits_while_somebody_waits_for_a_lock(as_login, monkeypatch):
    old_notices(1)
    asked_run()
    monkeypatch.setattr(actions, "somebody_waits", lambda: True)
    with as_login("worker"):
        assert carry_on(organization_id=LAKESIDE) is Progress.WAITS
    assert len(notices()) == 1


def test_batches_shrink_when_one_is_slow_and_grow_when_they_are_quick():
    assert actions._next_size(200, 0.2) == 100
    assert actions._next_size(20, 0.2) == actions.LEAST
    assert actions._next_size(200, 0.01) == 400
    assert actions._next_size(2000, 0.01) == actions.MOST
    assert actions._next_size(200, 0.05) == 200
