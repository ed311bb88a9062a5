"""A wall clock that somebody sets is noticed, and one that a time service slews is not."""

from datetime import UTC, datetime, timedelta

import pytest

from chaperone.jobs.clock import Jump, Watch

BACK, FORWARD = timedelta(seconds=1), timedelta(seconds=10)
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


class Clocks:
    """A wall clock that can be set, and a steady one that cannot."""

    def __init__(self):
        self.wall, self.steady = NOON, 0.0

    def pass_by(self, seconds):
        self.wall += timedelta(seconds=seconds)
        self.steady += seconds

    def watch(self):
        return Watch(BACK, FORWARD, lambda: self.wall, lambda: self.steady)


@pytest.mark.parametrize("put", [-BACK - SECOND, FORWARD + SECOND], ids=["back", "forward"])
def test_a_jump_is_told_once_by_how_much(put):
    clocks = Clocks()
    watch = clocks.watch()
    clocks.pass_by(60)
    clocks.wall += put
    before = NOON + timedelta(seconds=60)
    kind = "back" if put < timedelta(0) else "forward"
    assert watch.look() == Jump(kind, before, before + put)
    clocks.pass_by(60)
    assert watch.look() is None


def test_what_a_time_service_does_is_no_jump():
    clocks = Clocks()
    watch = clocks.watch()
    clocks.pass_by(3600)
    clocks.wall += timedelta(milliseconds=500)
    assert watch.look() is None
    assert Watch(BACK, FORWARD).look() is None


def test_many_small_steps_are_a_jump():
    clocks = Clocks()
    watch = clocks.watch()
    found = []
    for _ in range(30):
        clocks.pass_by(1)
        clocks.wall -= timedelta(milliseconds=100)
        found.append(watch.look())
    told = [jump for jump in found if jump]
    assert [jump.kind for jump in told] == ["back"] * len(told)
    assert timedelta(seconds=2) < sum((jump.by for jump in told), timedelta()) <= 3 * SECOND
