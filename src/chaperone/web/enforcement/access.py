"""Roles, emergency access, reviews, the end of access."""

from datetime import timedelta

from chaperone.access.actions.emergencies import LASTS, MOST_AT_ONCE, REVIEWED_WITHIN
from chaperone.access.actions.reviews import DECIDED_WITHIN
from chaperone.access.clearances import SECOND_FACTOR, registered
from chaperone.access.queries.reviews import EVERY
from chaperone.access.roles import ELEMENTS, PROGRAMS, ROLES, Role
from chaperone.ledger.actors import Actor
from chaperone.policies.registry import Enforcement
from chaperone.vault.witness import CONFIRMED_SECONDS
from chaperone.web.enforcement.wording import counted, lasting, listed


def _opens(role: Role) -> str:
    found = {name for rules in role.elements.values() for name in rules.allow - rules.deny}
    return listed(ELEMENTS[name].label for name in found)


def _may(permission: str) -> str:
    return listed(
        role.label
        for role in ROLES.values()
        if permission in role.permissions.allow - role.permissions.deny
    )


def _clearances(_actor: Actor) -> str:
    return listed(clearance.label.lower() for clearance in (SECOND_FACTOR, *registered()))


CLAIMS = (
    Enforcement(
        "roles.coach_opens",
        "What coaches open",
        lambda _actor: _opens(ROLES["coach"]),
        "access:roles",
    ),
    Enforcement(
        "roles.administrator_opens",
        "What administrators open",
        lambda _actor: _opens(ROLES["administrator"]),
        "access:roles",
    ),
    Enforcement(
        "roles.security_officer_opens",
        "What security officers open",
        lambda _actor: _opens(ROLES["security_officer"]),
        "access:roles",
    ),
    Enforcement(
        "roles.auditor_opens",
        "What auditors open",
        lambda _actor: _opens(ROLES["auditor"]),
        "access:roles",
    ),
    Enforcement(
        "roles.assistant_opens",
        "What the assistant opens",
        lambda _actor: _opens(PROGRAMS["assistant"]),
        "access:roles",
    ),
    Enforcement(
        "roles.carrier_opens",
        "What the carriers' interface opens",
        lambda _actor: _opens(PROGRAMS["carrier"]),
        "access:roles",
    ),
    Enforcement(
        "settings.security_changed_by",
        "Who changes settings of sign-in, keys and models",
        lambda _actor: _may("settings.security"),
        "access:roles",
    ),
    Enforcement(
        "clearances.asked",
        "What is asked for before members' data opens",
        _clearances,
        "access:clearances",
    ),
    Enforcement(
        "emergency.lasts",
        "How long emergency access lasts",
        lambda _actor: lasting(LASTS),
        "access:emergencies",
    ),
    Enforcement(
        "emergency.judged_within",
        "Until when emergency access is judged",
        lambda _actor: lasting(REVIEWED_WITHIN),
        "access:emergencies",
    ),
    Enforcement(
        "emergency.members_at_once",
        "How many members one emergency access opens at most",
        lambda _actor: counted(MOST_AT_ONCE, "member"),
        "access:emergencies",
    ),
    Enforcement(
        "reviews.every",
        "When the next review of access is due",
        lambda _actor: lasting(EVERY),
        "access:reviews",
    ),
    Enforcement(
        "reviews.finished_within",
        "How long a review may take",
        lambda _actor: lasting(DECIDED_WITHIN),
        "access:reviews",
    ),
    Enforcement(
        "access.ends_within",
        "How soon a page stops whose reader's access was ended",
        lambda _actor: lasting(timedelta(seconds=CONFIRMED_SECONDS)),
        "access:register",
    ),
)
