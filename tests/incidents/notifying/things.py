"""A breach that was judged, written and approved, which tests need."""

from datetime import date
from typing import Any
from uuid import UUID

from chaperone.database.identifiers import new_id
from chaperone.incidents.assessing.actions import sign_assessment, write_assessment
from chaperone.incidents.models import Assessment, Incident, Notice
from chaperone.incidents.notifying.actions.writing import approve_notice, write_notice
from tests.cast import LAKESIDE, Person, inside, samuel
from tests.incidents.exposure.things import a_case, frozen, looked, member_id

FACTORS = {
    "nature": "Names of members, with nothing else.",
    "nature_risk": "medium",
    "recipient": "A coach of ours, bound by an agreement.",
    "recipient_risk": "medium",
    "viewed": "The record shows that they were opened.",
    "viewed_risk": "high",
    "mitigation": "The coach was spoken to and has signed that nothing was kept.",
    "mitigation_risk": "low",
    "reasons": "The data was looked at without a reason.",
    "outcome": "breach",
}
WORDS = {
    "happened_en": "A person who works for us looked at records without a reason.",
    "happened_es": "Una persona que trabaja con nosotros miró registros sin motivo.",
    "involved_en": "Names.",
    "involved_es": "Nombres.",
    "protect_en": "You need not do anything. Watch for calls that you do not expect.",
    "protect_es": "No tiene que hacer nada. Tenga cuidado con llamadas que no espera.",
    "doing_en": "We ended that person's access and look into what else was opened.",
    "doing_es": "Terminamos el acceso de esa persona e investigamos qué más se abrió.",
}
NOTICE: dict[str, Any] = {
    **WORDS,
    "happened_on": "24 November 2026",
    "discovered_on": date(2026, 11, 25),
    "telephone": "1-800-555-0100",
    "email": "privacy@lakeside.example",
    "website": "",
    "postal": "",
}


def written(case: Incident, **changes: Any) -> Assessment:
    """Samuel judges the four factors."""
    with samuel.acting() as officer:
        return write_assessment(actor=officer, incident_id=case.id, **FACTORS | changes)


def judged(case: Incident, by: Person, **changes: Any) -> Assessment:
    """Another officer signs what Samuel wrote."""
    written(case, **changes)
    with by.acting() as officer:
        return sign_assessment(actor=officer, incident_id=case.id, factor="totp")


def drafted(case: Incident, **changes: Any) -> Notice:
    """Samuel writes what people are told."""
    with samuel.acting() as officer:
        return write_notice(actor=officer, incident_id=case.id, **NOTICE | changes)


def approved(case: Incident, by: Person, **changes: Any) -> Notice:
    """Another officer approves it."""
    drafted(case, **changes)
    with by.acting() as officer:
        return approve_notice(actor=officer, incident_id=case.id)


def breach(by: Person, *, drill: bool = False, **changes: Any) -> Incident:
    """Maria looked, it was judged a breach, and an approved notice says so."""
    looked()
    case = a_case(drill=drill)
    frozen(case)
    judged(case, by, **{"whom": "seen"} | changes)
    approved(case, by)
    return case


def breach_things(incident_id: UUID) -> dict[str, Any]:
    """What the addresses of a breach name: an exposure in this case, that nobody has judged yet."""
    looked()
    with inside(LAKESIDE):
        case = Incident.objects.get(id=incident_id)
    return {
        "exposure_id": frozen(case).id,
        "subject_id": member_id(),
        # Only workers make letters.
        "mailing_id": new_id(),
        "year": 2026,
    }
