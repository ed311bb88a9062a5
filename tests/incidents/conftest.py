"""Settings are kept in memory for seconds, and browsers signed in: no test sees another's."""

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    # Django is set up only after this file was read.
    from chaperone.organizations import queries
    from tests.incidents import asking

    queries._kept.clear()
    asking.forget()
    yield
    queries._kept.clear()
