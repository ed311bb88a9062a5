"""What reporters may see of their reports, and whose public page it is."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from chaperone.access.actors import Staff
from chaperone.incidents.models import Report
from chaperone.incidents.reports.references import digest_of
from chaperone.ledger.actors import Actor

MOST = 20
_ORGANIZATION = "SELECT id, name, time_zone FROM incidents_organization(%s)"


class Place(NamedTuple):
    """An organization as its public page needs it."""

    id: UUID
    name: str
    time_zone: str


class Standing(NamedTuple):
    """What became of a report, for whoever wrote it."""

    number: int
    state: str
    received_at: datetime
    due_at: datetime
    acknowledged_at: datetime | None
    answer: str


def place_of(slug: str) -> Place | None:
    """The organization with this short name; None where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(_ORGANIZATION, [slug])
        row = cursor.fetchone()
    return Place(*row) if row else None


def standing_of(actor: Actor, reference: str) -> Standing | None:
    """What became of the report with this number; None where there is none such here."""
    rows = Report.objects.filter(
        organization_id=actor.organization_id, reference=digest_of(reference)
    )
    found = rows.first()
    return _standing(found) if found else None


def own_reports(actor: Staff) -> list[Standing]:
    """What the actor reported in their name, the latest first."""
    rows = Report.objects.filter(
        organization_id=actor.organization_id, reporter_id=actor.user_id
    ).order_by("-number")
    return [_standing(each) for each in rows[:MOST]]


def _standing(report: Report) -> Standing:
    return Standing(
        report.number,
        report.state,
        report.received_at,
        report.due_at,
        report.acknowledged_at,
        report.answer.reveal() if report.answer else "",
    )
