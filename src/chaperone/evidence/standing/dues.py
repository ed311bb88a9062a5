"""What falls due about standards: next steps, and what was signed as not applicable."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.db.models import Q

from chaperone.duties.registry import Due
from chaperone.evidence.frame import MANAGE
from chaperone.evidence.models import NotApplicable, Plan, Reading
from chaperone.standards.catalogue import find

_STATE = NotApplicable.State
_STANDS = ("met", "not_applicable")


def dues(organization_id: UUID, until: date) -> Iterator[Due]:
    """Until the end of that day, in the organization's context. What is met is no duty."""
    met = Reading.objects.filter(organization_id=organization_id, status__in=_STANDS)
    plans = Plan.objects.filter(organization_id=organization_id, due_on__lte=until)
    for plan in plans.exclude(citation__in=met.values("citation")).order_by("due_on", "citation"):
        assert plan.due_on is not None
        what = f"See to a standard that is not met: {find(plan.citation).name}"
        key = f"evidence.plan:{plan.id}:{plan.due_on.isoformat()}"
        yield _due(key, what, plan.due_on, plan.citation, plan.owner_id)
    rows = NotApplicable.objects.filter(organization_id=organization_id)
    waiting, in_force = Q(state=_STATE.WAITING), Q(state=_STATE.IN_FORCE, review_on__lte=until)
    for each in rows.filter(waiting | in_force).order_by("asked_at", "citation"):
        name = find(each.citation).name
        if each.state == _STATE.WAITING:
            what = f"Decide whether a standard does not apply: {name}"
            yield _due(f"evidence.decide:{each.id}", what, each.asked_at.date(), each.citation)
        else:
            what = f"Look again whether a standard does not apply: {name}"
            yield _due(f"evidence.aside:{each.id}", what, each.review_on, each.citation)


def _due(key: str, what: str, day: date, citation: str, owner: UUID | None = None) -> Due:
    return Due(
        key=key,
        what=what[:200],
        due_on=day,
        route="evidence:standard",
        arguments={"citation": citation},
        citation=f"45 CFR {citation}",
        owner=owner,
        permission=MANAGE,
    )
