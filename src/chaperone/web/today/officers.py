"""What Today shows to those who run security here, beyond what it shows to everybody."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chaperone.access.actors import Staff
from chaperone.access.queries import EnteredOrganization
from chaperone.conversations.figures import Figure
from chaperone.detection.alerts.queries.noise import WEEKS
from chaperone.detection.alerts.queries.weekly import raised_and_closed
from chaperone.detection.frame import MANAGE as ALERTS
from chaperone.detection.reviews.queries import totals
from chaperone.duties.dues import Listed
from chaperone.evidence.frame import MANAGE as EVIDENCE
from chaperone.evidence.posture import posture
from chaperone.incidents.frame import MANAGE as INCIDENTS
from chaperone.web.today import needs, pictures

AHEAD = timedelta(days=61)
"""So far ahead duties are asked for: the law's longest clock is 60 days (45 CFR 164.404(b))."""
NEEDS = ("alerts", "reports", "cases", "soon")


def runs_security(actor: Staff) -> bool:
    """Whether Today is their home with all that security needs."""
    return actor.may(EVIDENCE)


def for_officers(
    actor: Staff, organization: EnteredOrganization, listed: Sequence[Listed]
) -> dict[str, Any]:
    """What the page shows them. ``listed``: what falls due up to ``AHEAD``, the first first."""
    handles, runs = actor.may(ALERTS), actor.may(INCIDENTS)
    stands = posture(actor)
    return {
        "alerts": needs.new_alerts(actor) if handles else None,
        "reports": needs.new_reports(actor) if runs else None,
        "cases": needs.open_cases(actor, listed) if runs else None,
        "soon": needs.soon(listed),
        "posture": stands,
        "families": [
            (each, pictures.sparkline(each) if each.trend else "") for each in stands.families
        ],
        "figures": _figures(actor, organization, listed),
    }


def _figures(
    actor: Staff, organization: EnteredOrganization, listed: Sequence[Listed]
) -> list[Figure]:
    late = pictures.overdue_by_room(listed)
    if not actor.may(ALERTS):
        return [late]
    weeks = raised_and_closed(actor, ZoneInfo(organization.time_zone))
    return [pictures.openings(totals(actor, weeks=WEEKS)), pictures.alerts(weeks), late]
