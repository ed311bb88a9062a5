"""Whether what a standard asks is written down, in force and reviewed (45 CFR 164.316(a), (b))."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from chaperone.evidence.asked_once import policies_in_force
from chaperone.evidence.collecting import Figure, read_once
from chaperone.evidence.judging import Lack, missing, weak
from chaperone.ledger.actors import Actor
from chaperone.organizations.days import today_of
from chaperone.policies.queries.registering import registered
from chaperone.registers.queries.history import entries_about

_TEMPLATE = "agreement_template"
"""What others are to sign binds nobody here."""


class Written(NamedTuple):
    """The policies in force that cite a standard. ``lack``: what is wrong with that."""

    lack: Lack | None
    figures: tuple[Figure, ...]
    ledger: tuple[UUID, ...]


def written(actor: Actor, *citations: str) -> Written:
    """Which policies in force cite one of these, and whether they were reviewed in time.

    Policies cite what they answer; those of the organization's own do so as well as starters.
    """
    wanted, today = set(citations), today_of(actor)
    found = [
        each
        for each in policies_in_force(actor)
        if wanted & set(each.citations) and each.kind != _TEMPLATE
    ]
    late = {each.policy_id for each in found} & read_once(
        "policies not reviewed", lambda: _late(actor, today)
    )
    shown = citations[0]
    lack = missing(
        not found,
        f"No policy in force answers {shown}.",
        f"Publish a policy that cites {shown}; the starter set has one.",
    ) or weak(
        late,
        "Its policy has not been reviewed in time.",
        "Review the policy: change it, or record that nothing is to be changed.",
    )
    figures = tuple(Figure("Policy in force", f"{each.title}, {each.number}") for each in found)
    rows = sorted(row for each in found for row in (each.policy_id, each.version_id))
    entries = read_once(f"entries about {rows}", lambda: entries_about(actor, rows, most=4))
    return Written(lack, figures, entries)


def _late(actor: Actor, today: date) -> set[UUID]:
    return set(registered(actor, today).filter(due_on__lt=today).values_list("id", flat=True))
