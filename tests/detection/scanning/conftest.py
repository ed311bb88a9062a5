"""A ledger of a file's own, with the sequencer that places what was recorded."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest

from tests.ledger.conftest import connected, log, log_folder, placer

__all__ = ["connected", "log", "log_folder", "placer"]


@pytest.fixture(scope="module")
def committed(committing: Callable[[], AbstractContextManager[str]]) -> Iterator[str]:
    with committing() as name:
        yield name


@pytest.fixture
def look(placer: Any, as_login: Any) -> Any:
    """``look()``: places what was recorded, and has a worker look at it; the new alerts."""
    from chaperone.detection.scanning import scenes
    from chaperone.detection.scanning.streaming import look
    from tests.cast import LAKESIDE
    from tests.detection.scanning.record import place_everything

    def look_at_new(organization_id: Any = LAKESIDE) -> list[Any]:
        place_everything(placer)
        scenes.forget()
        raised: list[Any] = []
        with as_login("worker"):
            while (found := look(organization_id)) is not None:
                raised += found
        return raised

    return look_at_new
