"""Roles in words: what each allows and denies."""

from typing import NamedTuple

from chaperone.access.queries.own_roles import own_roles_of
from chaperone.access.roles import ELEMENTS, PERMISSIONS, ROLES, Role
from chaperone.ledger.actors import Actor

PURPOSE_WORDS = {
    "treatment": "to care for members",
    "operations": "to run the service",
    "delivery": "to deliver texts",
    "access": "for the member's own access",
    "notification": "to tell people of a breach",
    "restore": "to check a restore",
    "return": "to give a customer who leaves its data back",
}


class Opening(NamedTuple):
    """What a role opens and never opens for one purpose."""

    purpose: str
    allowed: list[str]
    denied: list[str]


class RoleLine(NamedTuple):
    """A role as a page explains it."""

    name: str
    label: str
    about: str
    may: list[str]
    may_not: list[str]
    opens: list[Opening]
    own: bool


def roles_in_words(actor: Actor) -> list[RoleLine]:
    """The product's roles, then the organization's own."""
    shipped = [_line(name, role, own=False) for name, role in ROLES.items()]
    return shipped + [_line(name, role, own=True) for name, role in own_roles_of(actor).items()]


def _line(name: str, role: Role, *, own: bool) -> RoleLine:
    return RoleLine(
        name=name,
        label=role.label,
        about=role.about,
        may=[PERMISSIONS[each] for each in sorted(role.permissions.allow) if each in PERMISSIONS],
        may_not=[
            PERMISSIONS[each] for each in sorted(role.permissions.deny) if each in PERMISSIONS
        ],
        opens=[
            Opening(PURPOSE_WORDS[purpose], _labels(rules.allow), _labels(rules.deny))
            for purpose, rules in role.elements.items()
            if rules.allow or rules.deny
        ],
        own=own,
    )


def _labels(groups: frozenset[str]) -> list[str]:
    return [group.label for name, group in ELEMENTS.items() if name in groups]
