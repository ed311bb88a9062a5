"""The incidents that an actor may see."""

from uuid import UUID

from django.db.models import QuerySet

from chaperone.access.actors import Staff
from chaperone.incidents.errors import IncidentClosed, NoSuchIncident
from chaperone.incidents.models import Incident
from chaperone.ledger.actors import Actor

MANAGE, READ = "incidents.manage", "incidents.read"


def incidents_of(actor: Actor) -> QuerySet[Incident]:
    """The incidents of the actor's organization that they may see, the latest first.

    Confidential ones are seen by who runs incidents alone, and never by whom they are about
    (45 CFR 164.530(g)); row security holds the latter by itself.
    """
    rows = Incident.objects.filter(organization_id=actor.organization_id)
    if isinstance(actor, Staff):
        rows = rows.exclude(about_id=actor.user_id)
        if not actor.may(MANAGE):
            rows = rows.filter(confidential=False)
    return rows.order_by("-number")


def incident(actor: Actor, incident_id: UUID, *, lock: bool = False) -> Incident:
    """One of them. ``lock``: so that it is changed once. Raises ``NoSuchIncident``."""
    rows = incidents_of(actor).filter(id=incident_id)
    found = (rows.select_for_update() if lock else rows).first()
    if found is None:
        raise NoSuchIncident
    return found


def reach_open(actor: Actor, incident_id: UUID) -> Incident:
    """One that is not closed, locked: what a verb changes. Raises ``NoSuchIncident``,
    ``IncidentClosed``.
    """
    found = incident(actor, incident_id, lock=True)
    if found.is_closed:
        raise IncidentClosed
    return found


def open_incidents(actor: Actor) -> list[Incident]:
    """Those that are not closed, and no drills: what a report can belong to. At most 100."""
    return list(incidents_of(actor).exclude(state=Incident.State.CLOSED).filter(drill=False)[:100])
