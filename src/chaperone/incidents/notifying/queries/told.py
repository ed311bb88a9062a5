"""All that there is to tell an authority of a breach; and the log of the year (164.408)."""

from datetime import date

from django.db.models import Max, Min, QuerySet

from chaperone.incidents.assessing.deadlines import MANY
from chaperone.incidents.assessing.queries.clocks import people_to_tell
from chaperone.incidents.models import Assessment, Delivery, Incident
from chaperone.incidents.notifying.errors import NoBreach
from chaperone.incidents.notifying.portal import Told, day, fields
from chaperone.incidents.notifying.queries.notices import latest_notice, require_breach
from chaperone.incidents.queries import incidents_of
from chaperone.ledger.actors import Actor
from chaperone.organizations.days import begins
from chaperone.organizations.queries import organization_of

_OUT = ("printed", "sent", "delivered", "returned")
_UNREACHED = ("gone", "returned", "unaddressed")
_WRITTEN = (Delivery.Way.LETTER, Delivery.Way.EMAIL)


def told_of(actor: Actor, incident: Incident) -> Told:
    """What there is to tell of one breach. Raises ``NoBreach``."""
    assessment = require_breach(actor, incident)
    if assessment.exposure is None:
        raise NoBreach
    notice = latest_notice(actor, incident)
    letters = Delivery.objects.filter(
        organization_id=actor.organization_id, notice=notice, way__in=_WRITTEN
    )
    out = letters.filter(state__in=_OUT).aggregate(first=Min("changed_at"), last=Max("changed_at"))
    return Told(
        organization=organization_of(actor).name,
        incident=incident,
        assessment=assessment,
        exposure=assessment.exposure,
        notice=notice,
        letters_from=day(out["first"]) if out["first"] else "",
        letters_to=day(out["last"]) if out["last"] else "",
        letters=_people(letters.filter(state__in=_OUT)),
        substitutes=_people(letters.filter(way=Delivery.Way.LETTER, state__in=_UNREACHED)),
    )


def _people(rows: QuerySet[Delivery]) -> int:
    """How many: who got a letter after an e-mail is one."""
    return rows.values("member_id").distinct().count()


def annual_log(actor: Actor, year: int) -> list[dict[str, str]]:
    """The breaches of fewer than 500 that were discovered in a year, as the portal asks for each
    (45 CFR 164.408(c)); drills are none.
    """
    found = incidents_of(actor).filter(
        drill=False,
        assessments__state=Assessment.State.SIGNED,
        discovered_at__gte=begins(date(year, 1, 1), actor),
        discovered_at__lt=begins(date(year + 1, 1, 1), actor),
    )
    lines = []
    for incident in found.distinct():
        try:
            told = told_of(actor, incident)
        except NoBreach:
            # Signed, and no breach.
            continue
        if people_to_tell(told.assessment, told.exposure) < MANY:
            lines.append({"Incident": str(incident.number), **fields(told)})
    return lines
