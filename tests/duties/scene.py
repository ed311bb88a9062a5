"""Duties that tests need: a source of their own, in the place of all others; an empty rota."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from chaperone.duties import registry
from chaperone.duties.actions import set_away
from chaperone.duties.models import Away
from chaperone.duties.registry import Due
from tests.cast import LAKESIDE, daniel, grace, maria

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


def nobody_on_call(first_day: date, last_day: date) -> list[Away]:
    """Both coaches who take turns in the demo are away on these days."""
    with grace.acting() as actor:
        return [
            set_away(actor=actor, user_id=person.user.id, first_day=first_day, last_day=last_day)
            for person in (maria, daniel)
        ]
