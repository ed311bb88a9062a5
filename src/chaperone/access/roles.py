"""Roles as data: what each may do, and which data elements it may open for which purpose.

Minimum necessary, 45 CFR 164.502(b), 164.312(a)(1). ``roles.toml`` lists them; what is not named
is refused.
"""

import tomllib
from collections.abc import Collection, Iterable, Mapping
from importlib.resources import files
from types import MappingProxyType
from typing import Any, NamedTuple

Element = tuple[str, str]
"""Table and column, such as ``("members_member", "name")``."""

PURPOSES = (
    "treatment",
    "operations",
    "delivery",
    "access",
    "restore",
    "return",
    "notification",
)
OF_PEOPLE = ("treatment", "operations")
"""The purposes for which people open data. The others are of members and programs alone."""
EMERGENCY = "emergency"
"""The role that emergency access gives for its hour."""


class Rules(NamedTuple):
    """What is allowed and what is denied. A deny wins over every allow."""

    allow: frozenset[str] = frozenset()
    deny: frozenset[str] = frozenset()


class ElementGroup(NamedTuple):
    """Sealed columns that are asked for and allowed together; ``planned`` has no column yet.

    ``of_nobody``: what is in no member's care yet, so that no care team bounds who opens it.
    """

    label: str
    columns: frozenset[Element]
    planned: bool
    of_nobody: bool


class Role(NamedTuple):
    """A role's name for people, its permissions, and its element groups by purpose.

    ``requestable``: whether people can ask for it; ``platform``: whether only the organization
    that runs the installation has it.
    """

    label: str
    about: str
    permissions: Rules
    elements: Mapping[str, Rules]
    requestable: bool = True
    platform: bool = False

    @property
    def reaches_members(self) -> bool:
        """Whether row security shall show members to who holds it."""
        return bool(self.permissions.allow & _REACHING)

    def definition(self) -> dict[str, Any]:
        """The role as plain data, as ``role_from`` reads it."""
        return {
            "label": self.label,
            "about": self.about,
            "allow": sorted(self.permissions.allow),
            "deny": sorted(self.permissions.deny),
            "elements": {
                purpose: {"allow": sorted(rules.allow), "deny": sorted(rules.deny)}
                for purpose, rules in self.elements.items()
            },
        }


Roles = Mapping[str, Role]
_REACHING = frozenset({"members.read", "conversations.read"})


def role_from(definition: Mapping[str, Any]) -> Role:
    """The role of plain data: a table of ``roles.toml``, or an organization's own."""
    return Role(
        label=definition["label"],
        about=definition.get("about", ""),
        permissions=_rules(definition),
        elements={
            purpose: _rules(rules) for purpose, rules in definition.get("elements", {}).items()
        },
        requestable=definition.get("requestable", True),
        platform=definition.get("platform", False),
    )


def _rules(definition: Mapping[str, Any]) -> Rules:
    return Rules(frozenset(definition.get("allow", ())), frozenset(definition.get("deny", ())))


def _group(definition: Mapping[str, Any]) -> ElementGroup:
    columns = (column.split(".") for column in definition["columns"])
    return ElementGroup(
        label=definition["label"],
        columns=frozenset((table, column) for table, column in columns),
        planned=definition.get("planned", False),
        of_nobody=definition.get("of_nobody", False),
    )


_DATA = tomllib.loads(files("chaperone.access").joinpath("roles.toml").read_text("utf-8"))

PERMISSIONS: Mapping[str, str] = MappingProxyType(_DATA["permissions"])
"""Every permission, and what it lets people do, in words."""
ELEMENTS: Mapping[str, ElementGroup] = MappingProxyType(
    {name: _group(definition) for name, definition in _DATA["elements"].items()}
)
"""Every element group of members' data by name."""
OF_NOBODY: frozenset[Element] = frozenset().union(
    *(group.columns for group in ELEMENTS.values() if group.of_nobody)
)
"""Columns of what is in no member's care yet."""
ROLES: Roles = MappingProxyType(
    {name: role_from(definition) for name, definition in _DATA["roles"].items()}
)
"""The roles that come with the product."""
PROGRAMS: Roles = MappingProxyType(
    {
        kind: role_from({"label": kind, **definition})
        for kind, definition in _DATA["programs"].items()
    }
)
"""What programs may open that act without a person, by the kind of actor."""
WITHOUT_MEMBERS_DATA: frozenset[str] = frozenset(_DATA["pages"]["without_members_data"]).union(
    *(
        role.permissions.allow
        for role in ROLES.values()
        if not role.elements and not role.reaches_members
    )
)
"""Permissions whose pages show nothing of members: people have them who open none of their data."""


def permissions_of(roles: Collection[str], own: Roles = MappingProxyType({})) -> frozenset[str]:
    """Everything that the roles together let a person do; ``own``: the organization's own roles."""
    rules = [role.permissions for role in _found(roles, own)]
    return _allowed(rules)


def groups_of(
    roles: Collection[str], purpose: str, own: Roles = MappingProxyType({})
) -> frozenset[str]:
    """The element groups that the roles together open for the purpose."""
    return _allowed(role.elements.get(purpose, Rules()) for role in _found(roles, own))


def denied_groups(
    roles: Collection[str], purpose: str, own: Roles = MappingProxyType({})
) -> frozenset[str]:
    """The element groups that any of the roles denies for the purpose."""
    rules = (role.elements.get(purpose, Rules()) for role in _found(roles, own))
    return frozenset().union(*(rule.deny for rule in rules))


def elements_of(
    kind: str,
    roles: Collection[str],
    purpose: str = "treatment",
    own: Roles = MappingProxyType({}),
) -> frozenset[Element]:
    """Every column that an actor of this kind with these roles may open for the purpose."""
    if kind == "staff":
        return columns_of(groups_of(roles, purpose, own))
    program = PROGRAMS.get(kind)
    return columns_of(_allowed([program.elements.get(purpose, Rules())])) if program else NOTHING


def columns_of(groups: Iterable[str]) -> frozenset[Element]:
    """The columns of element groups."""
    return NOTHING.union(*(ELEMENTS[group].columns for group in groups if group in ELEMENTS))


def labels_of(groups: Iterable[str]) -> list[str]:
    """Element groups as people call them."""
    return [ELEMENTS[group].label for group in groups if group in ELEMENTS]


NOTHING: frozenset[Element] = frozenset()


def _found(roles: Collection[str], own: Roles) -> list[Role]:
    # A role that is gone gives nothing, and takes nothing that others give.
    return [role for name in roles if (role := ROLES.get(name) or own.get(name))]


def _allowed(rules: Iterable[Rules]) -> frozenset[str]:
    listed = list(rules)
    allowed: frozenset[str] = frozenset().union(*(rule.allow for rule in listed))
    return allowed.difference(*(rule.deny for rule in listed))
