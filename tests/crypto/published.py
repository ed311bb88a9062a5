"""Published test vectors, as pytest parameters."""

import json
from pathlib import Path
from typing import Any

import pytest

_FILE = Path(__file__).parent / "vectors" / "published.json"


def cases(algorithm: str) -> list[Any]:
    rows = json.loads(_FILE.read_text())[algorithm]["cases"]
    return [pytest.param(_decoded(row), id=row["name"]) for row in rows]


def _decoded(row: dict[str, str]) -> dict[str, bytes]:
    return {name: bytes.fromhex(text) for name, text in row.items() if name != "name"}
