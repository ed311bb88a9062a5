"""The order of recovery: needs first, the most urgent first, circles refused."""

import random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from chaperone.continuity.recovery.errors import Circle
from chaperone.continuity.recovery.ordering import Line, in_order


def line(number: int, outage: int = 60, *needs: int) -> Line:
    return Line(UUID(int=number), f"S{number}", outage, tuple(UUID(int=each) for each in needs))


def numbers(lines) -> list[int]:
    return [each.id.int for each in in_order(lines)]


def test_the_most_urgent_comes_first_after_what_it_needs():
    lines = [line(1, 600), line(2, 30, 3), line(3, 900), line(4, 120)]
    assert numbers(lines) == [3, 2, 4, 1]
    first = in_order(lines)[0]
    assert (first.within, first.because) == (30, UUID(int=2))


def test_urgency_goes_down_a_whole_chain():
    assert numbers([line(1, 900), line(2, 800, 1), line(3, 5, 2), line(4, 10)]) == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        ([line(1, 60, 1)], ("S1",)),
        ([line(1, 60, 2), line(2, 60, 1)], ("S1", "S2")),
        ([line(9, 60, 3), line(3, 60, 4), line(4, 60, 5), line(5, 60, 3)], ("S3", "S4", "S5")),
        # What a circle needs, and what needs it, stands in no circle.
        ([line(1, 60, 2), line(2, 60, 3, 4), line(3, 60, 2), line(4)], ("S2", "S3")),
    ],
)
def test_a_circle_is_refused_and_named(lines, names):
    with pytest.raises(Circle) as problem:
        in_order(lines)
    assert problem.value.names == names
    assert "needs “S" in str(problem.value)


def test_needs_of_what_is_no_line_are_not_heeded():
    assert numbers([line(1, 60, 7)]) == [1]
    assert numbers([]) == []


@some.composite
def tables(draw) -> list[Line]:
    """Tables without circles: each needs only lines of smaller numbers."""
    count = draw(some.integers(0, 12))
    return [
        line(
            number,
            draw(some.integers(0, 5)),
            *draw(some.sets(some.integers(1, max(number - 1, 1)), max_size=number - 1)),
        )
        if number > 1
        else line(1, draw(some.integers(0, 5)))
        for number in range(1, count + 1)
    ]


@given(tables(), some.randoms())
def test_every_order_keeps_needs_and_never_lets_the_urgent_wait_for_nothing(lines, chance):
    steps = in_order(lines)
    place = {step.id: step.number for step in steps}
    by_id = {each.id: each for each in lines}
    assert sorted(place.values()) == list(range(1, len(lines) + 1))
    for each in lines:
        assert all(place[need] < place[each.id] for need in each.needs)
    for step in steps:
        # As urgent as the most urgent of all that needs it, found the slow way.
        assert step.within == min(by_id[each].outage_minutes for each in above(step.id, lines))
        ready = [
            other
            for other in steps
            if other.number > step.number
            and all(place[need] < step.number for need in by_id[other.id].needs)
        ]
        assert all(other.within >= step.within for other in ready)
    mixed = list(lines)
    chance.shuffle(mixed)
    assert in_order(mixed) == steps


@given(tables(), some.integers(0, 2**32))
def test_a_need_that_closes_a_circle_is_always_found(lines, seed):
    chance = random.Random(seed)
    pairs = [(each, need) for each in lines for need in each.needs]
    if not pairs:
        return
    upper, lower = chance.choice(pairs)
    turned = [
        each._replace(needs=(*each.needs, upper.id)) if each.id == lower else each for each in lines
    ]
    with pytest.raises(Circle):
        in_order(turned)


def above(found: UUID, lines: list[Line]) -> set[UUID]:
    reached = {found}
    while more := {each.id for each in lines if reached & set(each.needs)} - reached:
        reached |= more
    return reached
