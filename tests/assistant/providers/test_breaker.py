"""A model that fails in a row is left alone for a while."""

import time

import pytest

from chaperone.assistant.providers.breaker import FAILURES, REST_SECONDS, Breaker


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    clock = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    return clock


def failing() -> Breaker:
    breaker = Breaker()
    for _ in range(FAILURES):
        assert breaker.lets_through("one")
        breaker.note("one", failed=True)
    return breaker


def test_it_rests_after_some_failures_and_others_do_not(now: list[float]) -> None:
    breaker = failing()
    assert not breaker.lets_through("one")
    assert breaker.lets_through("other")


def test_after_the_rest_one_question_tries(now: list[float]) -> None:
    breaker = failing()
    now[0] += REST_SECONDS + 1
    assert breaker.lets_through("one")
    assert not breaker.lets_through("one")
    breaker.note("one", failed=True)
    now[0] += REST_SECONDS / 2
    assert not breaker.lets_through("one")


def test_one_that_goes_well_ends_the_rest(now: list[float]) -> None:
    breaker = failing()
    breaker.note("one", failed=False)
    assert breaker.lets_through("one")


def test_failures_with_a_success_between_do_not_add_up(now: list[float]) -> None:
    breaker = Breaker()
    for _ in range(FAILURES):
        breaker.note("one", failed=True)
        breaker.note("one", failed=False)
        assert breaker.lets_through("one")
