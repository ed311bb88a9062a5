"""The lists of alerts: what nothing explains, and apart from it what a care reason does."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.queries import names_of
from chaperone.detection.alerts.lines import line_of
from chaperone.detection.alerts.queries.alerts import OPEN, ranked, waiting
from chaperone.detection.frame import MANAGE, PURPOSE, READ, TABS
from chaperone.detection.models import Alert, Severity
from chaperone.detection.rules.rule import rules
from chaperone.registers.lists import Filter, Listing

_ALL = "all"
_STATES = [*Alert.State.choices, (_ALL, "Closed ones, too")]


@require_GET
@requires(READ, purpose=PURPOSE)
def suspicious(request: SignedInRequest) -> HttpResponse:
    """What no care reason explains, by rank."""
    return _listed(request, explained=False)


@require_GET
@requires(READ, purpose=PURPOSE)
def explained(request: SignedInRequest) -> HttpResponse:
    """What a care reason explains."""
    return _listed(request, explained=True)


@require_GET
@requires(READ, purpose=PURPOSE)
def open_count(request: SignedInRequest) -> HttpResponse:
    """How many alerts are open that no care reason explains, for the navigation."""
    found = waiting(request.actor)
    return JsonResponse({"count": found.new + found.in_hand})


def _listed(request: SignedInRequest, *, explained: bool) -> HttpResponse:
    rows = ranked(request.actor, explained=explained)
    if not request.GET.get("state"):
        rows = rows.filter(OPEN)
    listing = Listing(
        request,
        rows,
        filters={
            "state": Filter("State", _STATES, _in_state),
            "severity": Filter("Severity", Severity.choices, "severity"),
            "rule": Filter("Rule", [(each.name, each.label) for each in rules()], "rule"),
        },
    )
    # What is asked for without a choice are those that wait for somebody.
    listing.form.fields["state"].choices = [("", "Open"), *_STATES]  # type: ignore[attr-defined]
    names = names_of({row.actor_id for row in listing.rows if row.actor_id})
    context: dict[str, Any] = {
        "tabs": TABS,
        "listing": listing,
        "lines": [line_of(row, names) for row in listing.rows],
        "waiting": waiting(request.actor),
        "explained": explained,
        "may_handle": request.actor.may(MANAGE),
    }
    return render(request, "detection/alerts/register.html", context)


def _in_state(rows: QuerySet[Alert], state: str) -> QuerySet[Alert]:
    return rows if state == _ALL else rows.filter(state=state)
