"""Roles as data: what each may do, and which data elements it may open (minimum necessary,
45 CFR 164.502(b), 164.312(a)(1)). Whatever is not named here is refused.
"""

from collections.abc import Collection
from typing import NamedTuple

Element = tuple[str, str]


class Role(NamedTuple):
    """A role's label for people, its permissions, and the elements it may open."""

    label: str
    permissions: frozenset[str]
    elements: frozenset[Element]


_IDENTITY: frozenset[Element] = frozenset(
    {
        ("members_member", "name"),
        ("members_member", "phone"),
        ("members_member", "birth_date"),
    }
)
_MESSAGES: frozenset[Element] = frozenset(
    {("conversations_message", "body"), ("conversations_message", "sources")}
)
# The demo's phones: synthetic people only.
_HANDSETS: frozenset[Element] = frozenset(
    {
        ("carriers_handsetphone", "number"),
        ("carriers_handsetphone", "name"),
        ("carriers_handsettext", "body"),
    }
)

ROLES: dict[str, Role] = {
    "coach": Role(
        "Coach",
        frozenset({"members.read", "conversations.read", "conversations.reply"}),
        _IDENTITY | _MESSAGES,
    ),
    "administrator": Role(
        "Administrator",
        frozenset(
            {
                "members.read",
                "members.manage",
                "staff.read",
                "staff.manage",
                "careteams.manage",
                "settings.manage",
                "settings.read",
                "sessions.manage",
            }
        ),
        _IDENTITY,
    ),
    "security_officer": Role(
        "Security officer",
        frozenset(
            {
                "ledger.read",
                "requestlog.read",
                "staff.read",
                "settings.security",
                "settings.read",
                "sessions.manage",
            }
        ),
        frozenset(),
    ),
    "auditor": Role("Auditor", frozenset({"ledger.read", "requestlog.read"}), frozenset()),
}

SYSTEM_ELEMENTS: dict[str, frozenset[Element]] = {
    "assistant": _MESSAGES | {("members_member", "name")},
    "carrier": _MESSAGES | _HANDSETS | {("members_member", "phone")},
}
"""What the programs that act without a person may open, by the kind of actor."""


def permissions_of(roles: Collection[str]) -> frozenset[str]:
    """Everything that any of the roles may do."""
    return frozenset().union(*(ROLES[role].permissions for role in roles))


def elements_of(kind: str, roles: Collection[str]) -> frozenset[Element]:
    """Every data element that an actor of this kind with these roles may open."""
    if kind == "staff":
        return frozenset().union(*(ROLES[role].elements for role in roles))
    return SYSTEM_ELEMENTS.get(kind, frozenset())
