"""Looking at a risk again, closing it, opening it again (45 CFR 164.306(e), 164.316(b)(2)(iii))."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.organizations.days import today_of
from chaperone.registers.actions.changes import record_change
from chaperone.risks.actions.endings import end_acceptance
from chaperone.risks.errors import Closed, InThePast, NotClosed
from chaperone.risks.events import RISK_CLOSED, RISK_REOPENED, RISK_REVIEWED
from chaperone.risks.queries.risks import risk_to_change

_GONE = "The risk was closed."


@transaction.atomic
def review_risk(*, actor: Staff, risk_id: UUID, note: str, next_on: date) -> None:
    """Says that somebody looked at a risk, what they found, and when it shall be looked at again.

    ``note`` 1 to 1,000 characters. The caller has checked ``risks.manage``. Raises ``NoSuchRisk``,
    ``Closed``; ``InThePast`` where ``next_on`` is not after today.
    """
    risk = risk_to_change(actor, risk_id)
    if risk.closed:
        raise Closed
    if next_on <= today_of(actor):
        raise InThePast
    risk.review_on, risk.reviewed_at, risk.reviewed_by = next_on, timezone.now(), actor.user_id
    risk.save(update_fields=["review_on", "reviewed_at", "reviewed_by"])
    details = {"note": note.strip(), "next": next_on.isoformat()}
    record_change(actor=actor, event=RISK_REVIEWED, record=risk.id, details=details)


@transaction.atomic
def close_risk(*, actor: Staff, risk_id: UUID, reason: str) -> None:
    """Closes a risk that does not exist any more; it stays in the register.

    ``reason`` 1 to 500 characters. The caller has checked ``risks.manage``. Raises ``NoSuchRisk``,
    ``Closed``.
    """
    risk = risk_to_change(actor, risk_id)
    if risk.closed:
        raise Closed
    end_acceptance(actor, risk, _GONE)
    risk.closed_at, risk.closed_by, risk.close_reason = (
        timezone.now(),
        actor.user_id,
        reason.strip(),
    )
    risk.save(update_fields=["closed_at", "closed_by", "close_reason"])
    record_change(
        actor=actor, event=RISK_CLOSED, record=risk.id, details={"reason": risk.close_reason}
    )


@transaction.atomic
def reopen_risk(*, actor: Staff, risk_id: UUID, reason: str) -> None:
    """Opens a closed risk again. The caller has checked ``risks.manage``. Raises ``NoSuchRisk``,
    ``NotClosed``.
    """
    risk = risk_to_change(actor, risk_id)
    if not risk.closed:
        raise NotClosed
    risk.closed_at, risk.closed_by, risk.close_reason = None, None, ""
    risk.save(update_fields=["closed_at", "closed_by", "close_reason"])
    record_change(
        actor=actor, event=RISK_REOPENED, record=risk.id, details={"reason": reason.strip()}
    )
