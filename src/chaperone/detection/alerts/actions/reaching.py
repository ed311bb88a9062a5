"""What every act on an alert asks first."""

from uuid import UUID

from chaperone.access.actors import Staff
from chaperone.detection.alerts.errors import AboutYourself, AlreadyClosed
from chaperone.detection.alerts.queries.alerts import alert_of
from chaperone.detection.models import Alert, Remark


def reached(actor: Staff, alert_id: UUID, *, closed_too: bool = False) -> Alert:
    """The alert, locked. Raises ``NoSuchAlert``, ``AboutYourself``, ``AlreadyClosed``."""
    alert = alert_of(actor, alert_id, lock=True)
    # Those about oneself are not found at all; this holds should a question ever find one.
    if alert.actor_id == actor.user_id:
        raise AboutYourself
    if alert.state == Alert.State.CLOSED and not closed_too:
        raise AlreadyClosed
    return alert


def remark(actor: Staff, alert: Alert, act: Remark.Act, text: str) -> None:
    """Keeps what somebody wrote, sealed."""
    Remark(
        organization_id=actor.organization_id, alert=alert, act=act, text=text, by=actor.user_id
    ).save(force_insert=True)
