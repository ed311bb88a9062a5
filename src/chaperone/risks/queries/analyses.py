"""Risk analyses of the actor's organization."""

from uuid import UUID

from django.db.models import QuerySet

from chaperone.ledger.actors import Actor
from chaperone.risks.errors import NoSuchAnalysis
from chaperone.risks.models import Analysis


def analyses_of(actor: Actor) -> QuerySet[Analysis]:
    """All of them, newest first, without what they say."""
    rows = Analysis.objects.filter(organization_id=actor.organization_id).defer("content")
    return rows.order_by("-drawn_up_at", "-id")


def analysis_of(actor: Actor, analysis_id: UUID) -> Analysis:
    """One of them, whole. Raises ``NoSuchAnalysis``."""
    rows = Analysis.objects.filter(organization_id=actor.organization_id)
    found = rows.filter(id=analysis_id).first()
    if found is None:
        raise NoSuchAnalysis
    return found
