"""The judgements of an incident."""

from chaperone.incidents.models import Assessment, Incident
from chaperone.ledger.actors import Actor


def assessments_of(actor: Actor, incident: Incident) -> list[Assessment]:
    """Every version, newest first, each with the exposure that it rests on."""
    rows = Assessment.objects.filter(organization_id=actor.organization_id, incident=incident)
    return list(rows.select_related("exposure").defer("exposure__lines").order_by("-number"))


def assessment_in_force(actor: Actor, incident: Incident) -> Assessment | None:
    """The latest that a second person signed."""
    signed = (each for each in assessments_of(actor, incident) if each.state == "signed")
    return next(signed, None)


def waiting_assessment(
    actor: Actor, incident: Incident, *, lock: bool = False
) -> Assessment | None:
    """The one that waits for a second person."""
    rows = Assessment.objects.filter(
        organization_id=actor.organization_id, incident=incident, state="waiting"
    )
    return (rows.select_for_update() if lock else rows).first()
