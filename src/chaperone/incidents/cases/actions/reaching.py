"""The incident that a verb changes."""

from uuid import UUID

from chaperone.access.actors import Staff
from chaperone.incidents.errors import IncidentClosed
from chaperone.incidents.models import Incident
from chaperone.incidents.queries.incidents import incident


def reach_open(actor: Staff, incident_id: UUID) -> Incident:
    """One that is not closed, locked. Raises ``NoSuchIncident``, ``IncidentClosed``."""
    found = incident(actor, incident_id, lock=True)
    if found.is_closed:
        raise IncidentClosed
    return found
