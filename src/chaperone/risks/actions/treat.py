"""What is done about a risk, by whom and until when (45 CFR 164.308(a)(1)(ii)(B))."""

from datetime import date
from uuid import UUID

from django.db import transaction

from chaperone.access.actors import Staff
from chaperone.organizations.days import today_of
from chaperone.registers.actions.changes import record_change
from chaperone.risks.actions.endings import end_acceptance
from chaperone.risks.errors import Closed, InThePast, NoTreatment
from chaperone.risks.events import RISK_PLANNED, RISK_TREATED
from chaperone.risks.models import Risk
from chaperone.risks.queries.risks import risk_to_change

_OTHERWISE = "Something else is done about it now."


@transaction.atomic
def plan_treatment(
    *, actor: Staff, risk_id: UUID, treatment: str, plan: str, owner_id: UUID, due: date
) -> None:
    """Says what is done about a risk instead of accepting it: avoid, reduce or transfer.

    ``owner_id``: who does it; ``due``: the last day on which it is in time. The caller has checked
    ``risks.manage`` and the values. Raises ``NoSuchRisk``, ``Closed``, ``InThePast``.
    """
    risk = risk_to_change(actor, risk_id)
    if risk.closed:
        raise Closed
    if due < today_of(actor):
        raise InThePast
    end_acceptance(actor, risk, _OTHERWISE)
    risk.treatment, risk.plan = treatment, plan.strip()
    risk.treatment_owner_id, risk.treatment_due, risk.treatment_done_on = owner_id, due, None
    risk.save(
        update_fields=[
            "treatment",
            "plan",
            "treatment_owner_id",
            "treatment_due",
            "treatment_done_on",
        ]
    )
    details = {
        "treatment": treatment,
        "plan": risk.plan,
        "owner": str(owner_id),
        "due": due.isoformat(),
    }
    record_change(actor=actor, event=RISK_PLANNED, record=risk.id, details=details)


@transaction.atomic
def finish_treatment(*, actor: Staff, risk_id: UUID, note: str) -> None:
    """Says that what was planned is done today; whether it helped, the next judgement says.

    ``note`` 1 to 500 characters. The caller has checked ``risks.manage``. Raises ``NoSuchRisk``,
    ``Closed``, ``NoTreatment``.
    """
    risk = risk_to_change(actor, risk_id)
    if risk.closed:
        raise Closed
    planned = risk.treatment and risk.treatment != Risk.Treatment.ACCEPT
    if not planned or risk.treatment_done_on:
        raise NoTreatment
    risk.treatment_done_on = today_of(actor)
    risk.save(update_fields=["treatment_done_on"])
    details = {"on": risk.treatment_done_on.isoformat(), "note": note.strip()}
    record_change(actor=actor, event=RISK_TREATED, record=risk.id, details=details)
