"""Entries of the records of processing as the running system knows them.

Purposes and data come from ``access/roles.toml``: who may open what for which purpose is what is
done with members' data. Where it goes comes from the map of ePHI.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from chaperone.access.roles import ELEMENTS, PROGRAMS, PURPOSES, ROLES
from chaperone.access.sentences import why
from chaperone.risks.models import ProcessingActivity as Activity

_ABOUT: Mapping[str, tuple[str, str]] = {
    "treatment": (
        "Care by text message",
        "Answering members' texts, coaching them, and recognizing emergencies.",
    ),
    "operations": (
        "Running the service",
        "Enrolling members, keeping their contact data, and ending their membership.",
    ),
    "delivery": ("Delivering texts", "Handing texts to the text-message carrier and taking them."),
    "access": ("Members' own access", "Showing members what is held of them, and who saw it."),
    "restore": (
        "Checking a restore",
        "Opening one name of each organization, shown to nobody, after a restore from a backup.",
    ),
}
_SAFEGUARDS = (
    "Sealed with AES-256-GCM under keys of each member, opened only before a witness that records"
    " who, what and why; roles by purpose and data element; a second factor; row security in the"
    " database; a ledger that shows every change."
)
_KEPT = (
    "Until the membership has ended and a destruction was approved, which destroys the keys; the"
    " record of accesses at least six years (45 CFR 164.316(b)(2)(i))."
)


class Proposal(NamedTuple):
    """An entry that can be made. ``opened_by``: which roles and programs open the data for it."""

    source: str
    name: str
    purposes: str
    elements: list[str]
    opened_by: list[str]

    def values(self) -> dict[str, Any]:
        """What an entry made of it holds; to be read and changed by whoever makes it."""
        return {
            "source": self.source,
            "name": self.name,
            "role": Activity.Role.CONTROLLER,
            "purposes": self.purposes,
            "basis": Activity.Basis.CONTRACT,
            "special": Activity.Special.CARE,
            "subjects": "Members, and who writes to them",
            "elements": self.elements,
            "other_data": "",
            "recipients": f"Inside: {', '.join(self.opened_by)}.",
            "transfers": "",
            "kept": _KEPT,
            "safeguards": _SAFEGUARDS,
        }


def proposals() -> list[Proposal]:
    """One for each purpose for which any role or program opens members' data."""
    found = (_proposal(purpose) for purpose in PURPOSES)
    return [each for each in found if each.elements]


def _proposal(purpose: str) -> Proposal:
    holders = {**{role.label: role for role in ROLES.values()}}
    programs = {name.capitalize(): role for name, role in PROGRAMS.items()}
    opening: dict[str, frozenset[str]] = {}
    for label, role in {**holders, **programs}.items():
        rules = role.elements.get(purpose)
        allowed = rules.allow - rules.deny if rules else frozenset()
        real = {name for name in allowed if name in ELEMENTS and name != "demo_phones"}
        if real:
            opening[label] = frozenset(real)
    elements = frozenset[str]().union(*opening.values())
    name, purposes = _ABOUT.get(purpose, (why(purpose), why(purpose)))
    ordered = [each for each in ELEMENTS if each in elements and not ELEMENTS[each].planned]
    return Proposal(purpose, name, purposes, ordered, list(opening))
