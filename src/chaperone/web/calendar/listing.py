"""What the calendar shows somebody, and where each of it is done."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.access.queries import EnteredOrganization
from chaperone.duties.dues import Listed, dues_of, seen_by
from chaperone.duties.registry import Due
from chaperone.duties.timing import day_of

AHEAD = timedelta(days=366)
ROOMS = {
    "access": "Access",
    "administration": "Administration",
    "continuity": "Continuity",
    "detection": "Alerts",
    "evidence": "Standards",
    "facilities": "Facilities",
    "incidents": "Incidents",
    "on_call": "On call",
    "policies": "Policies",
    "registers": "Registers",
    "risks": "Risks",
    "training": "Training",
    "vendors": "Vendors",
    "workforce": "Workforce",
}
"""Rooms whose duties can be asked for, by the beginning of their routes."""


def today_in(organization: EnteredOrganization) -> date:
    """The day where the organization is."""
    return day_of(timezone.now(), ZoneInfo(organization.time_zone))


def listed_for(actor: Staff, *, today: date, until: date) -> list[Listed]:
    """What the actor sees of what falls due up to that day, what is overdue first."""
    dues = dues_of(actor.organization_id, until)
    return seen_by(dues, user_id=actor.user_id, may=actor.may, today=today)


def address_of(due: Due) -> str:
    """Where it is done."""
    return reverse(due.route, kwargs=dict(due.arguments))
