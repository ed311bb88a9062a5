"""How far an organization is with acknowledging its policies (45 CFR 164.316(b)(2)(ii))."""

from typing import NamedTuple

from chaperone.ledger.actors import Actor
from chaperone.organizations.days import today_of
from chaperone.policies.queries.overdue import acknowledged_counts, asked_of
from chaperone.policies.queries.reading import policies_in_force


class Acknowledging(NamedTuple):
    """``versions``: mandatory and in force; ``people``: who must; ``lacking``: how many of them
    have not acknowledged the one that most lack, whose time of grace is over.
    """

    versions: int
    people: int
    lacking: int


def acknowledging_of(actor: Actor, citing: str = "") -> Acknowledging:
    """Of everything mandatory, or of what cites a paragraph. Five queries."""
    today = today_of(actor)
    asked = asked_of(actor, today)
    if citing:
        found = {
            each.version_id for each in policies_in_force(actor, today) if citing in each.citations
        }
        asked = [each for each in asked if each.version_id in found]
    counts = acknowledged_counts(actor, [each.version_id for each in asked], today)
    over = [counts[each.version_id] for each in asked if each.overdue]
    return Acknowledging(
        versions=len(asked),
        people=max((each.people for each in counts.values()), default=0),
        lacking=max((each.people - each.done for each in over), default=0),
    )
