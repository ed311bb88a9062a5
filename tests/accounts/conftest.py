"""Loaded before Django is set up, so that its rooms are imported where they are used."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.utils import timezone


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """``later(minutes=16)``: the program's clock goes on by that much, for the rest of the test."""
    real = timezone.now
    gone = [timedelta()]
    monkeypatch.setattr(timezone, "now", lambda: real() + gone[0])

    def go_on(**by: float) -> None:
        gone[0] += timedelta(**by)

    return go_on


@pytest.fixture(autouse=True)
def _settings_anew() -> Iterator[None]:
    """Settings are kept for seconds, longer than a test lasts."""
    from chaperone.organizations import queries

    yield
    queries._kept.clear()
