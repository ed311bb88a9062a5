"""Settings are kept in memory for seconds: no test of this room sees another's."""

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    # Django is set up only after this file was read.
    from chaperone.organizations import queries

    queries._kept.clear()
    yield
    queries._kept.clear()
