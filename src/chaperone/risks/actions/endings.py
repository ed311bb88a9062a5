"""How acceptances end before their day."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.registers.actions.changes import record_change
from chaperone.risks.errors import NotAccepted
from chaperone.risks.events import ACCEPTANCE_ENDED
from chaperone.risks.models import Risk
from chaperone.risks.queries.risks import acceptance_in_force, risk_to_change


@transaction.atomic
def withdraw_acceptance(*, actor: Staff, risk_id: UUID, reason: str) -> None:
    """Takes an acceptance back: the risk is open again this second.

    ``reason`` 1 to 500 characters. The caller has checked ``risks.manage`` or ``risks.accept``.
    Raises ``NoSuchRisk``, ``NotAccepted``.
    """
    risk = risk_to_change(actor, risk_id)
    if not end_acceptance(actor, risk, reason.strip()):
        raise NotAccepted


def end_acceptance(actor: Staff, risk: Risk, reason: str) -> bool:
    """Ends the acceptance of a locked risk, if there is one; whether there was."""
    acceptance = acceptance_in_force(risk)
    if acceptance is None:
        return False
    acceptance.ended_at, acceptance.ended_by = timezone.now(), actor.user_id
    acceptance.end_reason = reason
    acceptance.save(update_fields=["ended_at", "ended_by", "end_reason"])
    risk.accepted_until, risk.treatment = None, ""
    risk.save(update_fields=["accepted_until", "treatment"])
    details = {"until": acceptance.until.isoformat(), "reason": reason}
    record_change(actor=actor, event=ACCEPTANCE_ENDED, record=risk.id, details=details)
    return True
