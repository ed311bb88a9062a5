"""The map: for each data element the columns that hold it, who opens it, and where it goes."""

from collections.abc import Sequence
from typing import NamedTuple

from chaperone.access.roles import ELEMENTS, ROLES
from chaperone.risks.ephi.metadata import UNGROUPED, Column, label_of
from chaperone.risks.registry import Flow


class Element(NamedTuple):
    """A data element of ePHI on the map. ``roles``: labels of the roles that open it."""

    name: str
    label: str
    columns: list[Column]
    roles: list[str]
    flows: list[Flow]

    @property
    def tables(self) -> list[str]:
        """The tables that hold it, by name."""
        return sorted({column.table for column in self.columns})


def drawn_up(columns: Sequence[Column], flows: Sequence[Flow]) -> list[Element]:
    """The elements that are stored or go somewhere, in the order of ``access/roles.toml``."""
    names = [*ELEMENTS, UNGROUPED]
    elements = [
        Element(
            name,
            label_of(name),
            [column for column in columns if column.element == name],
            _roles(name),
            [flow for flow in flows if name in flow.elements],
        )
        for name in names
    ]
    return [each for each in elements if each.columns or each.flows]


def _roles(element: str) -> list[str]:
    return [
        role.label
        for role in ROLES.values()
        if any(element in rules.allow - rules.deny for rules in role.elements.values())
    ]
