"""What an officer is asked for beside their duties: alerts, reports and incidents."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Min
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.access.queries import names_of
from chaperone.detection.alerts.lines import Line, line_of
from chaperone.detection.alerts.queries.alerts import Waiting, ranked, waiting
from chaperone.detection.models import Alert
from chaperone.duties.dues import Listed
from chaperone.incidents.cases.queries.standing import clock_of, contain_by
from chaperone.incidents.models import Incident, Report
from chaperone.incidents.queries.incidents import open_incidents
from chaperone.incidents.queries.reports import reports_of
from chaperone.web.calendar.listing import address_of

MOST = 5


class Alerts(NamedTuple):
    """Alerts that nobody has taken up: how many, and the first by rank."""

    counts: Waiting
    first: list[Line]


class Case(NamedTuple):
    """An open incident with its clock, and what of it falls due next."""

    incident: Incident
    title: str
    clock: str
    contain_by: datetime
    due: Listed | None
    due_url: str


class Cases(NamedTuple):
    """The open incidents: how many, and those whose clocks end first."""

    total: int
    first: list[Case]


class Reports(NamedTuple):
    """Reports that nobody has taken up: how many, and by when the first must be."""

    waiting: int
    due_at: datetime | None


def new_alerts(actor: Staff) -> Alerts | None:
    """Two or three queries; None where no alert waits."""
    counts = waiting(actor)
    if not counts.new:
        return None
    new = ranked(actor, explained=False).filter(state=Alert.State.NEW)
    found = list(new[:MOST])
    names = names_of({row.actor_id for row in found if row.actor_id})
    return Alerts(counts, [line_of(row, names) for row in found])


def open_cases(actor: Staff, listed: Iterable[Listed]) -> Cases | None:
    """``listed``: what falls due, the first first. One query; None where no incident is open."""
    found = open_incidents(actor)
    if not found:
        return None
    now = timezone.now()
    found.sort(key=lambda each: (clock_of(each, now) == "stopped", contain_by(each)))
    next_of = _next_of(listed)
    return Cases(len(found), [_case(each, next_of, now) for each in found[:MOST]])


def new_reports(actor: Staff) -> Reports | None:
    """One query; None where no report waits."""
    rows = reports_of(actor).filter(state=Report.State.RECEIVED)
    found = Reports(**rows.aggregate(waiting=Count("id"), due_at=Min("due_at")))
    return found if found.waiting else None


def soon(listed: Sequence[Listed]) -> list[tuple[Listed, str]]:
    """What of the actor's own falls due within days, and where it is done."""
    own = [each for each in listed if each.mine and each.state in ("today", "soon")]
    return [(each, address_of(each.due)) for each in own]


def _next_of(listed: Iterable[Listed]) -> dict[str, Listed]:
    """What of an incident falls due first, by the incident's id."""
    found: dict[str, Listed] = {}
    for each in listed:
        incident_id = each.due.arguments.get("incident_id")
        if incident_id:
            found.setdefault(str(incident_id), each)
    return found


def _case(found: Incident, next_of: dict[str, Listed], now: datetime) -> Case:
    due = next_of.get(str(found.id))
    return Case(
        found,
        found.title.reveal(),
        clock_of(found, now),
        contain_by(found),
        due,
        address_of(due.due) if due else "",
    )
