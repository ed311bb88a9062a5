"""The checklists that come with the product keep their shape."""

import tomllib
from importlib.resources import files

_LISTS = tomllib.loads((files("chaperone.facilities") / "checklists.toml").read_text("utf-8"))
_SHAPES = {
    "plan": {"id", "heading", "citation", "questions"},
    "wiping": {"id", "step"},
    "media": {"id", "name", "clear", "purge", "destroy", "proof"},
    "workstation": {"id", "item", "why", "citation"},
}


def test_each_list_has_its_shape_and_names_each_thing_once() -> None:
    assert set(_LISTS) == set(_SHAPES)
    for name, shape in _SHAPES.items():
        rows = _LISTS[name]
        assert all(set(row) == shape for row in rows), name
        assert len({row["id"] for row in rows}) == len(rows) >= 7


def test_whatever_holds_data_can_be_purged_or_destroyed() -> None:
    """NIST SP 800-88: clearing alone never lets a medium out of our hands."""
    assert all(row["purge"] or row["destroy"] for row in _LISTS["media"])
    assert all(row["proof"] for row in _LISTS["media"])
