"""Figures beside what is borne; when the next drill is due, whatever the clock did."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from chaperone.continuity.drills.figures import about
from chaperone.continuity.drills.judging import FIRST_AFTER, next_due, verdict
from chaperone.continuity.readiness import Known, judged

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
MONTH = 30 * DAY


@pytest.mark.parametrize(
    ("took", "lost", "outage", "loss", "found"),
    [
        (None, None, 60, 60, "failed"),
        (5 * MINUTE, DAY, None, None, "untold"),
        (60 * MINUTE, 60 * MINUTE, 60, 60, "met"),
        (61 * MINUTE, 60 * MINUTE, 60, 60, "slow"),
        (60 * MINUTE, 61 * MINUTE, 60, 60, "lossy"),
        (61 * MINUTE, 61 * MINUTE, 60, 60, "both"),
        (MINUTE, timedelta(seconds=1), 60, 0, "lossy"),
    ],
)
def test_figures_are_held_against_what_is_borne(took, lost, outage, loss, found):
    assert verdict(took=took, lost=lost, outage_minutes=outage, loss_minutes=loss) == found


def due(last, *, first=NOW - 100 * DAY, every=MONTH, now=NOW):
    return next_due(last_started=last, first_backup=first, every=every, now=now)


def test_the_next_drill_follows_the_last_and_the_first_follows_the_first_backup():
    assert due(NOW - DAY) == NOW + 29 * DAY
    assert due(None, first=NOW) == NOW + FIRST_AFTER
    assert due(None) < NOW
    assert due(None, first=None) is None
    assert due(NOW, every=None) is None


@given(
    jump=some.timedeltas(timedelta(days=-400), timedelta(days=400)),
    since=some.timedeltas(timedelta(0), timedelta(days=60)),
)
def test_no_jump_of_the_clock_puts_a_drill_off_for_longer_than_a_month(jump, since):
    """The last began ``since`` ago, by a clock that was wrong by ``jump``."""
    found = due(NOW - since + jump)
    assert found is not None
    assert found <= NOW + MONTH + timedelta(hours=1)


@given(last=some.datetimes(datetime(2026, 1, 1), datetime(2026, 11, 26)))  # noqa: DTZ001
def test_a_drill_that_ran_is_not_due_again_before_its_time(last):
    began = last.replace(tzinfo=UTC)
    assert due(began) == began + MONTH


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=0.4), "0 s"),
        (timedelta(seconds=192), "3 min 12 s"),
        (timedelta(hours=14, minutes=5), "14 h 5 min"),
        (timedelta(hours=24), "1 d"),
        (timedelta(days=2, hours=3, minutes=59), "2 d 3 h"),
    ],
)
def test_lengths_are_told_in_their_two_largest_units(length, words):
    assert about(length) == words


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, "yes"),
        ({"backup_at": None}, "no"),
        ({"verdict": "failed"}, "no"),
        ({"whole_at": None, "verdict": ""}, "unproven"),
        ({"whole_at": NOW - 46 * DAY}, "unproven"),
        ({"backup_at": NOW - timedelta(hours=31)}, "weak"),
        ({"verdict": "slow"}, "weak"),
        ({"verdict": "lossy"}, "weak"),
        ({"verdict": "untold"}, "weak"),
        ({"verdict": ""}, "yes"),
    ],
)
def test_the_answer_is_the_worst_of_what_is_known(changes, state):
    good = Known(NOW - 2 * timedelta(hours=1), NOW - DAY, "met", NOW - DAY)
    assert judged(good._replace(**changes), NOW).state == state
