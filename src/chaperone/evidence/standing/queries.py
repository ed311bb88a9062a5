"""Who sees to which standard, and what does not apply."""

from collections.abc import Mapping

from django.db.models import QuerySet

from chaperone.evidence.collecting import Found, Status
from chaperone.evidence.models import NotApplicable, Plan
from chaperone.ledger.actors import Actor

_STATE = NotApplicable.State
OPEN = (_STATE.WAITING, _STATE.IN_FORCE)


def plans(actor: Actor) -> dict[str, Plan]:
    """Who sees to which standard, by citation. One query."""
    rows = Plan.objects.filter(organization_id=actor.organization_id)
    return {each.citation: each for each in rows}


def plan_of(actor: Actor, citation: str) -> Plan | None:
    """The same of one standard."""
    rows = Plan.objects.filter(organization_id=actor.organization_id, citation=citation)
    return rows.first()


def set_aside_of(actor: Actor, citation: str) -> NotApplicable | None:
    """What was signed, or waits for a second signature, about a standard that does not apply."""
    return _open(actor).filter(citation=citation).first()


def not_applicable_reason(actor: Actor, citation: str) -> str | None:
    """Why the standard does not apply, as two people signed it; None where it does."""
    found = _open(actor).filter(citation=citation, state=_STATE.IN_FORCE).first()
    return found.reason.reveal() if found else None


def set_aside(actor: Actor) -> Mapping[str, Found]:
    """What collectors say of standards that two people signed as not applicable. One query."""
    rows = _open(actor).filter(state=_STATE.IN_FORCE, entry_id__isnull=False)
    return {
        each.citation: Found(
            Status.NOT_APPLICABLE,
            "Two people signed that this does not apply here, and why.",
            ledger=(each.entry_id,) if each.entry_id else (),
        )
        for each in rows
    }


def _open(actor: Actor) -> QuerySet[NotApplicable]:
    return NotApplicable.objects.filter(
        organization_id=actor.organization_id, state__in=OPEN
    ).order_by("-id")
