"""What a change changed, as plain JSON for the ledger."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Model


def apply_changes(row: Model, values: Mapping[str, Any]) -> dict[str, Any]:
    """Sets the values on the row; returns what differs: ``{"title": {"from": .., "to": ..}}``."""
    changes = {}
    for name, value in values.items():
        before = getattr(row, name)
        if before != value:
            changes[name] = {"from": plain(before), "to": plain(value)}
            setattr(row, name, value)
    return changes


def plain(value: Any) -> Any:
    """The value as JSON keeps it."""
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value
