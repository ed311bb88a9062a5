"""Drills as the worker runs them: with a restorer of the test's own. Everything really commits."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, connections, transaction

from chaperone.access.actors import operator
from chaperone.continuity.drills.actions.filing import file_drills
from chaperone.continuity.drills.actions.running import clean_up, run
from chaperone.continuity.drills.dues import dues
from chaperone.continuity.drills.errors import AnotherRuns, DrillError, NothingToRestore
from chaperone.continuity.drills.readings import readings
from chaperone.continuity.drills.restores import Chosen, Restored
from chaperone.continuity.models import Drill, Exercise
from chaperone.ledger.queries import search
from chaperone.notices.models import Notice
from tests.cast import HARBOR, LAKESIDE, OPERATIONS, amara, inside, samuel
from tests.continuity.asking import get, text

pytestmark = pytest.mark.usefixtures("committed")
MADE = datetime(2026, 11, 26, 2, tzinfo=UTC)
BACKUP = Chosen(uuid4(), "chaperone-demo-20261126T020000Z-0a1b2c3d.age", MADE, None)


def restores(chosen: Chosen, place: Path) -> Restored:
    (place / "base").write_text("restored")
    return Restored(
        datetime.now(UTC) - timedelta(hours=2), {"rows": 1234, "seconds": {"load": 1.5}}
    )


def breaks(chosen: Chosen, place: Path) -> Restored:
    (place / "half").write_text("half")
    raise DrillError("The backup is damaged.")


def crashes(chosen: Chosen, place: Path) -> Restored:
    raise ValueError("secret-of-a-library")


def filed(organization_id):
    with inside(organization_id):
        return list(Exercise.objects.select_related("drill").order_by("id").filter(kind="restore"))


def told(organization_id):
    with inside(organization_id):
        rows = Notice.objects.filter(kind="continuity.drill_failed")
        return {(row.recipient_id, row.way) for row in rows}


def due_now(organization_id):
    with inside(organization_id):
        return [each.what for each in dues(organization_id, datetime.now(UTC).date())]


def test_a_drill_is_timed_compared_and_filed_with_everybody(as_login, tmp_path):
    with as_login("worker"):
        drill = run(chosen=BACKUP, scratch=tmp_path / "scratch", restore=restores)
        file_drills()
    assert drill.state == "whole"
    assert 0 < drill.seconds < 60
    assert timedelta(hours=1, minutes=59) < drill.lost < timedelta(hours=2, minutes=1)
    assert list((tmp_path / "scratch").iterdir()) == []
    for organization_id in (LAKESIDE, HARBOR, OPERATIONS):
        (exercise,) = filed(organization_id)
        assert exercise.drill_id == drill.id
        assert told(organization_id) == set()
        with inside(organization_id):
            (entry,) = search(operator(organization_id), event="continuity.drill.passed").rows
            assert entry.id == exercise.entry_id
            assert entry.details["lost seconds"] == round(drill.lost.total_seconds())
    (at_lakeside,), (at_harbor,) = filed(LAKESIDE), filed(HARBOR)
    assert (at_lakeside.outage_minutes, at_lakeside.loss_minutes) == (4 * 60, 24 * 60)
    assert (at_lakeside.result, at_harbor.outage_minutes) == ("good", None)
    page = text(get(samuel, "drills:exercise", exercise_id=at_lakeside.id))
    for said in (BACKUP.name, "Within what may be", "Rows", "1,234", "may be 4 hours"):
        assert said in page
    overview = text(get(samuel, "overview"))
    assert "There is no whole backup" in overview or "Yes" in overview
    assert "Would be met" in overview


def test_a_drill_that_fails_is_filed_and_calls_who_runs_the_installation(as_login, tmp_path):
    with as_login("worker"):
        drill = run(chosen=BACKUP, scratch=tmp_path, restore=breaks, cause="schedule")
        file_drills()
    assert (drill.state, drill.why) == ("failed", "The backup is damaged.")
    assert list(tmp_path.iterdir()) == []
    assert (amara.user.id, "email") in told(OPERATIONS)
    # Customers find it in their calendars; the platform's people can mend it.
    assert told(LAKESIDE) == set()
    for organization_id in (LAKESIDE, OPERATIONS):
        (exercise,) = filed(organization_id)
        assert exercise.result == "failed"
        assert any("restore drill failed" in what for what in due_now(organization_id))
    page = text(get(samuel, "drills:exercise", exercise_id=filed(LAKESIDE)[0].id))
    assert "The backup is damaged." in page
    assert "No." in text(get(samuel, "overview"))
    with as_login("worker"):
        run(chosen=BACKUP, scratch=tmp_path, restore=restores)
    assert not any("restore drill failed" in what for what in due_now(LAKESIDE))


def test_an_error_of_a_library_is_not_quoted(as_login, tmp_path):
    with as_login("worker"):
        drill = run(chosen=BACKUP, scratch=tmp_path, restore=crashes)
    assert "ValueError" in drill.why
    assert "secret-of-a-library" not in drill.why


def test_nothing_to_restore_is_a_failure_too(as_login, tmp_path):
    with as_login("worker"), pytest.raises(NothingToRestore):
        run(chosen=None, scratch=tmp_path, restore=restores)
    (exercise,) = filed(LAKESIDE)
    assert "no whole backup" in exercise.drill.why
    assert told(OPERATIONS)


def test_two_drills_do_not_run_at_once_and_a_dead_one_is_ended(as_login, tmp_path):
    seen = []

    def tries_another(chosen, place):
        other = connections.create_connection("default")
        own = connections["default"]
        connections["default"] = other
        try:
            with pytest.raises(AnotherRuns):
                run(chosen=BACKUP, scratch=tmp_path, restore=restores)
            clean_up(tmp_path)
        finally:
            other.close()
            connections["default"] = own
        seen.append(place.exists())
        return restores(chosen, place)

    with as_login("worker"):
        assert run(chosen=BACKUP, scratch=tmp_path, restore=tries_another).state == "whole"
        assert seen == [True]
        Drill.objects.create(cause="schedule")
        (tmp_path / "drill-left").mkdir()
        clean_up(tmp_path)
        clean_up(tmp_path)
    assert list(tmp_path.iterdir()) == []
    passed, died = filed(LAKESIDE)
    assert (passed.result, died.result) == ("good", "failed")
    assert "ended before the drill did" in died.drill.why


def test_what_came_of_a_drill_is_not_changed_by_anybody(as_login, tmp_path):
    with as_login("worker"):
        drill = run(chosen=BACKUP, scratch=tmp_path, restore=breaks)
        refuses("UPDATE continuity_drill SET state = 'whole', seconds = 1", "is not changed")
        refuses("DELETE FROM continuity_drill", "permission denied")
        refuses("UPDATE continuity_exercise SET result = 'good'", "permission denied")
    with as_login("web"):
        refuses("UPDATE continuity_drill SET why = 'x'", "permission denied")
        refuses("INSERT INTO continuity_drill (id) VALUES (gen_random_uuid())", "permission denied")
        refuses("UPDATE continuity_exercise SET result = 'good'", "permission denied")
        refuses("DELETE FROM continuity_exercise", "permission denied")
        assert Drill.objects.get().id == drill.id


def refuses(statement: str, why: str) -> None:
    refused = pytest.raises(DatabaseError, match=why)
    with inside(LAKESIDE), connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute(statement)


def test_the_status_page_knows_how_the_last_drill_went(as_login, tmp_path):
    with as_login("worker"):
        (none,) = readings()
        run(chosen=BACKUP, scratch=tmp_path, restore=restores)
        (good,) = readings()
        run(chosen=BACKUP, scratch=tmp_path, restore=breaks)
        (failed,) = readings()
    assert (none.value, none.state) == (None, "ok")
    assert good.state == "ok"
    assert "Everything came back" in good.sentence
    assert failed.state == "attention"
    assert failed.value == pytest.approx(0, abs=0.01)
    assert "The backup is damaged." in failed.sentence
