"""One database for the tests of a file: only workers write alerts, so nothing can be rolled back."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest


@pytest.fixture(scope="module")
def written(committing: Callable[[], AbstractContextManager[str]]) -> Iterator[str]:
    with committing() as name:
        yield name


@pytest.fixture
def scene(written: str, as_login: Callable[[str], AbstractContextManager[None]]) -> Any:
    # Django is set up only after this file was read.
    from tests.detection.scene import Scene

    return Scene(as_login)
