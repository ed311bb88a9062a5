"""A page of a register without a database, for the gallery."""

from types import SimpleNamespace as Thing
from typing import Any

from chaperone.registers.forms import ListForm


def listed(**changes: Any) -> Thing:
    """What ``registers.lists.Listing`` gives a template."""
    form = ListForm({}, filters={"state": ("State", [("open", "Open"), ("done", "Done")])})
    assert form.is_valid()
    values = {
        "form": form,
        "address": "/",
        "searched": False,
        "exported": "",
        "imported": "",
        "first": 51,
        "last": 100,
        "next": "?page=3",
        "previous": "?page=1",
    }
    return Thing(**values | changes)
