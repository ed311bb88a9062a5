"""Risk analyses as dated reports (45 CFR 164.308(a)(1)(ii)(A), 164.316(b)(1)(ii))."""

from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.organizations.days import today_of
from chaperone.registers.actions.changes import record_change
from chaperone.registers.actions.signing import sign
from chaperone.risks.errors import AlreadySigned, NoSuchAnalysis, NothingAssessed
from chaperone.risks.events import ANALYSIS_DRAWN_UP, ANALYSIS_SIGNED
from chaperone.risks.models import Analysis, Risk
from chaperone.risks.reporting import gathered

MEANING = "signs the risk analysis"


@transaction.atomic
def draw_up_analysis(*, actor: Staff, title: str, scope: str) -> Analysis:
    """Freezes what the inventory, the map and the register say today as a report.

    ``scope``: what it covers, in words. The caller has checked ``risks.manage``. Raises
    ``NothingAssessed``.
    """
    rows = Risk.objects.filter(organization_id=actor.organization_id, closed_at=None)
    figures = rows.aggregate(count=Count("id"), highest=Max("residual_level"))
    if figures["highest"] is None:
        raise NothingAssessed
    title, scope = title.strip(), scope.strip()
    analysis = Analysis(
        organization_id=actor.organization_id,
        title=title,
        content=gathered(actor, title=title, scope=scope, today=today_of(actor)),
        risks=figures["count"],
        highest=figures["highest"],
        drawn_up_by=actor.user_id,
    )
    analysis.save(force_insert=True)
    details = {"title": title, "risks": analysis.risks, "sha256": digest_of(analysis)}
    record_change(actor=actor, event=ANALYSIS_DRAWN_UP, record=analysis.id, details=details)
    return analysis


@transaction.atomic
def sign_analysis(*, actor: Staff, analysis_id: UUID, factor: str) -> None:
    """Signs an analysis, word for word; ``factor``: the second factor that was just proved.

    The caller has checked ``risks.accept``. Raises ``NoSuchAnalysis``, ``AlreadySigned``.
    """
    rows = Analysis.objects.select_for_update().filter(organization_id=actor.organization_id)
    analysis = rows.filter(id=analysis_id).first()
    if analysis is None:
        raise NoSuchAnalysis
    if analysis.signature_id:
        raise AlreadySigned
    signature = sign(
        actor=actor, record=analysis.id, text=analysis.content, meaning=MEANING, factor=factor
    )
    analysis.signature_id, analysis.signed_by = signature.id, actor.user_id
    analysis.signed_at = timezone.now()
    analysis.save(update_fields=["signature_id", "signed_by", "signed_at"])
    details = {"signature": str(signature.id), "sha256": digest_of(analysis)}
    record_change(actor=actor, event=ANALYSIS_SIGNED, record=analysis.id, details=details)


def digest_of(analysis: Analysis) -> str:
    """SHA-256 of what it says, in hex, as the ledger's entries have it."""
    return sha256(analysis.content.encode()).hexdigest()
