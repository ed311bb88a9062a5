"""Loaded before Django is set up, so that its rooms are imported where they are used."""

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _settings_anew() -> Iterator[None]:
    """Settings are kept for seconds, longer than a test lasts."""
    from chaperone.organizations import queries

    yield
    queries._kept.clear()
