"""The register of risks, its heat map, and how a risk comes in."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.queries import names_of
from chaperone.organizations.days import today_of
from chaperone.registers.answers import sent
from chaperone.registers.lists import Filter, Listing
from chaperone.risks.actions.adopt import adopt_starters
from chaperone.risks.actions.enter import enter_risk
from chaperone.risks.forms.risks import AdoptionForm, RiskForm
from chaperone.risks.frame import MANAGE, PURPOSE, READ, Act, asked, done, shown
from chaperone.risks.models import Risk
from chaperone.risks.queries.assets import assets_to_choose
from chaperone.risks.queries.people import owners_of
from chaperone.risks.queries.risks import heat_of, register_of, review_due, standings_of
from chaperone.risks.queries.starters import starters_left
from chaperone.risks.scales import STEPS, WORDS, level_of
from chaperone.risks.standing import STANDINGS
from chaperone.risks.words import STANDINGS as STANDING_WORDS

_CELLS = [
    (
        f"{likelihood}-{impact}",
        f"Likelihood {WORDS[likelihood].lower()}, impact {WORDS[impact].lower()}",
    )
    for likelihood in reversed(STEPS)
    for impact in reversed(STEPS)
]


@require_GET
@requires(READ, purpose=PURPOSE)
def register(request: SignedInRequest) -> HttpResponse:
    """Every risk: how bad it is, how it stands, who owns it; the worst first."""
    today = today_of(request.actor)

    def reviews(rows: QuerySet[Any], _: str) -> QuerySet[Any]:
        return rows.filter(review_due(today))

    steps = [(str(step), word) for step, word in WORDS.items()]
    listing = Listing(
        request,
        register_of(request.actor, today),
        search=["title", "statement", "controls"],
        filters={
            "standing": Filter(
                "Stands", [(each, STANDING_WORDS[each]) for each in STANDINGS], "standing"
            ),
            "level": Filter("Level", steps[::-1], "residual_level"),
            "review": Filter("Review", [("due", "Overdue")], reviews),
            "residual": Filter("Judged", _CELLS, _in_cell("residual")),
            "inherent": Filter("Without safeguards", _CELLS, _in_cell("inherent")),
        },
        register="risks",
    )
    context = {
        "listing": listing,
        "owners": names_of({risk.owner_id for risk in listing.rows if risk.owner_id}),
        "standings": standings_of(request.actor, today),
        "today": today,
        "may_manage": request.actor.may(MANAGE),
        "add": reverse("risks:risk_add") if request.actor.may(MANAGE) else "",
    }
    return shown(request, "risks/register.html", context)


@require_GET
@requires(READ, purpose=PURPOSE)
def heat(request: SignedInRequest) -> HttpResponse:
    """How many open risks are how likely and how bad, with safeguards and without."""
    context = {
        "maps": [
            ("residual", "With the safeguards that are there", _rows(request, "residual")),
            ("inherent", "Without safeguards", _rows(request, "inherent")),
        ],
        "impacts": WORDS.items(),
    }
    return shown(request, "risks/heat.html", context)


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def risk_add(request: SignedInRequest) -> HttpResponse:
    """A new risk; judging it is the next page."""
    actor = request.actor
    form = RiskForm(sent(request), people=owners_of(actor), assets=assets_to_choose(actor))
    entered: list[Risk] = []
    if done(form, lambda: entered.append(enter_risk(actor=actor, **form.cleaned_data))):
        messages.success(request, "Entered. Now judge it: how likely is it, and how bad?")
        return redirect("risks:risk_assess", risk_id=entered[0].id)
    act = Act("What may happen?", "", "Enter the risk", reverse("risks:register"))
    return asked(request, form, act)


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def starters(request: SignedInRequest) -> HttpResponse:
    """Risks of this platform that its makers know of, to be adopted."""
    actor = request.actor
    left = starters_left(actor)
    form = AdoptionForm(
        sent(request),
        people=owners_of(actor),
        starters={each.key: each.title for each in left},
    )
    adopted: list[Risk] = []
    if done(form, lambda: adopted.extend(adopt_starters(actor=actor, **form.cleaned_data))):
        messages.success(
            request, f"{len(adopted)} adopted. Look at each one, and judge it for yourselves."
        )
        return redirect("risks:register")
    chosen = form["keys"].data or [] if form.is_bound else [each.key for each in left]
    lines = [(each, each.key in chosen, WORDS[level_of(*each.residual)]) for each in left]
    status = 400 if form.is_bound else 200
    return shown(request, "risks/starters.html", {"form": form, "lines": lines}, status=status)


def _in_cell(which: str) -> Callable[[QuerySet[Any], str], QuerySet[Any]]:
    """Narrows the register to a cell of the heat map, such as ``3-5``."""

    def narrowed(rows: QuerySet[Any], cell: str) -> QuerySet[Any]:
        likelihood, _, impact = cell.partition("-")
        judged = {f"{which}_likelihood": likelihood, f"{which}_impact": impact}
        return rows.filter(closed_at=None, **judged)

    return narrowed


def _rows(request: SignedInRequest, which: str) -> list[Any]:
    """Rows of the heat map, the most likely first: each with its cells."""
    counts = {(cell[0], cell[1]): cell.risks for cell in heat_of(request.actor, which)}
    return [
        (
            WORDS[likelihood],
            likelihood,
            [
                (impact, counts.get((likelihood, impact), 0), level_of(likelihood, impact))
                for impact in STEPS
            ],
        )
        for likelihood in reversed(STEPS)
    ]
