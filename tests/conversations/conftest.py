from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conversations.scene import Scene


@pytest.fixture
def scene(committed: str, as_login: Callable[[str], AbstractContextManager[None]]) -> "Scene":
    """Members who text, workers who work, a carrier that delivers; everything commits."""
    from tests.conversations.scene import Scene

    return Scene(as_login)
