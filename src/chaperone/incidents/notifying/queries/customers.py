"""What there is to tell the covered entity, and what it was told (45 CFR 164.410)."""

from zoneinfo import ZoneInfo

from chaperone.access.actors import Staff
from chaperone.access.context import in_whole_organization
from chaperone.incidents.models import Assessment, CustomerNotice, Exposure, Incident
from chaperone.incidents.notifying.customer import Breach, individuals_of
from chaperone.incidents.notifying.errors import NoBreach, NotAnAssociate
from chaperone.incidents.notifying.queries.notices import (
    latest_notice,
    lines_to_tell,
    require_breach,
)
from chaperone.ledger.actors import Actor
from chaperone.members.queries import states_of
from chaperone.organizations.queries import organization_of


def customer_breach(actor: Actor, incident: Incident) -> Breach:
    """What is known of it; individuals by their ids, so that nothing of theirs is opened.

    Raises ``NoBreach``, ``NotAnAssociate``.
    """
    assessment = require_breach(actor, incident)
    if assessment.acting_as != Assessment.As.ASSOCIATE:
        raise NotAnAssociate
    if assessment.exposure_id is None:
        raise NoBreach
    exposure = Exposure.objects.get(
        organization_id=actor.organization_id, id=assessment.exposure_id
    )
    lines = lines_to_tell(assessment, exposure)
    members = [each.member for each in lines]
    if isinstance(actor, Staff):
        # Who runs incidents reaches no member, and counts them all the same.
        with in_whole_organization(actor):
            states = states_of(actor, members)
    else:
        states = states_of(actor, members)
    organization = organization_of(actor)
    return Breach(
        organization=organization.name,
        number=incident.number,
        drill=incident.drill,
        discovered_on=incident.discovered_at.astimezone(ZoneInfo(organization.time_zone)).date(),
        assessment=assessment,
        exposure=exposure,
        notice=latest_notice(actor, incident),
        individuals=individuals_of(lines, states),
    )


def customer_notices(actor: Actor, incident: Incident) -> list[CustomerNotice]:
    """What was recorded as sent, newest first."""
    rows = CustomerNotice.objects.filter(organization_id=actor.organization_id, incident=incident)
    return list(rows.order_by("-id"))
