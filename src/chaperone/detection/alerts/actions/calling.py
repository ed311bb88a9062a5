"""Alerts that nobody has taken up are told again; those that somebody has are told no more."""

from chaperone.access.actors import worker
from chaperone.access.context import acting_for
from chaperone.detection.alerts.notice import alert_in
from chaperone.detection.alerts.queries.alerts import URGENT
from chaperone.detection.alerts.telling import tell_again, tell_no_more
from chaperone.detection.models import Alert
from chaperone.ledger.actors import Actor
from chaperone.notices.queries import open_alarms
from chaperone.organizations.queries import organizations_all


def call_everywhere() -> None:
    """Every minute, by workers; safe to repeat."""
    for organization_id in organizations_all():
        actor = worker(organization_id)
        with acting_for(actor):
            call(actor)


def call(actor: Actor) -> None:
    """Tells again of what waits, and ends the alarms of what does not, in the caller's context.

    Only alerts whose alarm is open: what is long past, or has a care reason, called nobody.
    """
    named = (alert_in(alarm.name) for alarm in open_alarms(actor))
    told = {alert_id for alert_id in named if alert_id}
    if not told:
        return
    for alert in Alert.objects.filter(organization_id=actor.organization_id, id__in=told):
        waits = alert.state == Alert.State.NEW and not alert.explained_by
        if waits and alert.severity in URGENT:
            tell_again(actor=actor, alert=alert)
        else:
            tell_no_more(actor=actor, alert=alert)
