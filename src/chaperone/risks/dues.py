"""What falls due here, for the calendar: treatments, reviews, acceptances, the next analysis."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from chaperone.access.actors import worker
from chaperone.duties.registry import Due
from chaperone.organizations.queries import organization_of
from chaperone.risks.models import Analysis, Risk

_MANAGE = "risks.manage"
_MANAGEMENT = "45 CFR 164.308(a)(1)(ii)(B)"
_ANALYSIS = "45 CFR 164.308(a)(1)(ii)(A)"
_YEAR = timedelta(days=365)


def dues(organization_id: UUID, until: date) -> Iterator[Due]:
    """Everything that falls due until the end of that day, or has fallen due, in the context of
    the organization.
    """
    treated = ~Q(treatment="") & Q(treatment_done_on=None, accepted_until=None)
    rows = Risk.objects.filter(
        Q(review_on__lte=until)
        | Q(accepted_until__lte=until)
        | (treated & Q(treatment_due__lte=until)),
        organization_id=organization_id,
        closed_at=None,
    )
    for risk in rows.order_by("number"):
        yield from _of_risk(risk, until)
    yield from _next_analysis(organization_id, until)


def _of_risk(risk: Risk, until: date) -> Iterator[Due]:
    accepted, due = risk.accepted_until, risk.treatment_due
    if accepted is None and risk.treatment and not risk.treatment_done_on and due and due <= until:
        yield _of(risk, "treatment", "Treat", due, risk.treatment_owner_id)
    if risk.review_on <= until:
        yield _of(risk, "review", "Look again at", risk.review_on, risk.owner_id)
    if accepted and accepted <= until:
        yield _of(risk, "acceptance", "The acceptance ends of", accepted, risk.owner_id)


def _of(risk: Risk, kind: str, words: str, due_on: date, owner: UUID | None) -> Due:
    return Due(
        key=f"risks.{kind}:{risk.id}:{due_on.isoformat()}",
        what=f"{words} {risk.name}, {risk.title}",
        due_on=due_on,
        route="risks:risk",
        arguments={"risk_id": str(risk.id)},
        citation=_MANAGEMENT,
        owner=owner,
        permission=_MANAGE,
    )


def _next_analysis(organization_id: UUID, until: date) -> Iterator[Due]:
    """A year after the last that was signed; where there is none, nothing can be dated."""
    signed = Analysis.objects.filter(organization_id=organization_id, signed_at__isnull=False)
    last = signed.order_by("-signed_at").values_list("signed_at", flat=True).first()
    if last is None:
        return
    zone = ZoneInfo(organization_of(worker(organization_id)).time_zone)
    due_on = last.astimezone(zone).date() + _YEAR
    if due_on <= until:
        yield Due(
            key=f"risks.analysis:{due_on.isoformat()}",
            what="Draw up and sign the next risk analysis",
            due_on=due_on,
            route="risks:analyses",
            arguments={},
            citation=_ANALYSIS,
            owner=None,
            permission=_MANAGE,
        )
