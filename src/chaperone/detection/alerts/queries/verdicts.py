"""What people found who looked into alerts: the ranking learns from it."""

from collections.abc import Mapping
from typing import NamedTuple

from django.db.models import Count, Q

from chaperone.detection.models import Alert, Verdict
from chaperone.ledger.actors import Actor

WRONG = (Verdict.CONFIRMED, Verdict.POLICY_BREACH)
HARMLESS = (Verdict.LEGITIMATE, Verdict.FALSE_ALARM)


class Judged(NamedTuple):
    """How often alerts alike were what they looked like, and how often they were not."""

    wrong: int = 0
    harmless: int = 0

    @property
    def total(self) -> int:
        return self.wrong + self.harmless


def verdicts_of(actor: Actor) -> Mapping[tuple[str, str], Judged]:
    """The verdicts of the actor's organization, by rule and features. One query.

    Features: what alerts of a rule have in common (``Alert.features``).
    """
    rows = Alert.objects.filter(organization_id=actor.organization_id).exclude(verdict="")
    counted = rows.values_list("rule", "features").annotate(
        wrong=Count("id", filter=Q(verdict__in=WRONG)),
        harmless=Count("id", filter=Q(verdict__in=HARMLESS)),
    )
    return {
        (rule, features): Judged(wrong, harmless) for rule, features, wrong, harmless in counted
    }
