"""Judging a risk (NIST SP 800-30 Rev. 1, Tasks 2-4 to 2-6)."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.registers.actions.changes import record_change
from chaperone.risks.actions.endings import end_acceptance
from chaperone.risks.errors import Closed
from chaperone.risks.events import RISK_ASSESSED
from chaperone.risks.models import Risk
from chaperone.risks.queries.risks import risk_to_change

_PARTS = ("likelihood", "impact", "level")
_REJUDGED = "The risk was judged anew, and comes out otherwise than what was accepted."


@transaction.atomic
def assess_risk(
    *,
    actor: Staff,
    risk_id: UUID,
    inherent_likelihood: int,
    inherent_impact: int,
    residual_likelihood: int,
    residual_impact: int,
    controls: str,
    why: str,
) -> Risk:
    """Judges likelihood and impact, without our safeguards and with those that are there now.

    Each is 1 to 5; ``controls``: the safeguards; ``why``: what the judgement rests on. An
    acceptance of another likelihood or impact ends: that was not what somebody signed. The caller
    has checked ``risks.manage``. Raises ``NoSuchRisk``, ``Closed``, ``ValueError``.
    """
    risk = risk_to_change(actor, risk_id)
    if risk.closed:
        raise Closed
    before = (risk.residual_likelihood, risk.residual_impact)
    risk.score("inherent", inherent_likelihood, inherent_impact)
    risk.score("residual", residual_likelihood, residual_impact)
    risk.controls = controls.strip()
    risk.assessed_by, risk.assessed_at = actor.user_id, timezone.now()
    details = {
        "inherent": [inherent_likelihood, inherent_impact, risk.inherent_level],
        "residual": [residual_likelihood, residual_impact, risk.residual_level],
        "why": why.strip(),
    }
    fields = [f"{kind}_{part}" for kind in ("inherent", "residual") for part in _PARTS]
    risk.save(update_fields=[*fields, "controls", "assessed_by", "assessed_at"])
    record_change(actor=actor, event=RISK_ASSESSED, record=risk.id, details=details)
    if before != (residual_likelihood, residual_impact):
        end_acceptance(actor, risk, _REJUDGED)
    return risk
