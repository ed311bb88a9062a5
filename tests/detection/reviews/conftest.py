"""One database for the tests of a file, in which entries get their place in the tree."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest


@pytest.fixture(scope="module")
def written(committing: Callable[[], AbstractContextManager[str]]) -> Iterator[str]:
    with committing() as name:
        yield name


@pytest.fixture(scope="module")
def log_key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from chaperone.ledger import log_key

    path = tmp_path_factory.mktemp("log") / "log.key"
    log_key.create(path, UUID(int=1))
    return path


@pytest.fixture
def scene(
    written: str,
    as_login: Callable[[str], AbstractContextManager[None]],
    log_key: Path,
    settings: Any,
    tmp_path: Path,
) -> Any:
    # Django is set up only after this file was read.
    from tests.detection.scene import Scene

    settings.CHAPERONE_LOG_KEY = log_key
    settings.CHAPERONE_MIRRORS = [tmp_path / "mirror"]
    return Scene(as_login)
