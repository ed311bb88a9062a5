"""Duties that tests need: a source of their own, in the place of all others."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from chaperone.duties import registry
from chaperone.duties.registry import Due
from tests.cast import LAKESIDE

TODAY = date(2026, 11, 26)


def due(days: int = 7, *, today: date = TODAY, **changes: Any) -> Due:
    values = {
        "key": "tests.review:1",
        "what": "Vendor review of Model Works",
        "due_on": today + timedelta(days=days),
        "route": "vendors:register",
        "permission": "vendors.manage",
    }
    return Due(**values | changes)


class Source:
    """What falls due at Lakeside, as a test says."""

    def __init__(self, *dues: Due) -> None:
        self.dues = list(dues)

    def __call__(self, organization_id: UUID, until: date) -> Iterable[Due]:
        assert until
        return self.dues if organization_id == LAKESIDE else []


def only(monkeypatch: pytest.MonkeyPatch, *dues: Due) -> Source:
    """Nothing falls due but these."""
    source = Source(*dues)
    monkeypatch.setattr(registry, "_sources", [source])
    return source
