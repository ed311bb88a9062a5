"""Exposures that were kept with an incident."""

from uuid import UUID

from chaperone.incidents.exposure.asking import Asked
from chaperone.incidents.exposure.errors import NoSuchExposure
from chaperone.incidents.models import Exposure, Incident, Way
from chaperone.ledger.actors import Actor


def exposures_of(actor: Actor, incident: Incident) -> list[Exposure]:
    """The kept exposures of an incident, newest first, without their lines."""
    rows = Exposure.objects.filter(organization_id=actor.organization_id, incident=incident)
    return list(rows.defer("lines").order_by("-number"))


def latest_exposure(actor: Actor, incident: Incident) -> Exposure | None:
    """The newest of them, without its lines."""
    return next(iter(exposures_of(actor, incident)), None)


def kept_exposure(actor: Actor, incident: Incident, exposure_id: UUID) -> Exposure:
    """One of them, whole. Raises ``NoSuchExposure``."""
    rows = Exposure.objects.filter(
        organization_id=actor.organization_id, incident=incident, id=exposure_id
    )
    found = rows.first()
    if found is None:
        raise NoSuchExposure
    return found


def asked_of(exposure: Exposure) -> Asked:
    """What was asked then, to be asked again."""
    return Asked(Way(exposure.way), exposure.subject.reveal(), exposure.since, exposure.until)
