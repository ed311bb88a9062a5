"""How noisy the rules are."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.detection.alerts.queries.noise import GOAL, WEEKS, Week, noise_of
from chaperone.detection.frame import PURPOSE, READ, TABS
from chaperone.detection.rules.rule import rule_named
from chaperone.documents.charts import columns


@require_GET
@requires(READ, purpose=PURPOSE)
def noise(request: SignedInRequest) -> HttpResponse:
    """Alerts a week, per 1,000 staff-days, by rule, and how much of it was worth a look."""
    found = noise_of(request.actor)
    context = {
        "tabs": TABS,
        "noise": found,
        "goal": GOAL,
        "number_of_weeks": WEEKS,
        "rules": [(each, rule_named(each.rule).label) for each in found.rules],
        "chart": drawn(found.weeks) if found.rules else "",
    }
    return render(request, "detection/alerts/noise.html", context)


def drawn(weeks: Sequence[Week]) -> SafeString:
    """The weeks as columns; the table beside it says the same."""
    return mark_safe(  # noqa: S308  # drawn by us, of numbers and days
        columns(
            "Alerts a week",
            [f"{each.first_day:%b %d}" for each in weeks],
            {
                "Nothing explains them": [each.suspicious for each in weeks],
                "A care reason explains them": [each.explained for each in weeks],
            },
        )
    )
