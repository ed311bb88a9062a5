"""Sanction policy (45 CFR 164.308(a)(1)(ii)(C))."""

from datetime import timedelta

from django.utils import timezone

from chaperone.detection.alerts.queries.verdicts import verdicts_of
from chaperone.evidence.asked_once import policies_in_force
from chaperone.evidence.collecting import Figure, Found, collects
from chaperone.evidence.collectors.administrative.risks import SANCTIONS
from chaperone.evidence.judging import judged, people, weak
from chaperone.evidence.written import written
from chaperone.ledger.actors import Actor
from chaperone.ledger.queries.searching import find_ids
from chaperone.organizations.days import today_of
from chaperone.policies.queries.overdue import acknowledged_counts
from chaperone.workforce.events import CONFIDENTIAL_ADDED

SINCE = timedelta(days=365)
MOST_COUNTED = 1_000


@collects(SANCTIONS)
def sanctions(actor: Actor) -> Found:
    """Everybody has acknowledged what follows from breaking the rules, and it does follow.

    What was decided about whom is sealed and not read here: that there is a record is enough.
    """
    text = written(actor, SANCTIONS)
    behind = _not_acknowledged(actor)
    wrong = sum(each.wrong for each in verdicts_of(actor).values())
    since = timezone.now() - SINCE
    records = find_ids(actor, limit=MOST_COUNTED, event=CONFIDENTIAL_ADDED.name, since=since)
    return judged(
        "What follows from breaking the rules is in force, and everybody has acknowledged it.",
        text.lack,
        weak(
            behind,
            f"The policy on sanctions is not acknowledged by {people(behind)}.",
            "See on the page “Acknowledgements” who has not, and remind them.",
        ),
        weak(
            wrong > len(records),
            "Of breaches of the rules that were confirmed, not each has a record of what followed.",
            "Record on the person's page what followed, also where it was a talk.",
        ),
        figures=(
            Figure("Have not acknowledged it", behind, "people"),
            Figure("Breaches of the rules confirmed", wrong),
            Figure("Confidential records made in a year", len(records)),
            *text.figures,
        ),
        ledger=(*records[:4], *text.ledger),
    )


def _not_acknowledged(actor: Actor) -> int:
    """How many people have not acknowledged the policy that is least acknowledged."""
    ours = [
        each.version_id
        for each in policies_in_force(actor)
        if each.mandatory and SANCTIONS in each.citations
    ]
    counts = acknowledged_counts(actor, ours, today_of(actor)) if ours else {}
    return max((each.people - each.done for each in counts.values()), default=0)
