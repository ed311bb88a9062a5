"""A second officer: what one writes, another signs."""

from typing import Any

import pytest


@pytest.fixture
def second() -> Any:
    """Ines, who audits, is an officer as well for a while."""
    from chaperone.access.actions.requests import Wish
    from tests.access.scene import granted
    from tests.cast import ines

    granted(ines, Wish(role="security_officer", scope="organization"))
    return ines
