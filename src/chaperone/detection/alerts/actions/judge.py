"""Closing an alert with a verdict, and opening it again (45 CFR 164.308(a)(6)(ii))."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.detection.alerts.actions.reaching import reached, remark
from chaperone.detection.alerts.actions.take_up import take
from chaperone.detection.alerts.errors import NotClosed
from chaperone.detection.alerts.events import ALERT_CLOSED, ALERT_REOPENED
from chaperone.detection.models import Alert, Remark, Verdict
from chaperone.registers.actions.changes import record_change


@transaction.atomic
def close(*, actor: Staff, alert_id: UUID, verdict: str, reason: str) -> None:
    """Judges and closes it. ``reason`` is kept sealed; the ledger says the verdict alone.

    The caller has checked ``detection.manage``. Raises ``NoSuchAlert``, ``AboutYourself``,
    ``AlreadyClosed``, and ``ValueError`` for a verdict that there is not.
    """
    alert = reached(actor, alert_id)
    take(actor, alert)
    alert.state, alert.verdict = Alert.State.CLOSED, Verdict(verdict)
    alert.verdict_reason = reason
    alert.closed_by, alert.closed_at = actor.user_id, timezone.now()
    alert.save(
        update_fields=[
            "state",
            "verdict",
            "verdict_reason",
            "closed_by",
            "closed_at",
            "acknowledged_by",
            "acknowledged_at",
        ]
    )
    record_change(
        actor=actor,
        event=ALERT_CLOSED,
        record=alert.id,
        details={"verdict": Verdict(verdict).label, "rule": alert.rule},
    )


@transaction.atomic
def reopen(*, actor: Staff, alert_id: UUID, reason: str) -> None:
    """Opens a closed one again; what it was closed with is kept among the remarks.

    The caller has checked ``detection.manage``. Raises ``NoSuchAlert``, ``AboutYourself``,
    ``NotClosed``.
    """
    alert = reached(actor, alert_id, closed_too=True)
    if alert.state != Alert.State.CLOSED:
        raise NotClosed
    _keep(alert)
    former = Verdict(alert.verdict)
    alert.state = Alert.State.ASSIGNED if alert.assigned_to else Alert.State.ACKNOWLEDGED
    alert.verdict, alert.verdict_reason = Verdict.NONE, None
    alert.closed_by, alert.closed_at = None, None
    alert.save(update_fields=["state", "verdict", "verdict_reason", "closed_by", "closed_at"])
    remark(actor, alert, Remark.Act.REOPENED, reason)
    record_change(actor=actor, event=ALERT_REOPENED, record=alert.id, details={"was": former.label})


def _keep(alert: Alert) -> None:
    assert alert.verdict_reason is not None
    assert alert.closed_by is not None
    assert alert.closed_at is not None
    Remark(
        organization_id=alert.organization_id,
        alert=alert,
        act=Remark.Act.CLOSED,
        verdict=alert.verdict,
        text=alert.verdict_reason.reveal(),
        by=alert.closed_by,
        at=alert.closed_at,
    ).save(force_insert=True)
