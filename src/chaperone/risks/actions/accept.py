"""Taking a risk upon the organization, with a signature and until a day."""

from datetime import date
from uuid import UUID

from django.db import transaction

from chaperone.access.actors import Staff
from chaperone.organizations.days import today_of
from chaperone.registers.actions.changes import record_change
from chaperone.registers.actions.signing import sign
from chaperone.risks.errors import AlreadyAccepted, Closed, NoOwner, NotAssessed, OwnRisk
from chaperone.risks.events import RISK_ACCEPTED
from chaperone.risks.models import Acceptance, Risk
from chaperone.risks.queries.risks import risk_to_change
from chaperone.risks.scales import WORDS
from chaperone.risks.standing import check_end

MEANING = "accepts the risk"


@transaction.atomic
def accept_risk(
    *, actor: Staff, risk_id: UUID, reason: str, until: date, factor: str
) -> Acceptance:
    """Accepts a risk as it was judged last, until the end of a day; after it, it is open again.

    Four eyes: never who owns it, named its owner or judged it. ``factor``: the second factor that
    was just proved. What is signed names the risk, its judgement, the reason and the day. The
    caller has checked ``risks.accept``. Raises ``NoSuchRisk``, ``Closed``, ``NotAssessed``,
    ``NoOwner``, ``OwnRisk``, ``AlreadyAccepted``, ``NotAcceptable``, ``InThePast``, ``TooLong``.
    """
    risk = risk_to_change(actor, risk_id)
    today = today_of(actor)
    level = _check(risk, actor, today)
    check_end(level, until, today)
    text = accepted_text(risk, reason.strip(), until)
    signature = sign(actor=actor, record=risk.id, text=text, meaning=MEANING, factor=factor)
    assert risk.residual_likelihood is not None
    assert risk.residual_impact is not None
    acceptance = Acceptance(
        organization_id=actor.organization_id,
        risk=risk,
        likelihood=risk.residual_likelihood,
        impact=risk.residual_impact,
        reason=reason.strip(),
        accepted_by=actor.user_id,
        until=until,
        signature_id=signature.id,
    )
    acceptance.save(force_insert=True)
    risk.treatment, risk.accepted_until = Risk.Treatment.ACCEPT, until
    risk.save(update_fields=["treatment", "accepted_until"])
    details = {
        "acceptance": str(acceptance.id),
        "residual": [risk.residual_likelihood, risk.residual_impact, level],
        "reason": acceptance.reason,
        "until": until.isoformat(),
        "signature": str(signature.id),
    }
    record_change(actor=actor, event=RISK_ACCEPTED, record=risk.id, details=details)
    return acceptance


def accepted_text(risk: Risk, reason: str, until: date) -> str:
    """What is signed: the whole of it, so that nothing can be put under the signature later."""
    accepted = f"Accepted until the end of {until.isoformat()}, because: {reason}"
    return f"{judged_text(risk)}\n{accepted}"


def judged_text(risk: Risk) -> str:
    """The risk as it was judged last, as it stands in what is signed."""
    likelihood, impact, level = (
        WORDS[getattr(risk, f"residual_{part}")].lower()
        for part in ("likelihood", "impact", "level")
    )
    return "\n".join(
        (
            f"Risk {risk.name} ({risk.id}): {risk.title}",
            risk.statement,
            f"Safeguards: {risk.controls or 'none named'}",
            f"Likelihood {likelihood}, impact {impact}: level {level}.",
        )
    )


def _check(risk: Risk, actor: Staff, today: date) -> int:
    """The level that would be accepted."""
    if risk.closed:
        raise Closed
    if risk.residual_level is None:
        raise NotAssessed
    if risk.owner_id is None:
        raise NoOwner
    if actor.user_id in (risk.owner_id, risk.owned_by, risk.assessed_by):
        raise OwnRisk
    if risk.accepted_until is not None and risk.accepted_until >= today:
        raise AlreadyAccepted
    return risk.residual_level
