"""An installation that keeps copies, as the worker that records them."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from chaperone.continuity.archiving import settings
from tests.continuity.backups.conftest import configure, data, database, working
from tests.continuity.copies.archives import Archive

__all__ = ["configure", "data", "database", "working"]


@pytest.fixture
def archive(working: str, data: Any) -> Iterator[Archive]:
    """What the archiver keeps, switched on in config.json."""
    config = data / "config.json"
    whole = json.loads(config.read_text()) | {"archive": {"on": True}}
    config.write_text(json.dumps(whole))
    return Archive(settings.read(data).target())


@pytest.fixture
def use(working: str, data: Any) -> Any:
    """``use(rds={...})``: names a source in config.json."""

    def change(**sections: Any) -> None:
        config = data / "config.json"
        config.write_text(json.dumps(json.loads(config.read_text()) | sections))

    return change
