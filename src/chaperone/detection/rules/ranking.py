"""How likely something found is worth a look, and how bad it would be. Pure.

The rule's weight is what is believed before anybody has judged: as if ``PRIOR`` alerts had been,
and that share of them was what it looked like. Each verdict on an alert of the same rule and
features counts as one more (a Beta distribution's mean). What care explains ranks below all that
it does not.
"""

from chaperone.detection.models import Severity
from chaperone.detection.rules.facts import Found
from chaperone.detection.rules.rule import Rule

PRIOR = 4
EXPLAINED = 0.1
# Each other thing that holds of it takes away this share of the doubt.
FEATURE = 0.15


def score(rule: Rule, found: Found, *, wrong: int, harmless: int) -> float:
    """0 to 1. ``wrong`` and ``harmless``: the verdicts on alerts of this rule and features."""
    doubt = (1 - rule.weight) * (1 - FEATURE) ** len(found.features)
    believed = (PRIOR * (1 - doubt) + wrong) / (PRIOR + wrong + harmless)
    return round(believed * EXPLAINED if found.explained_by else believed, 4)


def severity(rule: Rule, found: Found) -> Severity:
    """The rule's; low where care explains it."""
    return Severity.LOW if found.explained_by else rule.severity


def features_of(found: Found) -> str:
    """As they are kept with an alert, and as verdicts are counted."""
    return "+".join(sorted(found.features))
