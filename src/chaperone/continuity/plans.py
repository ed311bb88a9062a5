"""The plans that say what people do, and how each stands among the policies."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from chaperone.ledger.actors import Actor
from chaperone.organizations.days import today_of
from chaperone.policies.queries.registering import registered

STARTERS = {
    "contingency": "Contingency plan",
    "disaster-recovery": "Disaster recovery plan",
    "business-continuity": "Business continuity plan",
}
"""The starter texts that are such plans (45 CFR 164.308(a)(7)(ii)(A)-(C)), by title."""


class Plan(NamedTuple):
    """A plan and its state: of ``policies.queries.registering.STATES``, or ``missing``."""

    title: str
    state: str
    policy_id: UUID | None = None
    due_on: date | None = None


def plans_of(actor: Actor) -> list[Plan]:
    """Each of the plans, adopted or not. Two queries."""
    rows = registered(actor, today_of(actor)).filter(starter__in=STARTERS)
    found = {row.starter: row for row in rows.exclude(state="retired")}
    return [
        Plan(found[name].title, found[name].state, found[name].id, found[name].due_on)
        if name in found
        else Plan(title, "missing")
        for name, title in STARTERS.items()
    ]
