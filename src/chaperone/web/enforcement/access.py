"""Roles, emergency access, reviews, the end of access."""

from datetime import timedelta

from chaperone.access.actions.emergencies import LASTS, MOST_AT_ONCE, REVIEWED_WITHIN
from chaperone.access.actions.reviews import DECIDED_WITHIN
from chaperone.access.clearances import SECOND_FACTOR, registered
from chaperone.access.queries.reviews import EVERY
from chaperone.access.roles import ELEMENTS, PROGRAMS, ROLES, Role
from chaperone.ledger.actors import Actor
from chaperone.vault.witness import CONFIRMED_SECONDS
from chaperone.web.enforcement.claims import Enforced
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
    Enforced(
        "roles.coach_opens",
        "What coaches open",
        lambda _actor: _opens(ROLES["coach"]),
        "access:roles",
    ),
    Enforced(
        "roles.administrator_opens",
        "What administrators open",
        lambda _actor: _opens(ROLES["administrator"]),
        "access:roles",
    ),
    Enforced(
        "roles.security_officer_opens",
        "What security officers open",
        lambda _actor: _opens(ROLES["security_officer"]),
        "access:roles",
    ),
    Enforced(
        "roles.auditor_opens",
        "What auditors open",
        lambda _actor: _opens(ROLES["auditor"]),
        "access:roles",
    ),
    Enforced(
        "roles.assistant_opens",
        "What the assistant opens",
        lambda _actor: _opens(PROGRAMS["assistant"]),
        "access:roles",
    ),
    Enforced(
        "roles.carrier_opens",
        "What the carriers' interface opens",
        lambda _actor: _opens(PROGRAMS["carrier"]),
        "access:roles",
    ),
    Enforced(
        "settings.security_changed_by",
        "Who changes settings of sign-in, keys and models",
        lambda _actor: _may("settings.security"),
        "access:roles",
    ),
    Enforced(
        "clearances.asked",
        "What is asked for before members' data opens",
        _clearances,
        "access:clearances",
    ),
    Enforced(
        "emergency.lasts",
        "How long emergency access lasts",
        lambda _actor: lasting(LASTS),
        "access:emergencies",
    ),
    Enforced(
        "emergency.judged_within",
        "Until when emergency access is judged",
        lambda _actor: lasting(REVIEWED_WITHIN),
        "access:emergencies",
    ),
    Enforced(
        "emergency.members_at_once",
        "How many members one emergency access opens at most",
        lambda _actor: counted(MOST_AT_ONCE, "member"),
        "access:emergencies",
    ),
    Enforced(
        "reviews.every",
        "When the next review of access is due",
        lambda _actor: lasting(EVERY),
        "access:reviews",
    ),
    Enforced(
        "reviews.finished_within",
        "How long a review may take",
        lambda _actor: lasting(DECIDED_WITHIN),
        "access:reviews",
    ),
    Enforced(
        "access.ends_within",
        "How soon a page stops whose reader's access was ended",
        lambda _actor: lasting(timedelta(seconds=CONFIRMED_SECONDS)),
        "access:register",
    ),
)
