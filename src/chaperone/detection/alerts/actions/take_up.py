"""Taking an alert up, and giving it to somebody."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.detection.alerts.actions.reaching import reached, remark
from chaperone.detection.alerts.errors import AlreadyTaken, NotAssignable
from chaperone.detection.alerts.events import ALERT_ACKNOWLEDGED, ALERT_ASSIGNED, ALERT_NOTED
from chaperone.detection.alerts.notice import ASSIGNED
from chaperone.detection.alerts.queries.alerts import who_may_handle
from chaperone.detection.models import Alert, Remark
from chaperone.notices.actions.tell import call_off, tell
from chaperone.notices.models import Notice
from chaperone.registers.actions.changes import record_change

_State = Alert.State


@transaction.atomic
def acknowledge(*, actor: Staff, alert_id: UUID) -> None:
    """Says that somebody looks into it: nobody is called any more.

    The caller has checked ``detection.manage``. Raises ``NoSuchAlert``, ``AboutYourself``,
    ``AlreadyClosed``, ``AlreadyTaken``.
    """
    alert = reached(actor, alert_id)
    if alert.state != _State.NEW:
        raise AlreadyTaken
    take(actor, alert)
    alert.state = _State.ACKNOWLEDGED
    alert.save(update_fields=["state", "acknowledged_by", "acknowledged_at"])
    record_change(actor=actor, event=ALERT_ACKNOWLEDGED, record=alert.id)


@transaction.atomic
def assign(*, actor: Staff, alert_id: UUID, user_id: UUID) -> None:
    """Gives it to somebody who handles alerts, and tells them. The caller has checked
    ``detection.manage``. Raises ``NoSuchAlert``, ``AboutYourself``, ``AlreadyClosed``,
    ``NotAssignable``.
    """
    alert = reached(actor, alert_id)
    if user_id not in who_may_handle(actor, alert):
        raise NotAssignable
    take(actor, alert)
    alert.state, alert.assigned_to = _State.ASSIGNED, user_id
    alert.save(update_fields=["state", "acknowledged_by", "acknowledged_at", "assigned_to"])
    record_change(actor=actor, event=ALERT_ASSIGNED, record=alert.id, details={"to": str(user_id)})
    if user_id != actor.user_id:
        tell(
            actor=actor,
            kind=ASSIGNED,
            subject_id=alert.id,
            recipients={user_id: (Notice.Way.EMAIL,)},
        )


@transaction.atomic
def note(*, actor: Staff, alert_id: UUID, text: str) -> None:
    """Adds what was found out, sealed: it may name somebody. The caller has checked
    ``detection.manage``. Raises ``NoSuchAlert``, ``AboutYourself``.
    """
    alert = reached(actor, alert_id, closed_too=True)
    remark(actor, alert, Remark.Act.NOTED, text)
    record_change(actor=actor, event=ALERT_NOTED, record=alert.id)


def take(actor: Staff, alert: Alert) -> None:
    """Notes who looked first, and calls off what waits to be sent; a worker ends the alarm."""
    if alert.acknowledged_at is None:
        alert.acknowledged_by, alert.acknowledged_at = actor.user_id, timezone.now()
    call_off(actor=actor, subject_id=alert.id)
