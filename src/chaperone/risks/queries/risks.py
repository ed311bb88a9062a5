"""Risks of the actor's organization: one, the register, and counts."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Case, CharField, Count, Q, QuerySet, Value, When

from chaperone.ledger.actors import Actor
from chaperone.risks import standing
from chaperone.risks.errors import NoSuchRisk
from chaperone.risks.models import Acceptance, Risk

MOST_SHOWN = 50


def risk_of(actor: Actor, risk_id: UUID) -> Risk:
    """One risk. Raises ``NoSuchRisk``."""
    found = Risk.objects.filter(organization_id=actor.organization_id, id=risk_id).first()
    if found is None:
        raise NoSuchRisk
    return found


def risk_to_change(actor: Actor, risk_id: UUID) -> Risk:
    """The same, locked until the transaction ends. Raises ``NoSuchRisk``."""
    rows = Risk.objects.select_for_update().filter(organization_id=actor.organization_id)
    found = rows.filter(id=risk_id).first()
    if found is None:
        raise NoSuchRisk
    return found


def register_of(actor: Actor, today: date) -> QuerySet[Any]:
    """The register, each ``Risk`` with its ``standing``: unjudged ones first, then the worst."""
    return (
        Risk.objects.filter(organization_id=actor.organization_id)
        .annotate(standing=_standing(today))
        .order_by("-residual_level", "number")
    )


def review_due(today: date) -> Q:
    """Open risks whose day to be looked at again has passed."""
    return Q(closed_at=None, review_on__lt=today)


class Cell(NamedTuple):
    """How many open risks have this likelihood and impact."""

    likelihood: int
    impact: int
    risks: int


def heat_of(actor: Actor, which: str) -> list[Cell]:
    """Open risks counted by likelihood and impact; ``which``: inherent or residual."""
    names = [f"{which}_likelihood", f"{which}_impact"]
    rows = Risk.objects.filter(organization_id=actor.organization_id, closed_at=None)
    rows = rows.filter(**{f"{which}_level__isnull": False})
    return [Cell(*row) for row in rows.values_list(*names).annotate(Count("id")).order_by(*names)]


def standings_of(actor: Actor, today: date) -> dict[str, int]:
    """How many risks stand how, those first that somebody must see to; only what there is."""
    rows = register_of(actor, today).order_by().values("standing").annotate(count=Count("id"))
    counts = {row["standing"]: row["count"] for row in rows}
    return {name: counts[name] for name in standing.STANDINGS if name in counts}


def acceptances_of(risk: Risk) -> list[Acceptance]:
    """Who accepted it and until when, newest first."""
    rows = Acceptance.objects.filter(organization_id=risk.organization_id, risk=risk)
    return list(rows.order_by("-accepted_at", "-id")[:MOST_SHOWN])


def acceptance_in_force(risk: Risk) -> Acceptance | None:
    """The one that counts, or whose day has passed; None where none was given or it was ended."""
    if risk.accepted_until is None:
        return None
    return acceptances_of(risk)[0]


def _standing(today: date) -> Case:
    named = [
        (Q(closed_at__isnull=False), standing.CLOSED),
        (Q(residual_level=None), standing.UNASSESSED),
        (Q(accepted_until__gte=today), standing.ACCEPTED),
        (Q(accepted_until__lt=today), standing.ENDED),
        (Q(treatment=""), standing.OPEN),
        (Q(treatment_done_on__isnull=False), standing.TREATED),
        (Q(treatment_due__lt=today), standing.OVERDUE),
    ]
    return Case(
        *(When(condition, then=Value(name)) for condition, name in named),
        default=Value(standing.TREATING),
        output_field=CharField(),
    )
