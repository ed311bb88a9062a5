"""When a backup is due and what is kept, whatever anybody does to the clock."""

from datetime import UTC, datetime, time, timedelta
from types import SimpleNamespace as Row

from hypothesis import given
from hypothesis import strategies as st

from chaperone.continuity.backups.schedule import (
    DAY,
    Clock,
    Kept,
    expires_at,
    is_due,
    next_slot,
    slot,
    to_remove,
)
from chaperone.continuity.backups.settings import Settings

AT = time(2)
START = datetime(2026, 11, 26, 2, 0, 5, tzinfo=UTC)


class Machine:
    """A wall clock that can be moved, a steady one that cannot, and starts of the machine."""

    def __init__(self) -> None:
        self.now, self.seconds, self.start = START, 1000.0, "one"
        self.clock = Clock(lambda: self.now, lambda: self.seconds, lambda: self.start)
        self.made: list[Row] = []
        self.real: list[float] = []

    def pass_(self, by: timedelta) -> None:
        self.now += by
        self.seconds += by.total_seconds()

    def put(self, by: timedelta) -> None:
        self.now += by

    def look(self) -> None:
        if is_due(self.made[-1] if self.made else None, at=AT, clock=self.clock):
            self.made.append(Row(made_at=self.now, steady=self.seconds, boot=self.start))
            self.real.append(self.seconds)

    def run(self, days: float) -> None:
        until = self.seconds + days * 86400
        while self.seconds < until:
            self.look()
            self.pass_(timedelta(minutes=10))


def gaps(machine: Machine) -> list[float]:
    """Real hours between one and the next."""
    pairs = zip(machine.real, machine.real[1:], strict=False)
    return [(later - before) / 3600 for before, later in pairs]


def test_one_a_day_at_its_time():
    machine = Machine()
    machine.run(10)
    assert len(machine.made) == 10
    assert all(23.5 < gap < 24.5 for gap in gaps(machine))


def test_what_was_missed_is_made_once_and_then_at_its_time_again():
    machine = Machine()
    machine.run(1.5)
    machine.pass_(3 * DAY)
    machine.run(2)
    assert all(gap > 11 for gap in gaps(machine))
    assert machine.made[-1].made_at.hour == 2


@given(
    st.lists(
        st.tuples(st.integers(1, 60), st.integers(-72 * 60, 72 * 60).filter(lambda m: abs(m) > 5)),
        min_size=1,
        max_size=4,
    )
)
def test_a_moved_clock_skips_no_day(moves):
    """Moved by 6 minutes to three days, either way, any number of times, while it runs."""
    machine = Machine()
    machine.run(1)
    for hours, minutes in moves:
        machine.run(hours / 24)
        machine.put(timedelta(minutes=minutes))
    machine.run(3)
    assert max(gaps(machine)) <= 24.5


@given(st.integers(1, 23 * 60), st.integers(-72 * 60, 72 * 60).filter(lambda m: abs(m) > 5))
def test_a_moved_clock_makes_no_second_one_that_day(after, minutes):
    machine = Machine()
    machine.look()
    machine.pass_(timedelta(minutes=after))
    machine.put(timedelta(minutes=minutes))
    machine.run((24 * 60 - after - 20) / (24 * 60))
    assert len(machine.made) == 1


def test_a_correction_of_minutes_changes_nothing():
    machine = Machine()
    machine.look()
    for minutes in (-4, 4, -3, 3):
        machine.put(timedelta(minutes=minutes))
        machine.look()
    assert len(machine.made) == 1
    machine.run(2.5)
    assert len(machine.made) == 3


def test_after_a_start_of_the_machine_the_wall_clock_counts():
    machine = Machine()
    machine.look()
    machine.start, machine.seconds = "two", 5.0
    machine.put(timedelta(hours=5))
    machine.look()
    assert len(machine.made) == 1
    machine.put(DAY)
    machine.look()
    assert len(machine.made) == 2


def test_a_last_backup_of_the_future_is_no_reason_to_make_none():
    machine = Machine()
    machine.look()
    machine.start, machine.now = "two", START - timedelta(days=30)
    machine.look()
    assert len(machine.made) == 2


@given(st.integers(0, 3 * 366 * 24 * 60).map(lambda m: START + timedelta(minutes=m)), st.times())
def test_a_slot_is_the_last_and_the_next_is_a_day_later(now, at):
    found = slot(now, at.replace(tzinfo=None))
    assert found <= now < next_slot(now, at) == found + DAY


def daily(count: int) -> list[Kept]:
    return [Kept(number, START - number * DAY) for number in range(count)]


def kept_of(whole: list[Kept], settings: Settings, now: datetime = START) -> list[object]:
    gone = {each.id for each in to_remove(whole, settings, now)}
    return [each.id for each in whole if each.id not in gone]


def test_seven_rolling_days():
    assert kept_of(daily(30), Settings(())) == list(range(7))


def test_weeks_and_months():
    settings = Settings((), keep_days=2, keep_weeks=3, keep_months=2)
    whole = daily(90)
    left = [START - number * DAY for number in kept_of(whole, settings)]
    assert len({day.isocalendar()[:2] for day in left}) >= 3
    assert {day.month for day in left} >= {10, 11}
    assert len(left) <= 2 + 3 + 2


def test_a_clock_put_forward_empties_nothing():
    assert kept_of(daily(7), Settings(()), START + 400 * DAY) == list(range(7))


@given(
    st.lists(st.integers(0, 400 * 24), unique=True, min_size=1, max_size=40),
    st.integers(1, 10),
    st.integers(0, 5),
    st.integers(0, 5),
    st.integers(-1000, 1000),
)
def test_the_newest_and_all_young_ones_stay(hours, days, weeks, months, moved):
    settings = Settings((), keep_days=days, keep_weeks=weeks, keep_months=months)
    whole = [Kept(hour, START - timedelta(hours=hour)) for hour in hours]
    now = START + moved * DAY
    left = set(kept_of(whole, settings, now))
    assert min(hours) in left
    assert {each.id for each in whole if each.made_at > now - days * DAY} <= left
    assert not to_remove([each for each in whole if each.id in left], settings, now)


@given(st.integers(1, 10), st.integers(0, 5), st.integers(0, 5))
def test_each_is_gone_when_it_was_said(days, weeks, months):
    settings = Settings((), keep_days=days, keep_weeks=weeks, keep_months=months)
    whole: list[Kept] = []
    for number in range(330):
        now = START + number * DAY
        whole.append(Kept(number, now))
        gone = {each.id for each in to_remove(whole, settings, now)}
        whole = [each for each in whole if each.id not in gone]
        assert all(expires_at(each.made_at, settings) > now for each in whole)
