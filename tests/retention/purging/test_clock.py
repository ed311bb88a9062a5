"""A clock that leaps makes nothing old, and no day is skipped or run twice."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from chaperone.database.identifiers import PLATFORM, new_id
from chaperone.retention.errors import ClockDoubted
from chaperone.retention.models import Run
from chaperone.retention.purging import actions, clock
from chaperone.retention.purging.actions import begin_daily
from chaperone.retention.purging.clock import doubt, trusted_now, vouch
from tests.cast import LAKESIDE, inside
from tests.retention.purging import scene
from tests.retention.purging.scene import asked_run, notices, old_notices, run_now, to_the_end
from tests.web.administration.asking import entries

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
YEAR = timedelta(days=366)


def runs(**which):
    with inside(LAKESIDE):
        return list(Run.objects.filter(organization_id=LAKESIDE, **which).order_by("id"))


@given(st.timedeltas(timedelta(days=-4000), timedelta(days=4000)))
def test_it_is_trusted_up_to_three_days_and_never_backwards(leap):
    problem = doubt(now=NOW + leap, seen_at=NOW, leapt=timedelta(0), wall=NOW + leap)
    assert bool(problem) == (leap > timedelta(days=3) or leap < -timedelta(minutes=5))


@given(
    st.lists(st.timedeltas(timedelta(minutes=1), timedelta(days=1)), min_size=1, max_size=40),
    st.integers(1, 39),
    st.timedeltas(timedelta(days=4), timedelta(days=4000)),
)
def test_whatever_the_steps_a_leap_never_moves_what_was_seen(steps, at, leap):
    """What purging takes for now is never ahead of the true time by more than three days."""
    true, seen, offset = NOW, NOW, timedelta(0)
    for number, step in enumerate(steps):
        true += step
        if number == at:
            offset = leap
        shown = true + offset
        if not doubt(now=shown, seen_at=seen, leapt=timedelta(0), wall=shown):
            assert shown - true <= timedelta(days=3)
            seen = max(seen, shown)


@pytest.mark.parametrize(
    ("leapt", "wall", "says"),
    [
        (YEAR, NOW, "put forward by 366 days"),
        (-YEAR, NOW, ""),
        (timedelta(minutes=59), NOW, ""),
        (timedelta(0), NOW + YEAR, "one of the two is wrong"),
        (timedelta(0), NOW - timedelta(minutes=4), ""),
    ],
)
def test_what_speaks_against_it(leapt, wall, says):
    problem = doubt(now=NOW, seen_at=NOW, leapt=leapt, wall=wall)
    assert says in problem
    assert bool(problem) == bool(says)


@pytest.mark.usefixtures("committed")
class TestInTheDatabase:
    def test_a_year_ahead_nothing_goes_until_somebody_vouches(self, as_login, monkeypatch):
        old_notices(2)
        with as_login("worker"):
            # As if the clock had leapt a year ahead since purging last looked.
            scene.clock(seen_at=datetime.now(UTC) - YEAR)
            assert begin_daily(organization_id=LAKESIDE) is False
            assert begin_daily(organization_id=LAKESIDE) is False
        run_id = asked_run()
        with as_login("worker"):
            to_the_end()
        assert len(notices()) == 2
        assert run_now(run_id).state == Run.State.REFUSED
        (refused,) = runs(kind="daily")
        assert "more than three days" in refused.why
        assert len(entries("retention.run.refused")) == 2
        with as_login("worker"):
            vouch()
            monkeypatch.setattr(actions, "NIGHT", timedelta(0))
            assert begin_daily(organization_id=LAKESIDE) is True
            to_the_end()
        assert notices() == []
        assert len(entries("retention.clock.vouched", organization_id=PLATFORM)) == 1

    def test_what_the_sequencer_noticed_counts(self, as_login):
        with as_login("sequencer"), inside(PLATFORM), connection.cursor() as cursor:
            cursor.execute(
                "insert into ledger_clock_jump (id, kind, seconds, before, after, at_start)"
                " values (%s, 'forward', 7200, now(), now(), false)",
                [new_id()],
            )
        with as_login("worker"), inside(PLATFORM), pytest.raises(ClockDoubted, match="2:00:00"):
            trusted_now()
        with as_login("worker"):
            vouch()
            with inside(PLATFORM):
                trusted_now()

    def test_no_day_is_run_twice_and_none_is_skipped(self, as_login, monkeypatch):
        days = [0, 0, 1, 1, 0, 1, 2, 2]  # the clock is put back a day, and goes on
        began, begun = datetime.now(UTC), []
        monkeypatch.setattr(clock, "doubt", lambda **seen: "")
        with as_login("worker"):
            for day in days:
                now = began + timedelta(days=day)
                monkeypatch.setattr(actions, "database_now", lambda now=now: now)
                begun.append(begin_daily(organization_id=LAKESIDE))
                to_the_end()
        assert begun == [True, False, True, False, False, False, True, False]
        assert len({run.day for run in runs(kind="daily")}) == 3

    def test_after_days_away_what_was_due_on_them_goes(self, as_login):
        old_notices(2, days=731.5)
        with as_login("worker"):
            scene.clock(seen_at=datetime.now(UTC) - timedelta(days=2))
            assert begin_daily(organization_id=LAKESIDE) is True
            to_the_end()
        assert notices() == []
