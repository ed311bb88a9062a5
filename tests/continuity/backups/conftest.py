"""A data folder of its own, with a key pair and a mirror, for an installation that backs up."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chaperone.continuity.backups.keys import ensure_pair


@pytest.fixture
def data(tmp_path: Path, settings: Any) -> Path:
    """The data folder; its backups go to ``backups`` in it."""
    root = tmp_path / "data"
    (root / "secrets").mkdir(parents=True)
    tests = Path(os.environ["CHAPERONE_DATA"])
    (root / "secrets" / "logins.json").write_text((tests / "secrets" / "logins.json").read_text())
    (root / "keys").mkdir()
    for name in ("root.key", "log.pub"):
        if (tests / "keys" / name).exists():
            (root / "keys" / name).write_bytes((tests / "keys" / name).read_bytes())
    (root / "config.json").write_text(json.dumps({"root_key": "file:tests"}))
    (root / "mirror").mkdir()
    settings.CHAPERONE_DATA = root
    settings.CHAPERONE_MIRRORS = [root / "mirror"]
    ensure_pair(root)
    return root


@pytest.fixture
def configure(data: Path) -> Any:
    """``configure(keep_days=1)``: changes the section “backups”."""

    def change(**values: Any) -> None:
        whole = json.loads((data / "config.json").read_text())
        whole["backups"] |= values
        (data / "config.json").write_text(json.dumps(whole))

    return change


@pytest.fixture(scope="module")
def database(committing: Any) -> Iterator[str]:
    """One for all tests of a module: each has places of its own, and so a catalogue of its own."""
    with committing() as name:
        yield name


@pytest.fixture
def working(database: str, as_login: Any, data: Path) -> Iterator[str]:
    """As the worker that makes backups."""
    with as_login("worker"):
        yield database
