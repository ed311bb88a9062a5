"""The home of who runs security, as the gallery shows it: people who do not exist."""

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace as Thing
from typing import Any
from uuid import UUID

from chaperone.access.actors import Staff
from chaperone.access.queries.requests import ToDecide
from chaperone.detection.alerts.lines import Line
from chaperone.detection.alerts.queries.alerts import Waiting
from chaperone.detection.alerts.queries.weekly import Week
from chaperone.detection.reviews.queries import Total
from chaperone.duties.dues import Listed, seen_by
from chaperone.duties.registry import Due
from chaperone.evidence.posture import FAMILIES, Glance, Posture, Trend
from chaperone.web.today import pictures
from chaperone.web.today.needs import Alerts, Case, Cases, Reports
from chaperone.web.today.views import Copies
from tests.web.contexts import OFFICER, ago

Page = tuple[str, Staff | None, Callable[[], dict[str, Any]]]
DAY = 24 * 60
TODAY = date(2026, 11, 26)
MONDAYS = [date(2026, 9, 7) + timedelta(weeks=number) for number in range(12)]
STATUSES = ("met", "attention", "not_met", "not_evaluated", "not_applicable")
COUNTS = ((22, 4, 2, 1, 1), (6, 2, 0, 1, 3), (11, 1), (5, 1, 0, 0, 3), (4, 1), (16, 0, 0, 2), (5,))


def _due(days: int, what: str, route: str, **changes: Any) -> Due:
    values = {"key": what, "what": what, "due_on": TODAY + timedelta(days=days), "route": route}
    return Due(**values | {"permission": "evidence.manage"} | changes)


def _listed(*dues: Due) -> list[Listed]:
    return seen_by(dues, user_id=UUID(int=3), may=lambda _name: True, today=TODAY)


LATE = _listed(
    *(_due(-12, "Sign the policy on media", "policies:register") for _ in range(3)),
    *(_due(-3, "Renew the agreement with Model Works", "vendors:register") for _ in range(2)),
    _due(-1, "Hold the yearly training", "training:overdue"),
)
SOON = _listed(
    _due(0, "Review and sign off the activity of the week from 2026-11-16", "detection:alerts"),
    _due(4, "Do 2 tasks of incident 4", "incidents:incidents"),
)


def _alert(number: int, title: str, severity: str) -> Line:
    raised = Thing(severity=severity, raised_at=ago(95 * number))
    return Line(raised, title, "Alice Reyes", "member …a2b3c4", "#", "")  # type: ignore[arg-type]


ALERTS = Alerts(
    Waiting(new=7, in_hand=2, urgent=2, explained=31),
    [
        _alert(1, "Many members’ records in a short time", "critical"),
        _alert(2, "Somebody looked at a colleague’s record", "high"),
        _alert(30, "Sign-in from a new place", "medium"),
    ],
)


def _case(number: int, title: str, clock: str, state: str, due: Listed | None) -> Case:
    found = Thing(id=UUID(int=number), number=number, severity="high", state=state)
    return Case(found, title, clock, ago(-300 * number), due, "#")  # type: ignore[arg-type]


CASES = Cases(
    6,
    [
        _case(4, "A laptop was left on the bus", "late", "open", LATE[0]),
        _case(5, "A text went to a wrong number", "running", "open", SOON[1]),
        _case(3, "A password was given away", "stopped", "contained", None),
    ],
)


def _glance(number: int) -> Glance:
    trend = [
        Trend(
            TODAY - timedelta(days=89 - day), min(40 + 5 * number + (day * (number + 2)) // 9, 100)
        )
        for day in range(90)
    ]
    counts = {name: count for name, count in zip(STATUSES, COUNTS[number], strict=False) if count}
    return Glance(FAMILIES[number].name, number + 1, counts, trend if number != 5 else [])


def _families(glances: list[Glance]) -> list[tuple[Glance, str]]:
    return [(each, pictures.sparkline(each) if each.trend else "") for each in glances]


def _home(**changes: Any) -> dict[str, Any]:
    glances = [_glance(number) for number in range(len(FAMILIES))]
    looked = [Total(monday, 3100 + 170 * week, 4 + week) for week, monday in enumerate(MONDAYS)]
    weeks = [Week(monday, 6 + week % 5, 5 + week % 4) for week, monday in enumerate(MONDAYS)]
    context = {
        "pages": [],
        "gaps": [],
        "overdue": [(each, "#") for each in LATE],
        "drafts": [],
        "requests": ToDecide(2, ago(3 * DAY)),
        "copies": Copies(1, ago(-2 * DAY)),
        "told": [(ago(7), "A new alert")],
        "alerts": ALERTS,
        "reports": Reports(2, ago(-600)),
        "cases": CASES,
        "soon": [(each, "#") for each in SOON],
        "posture": Posture(glances, 91, 73, ago(400)),
        "families": _families(glances),
        "figures": [
            pictures.openings(looked),
            pictures.alerts(weeks),
            pictures.overdue_by_room(LATE),
        ],
        "may_manage_rota": False,
        "may_reach": True,
        "nothing": False,
    }
    return context | changes


PAGES: dict[str, Page] = {
    "officers-home": ("today/today.html", OFFICER, _home),
    "officers-home-fresh": (
        "today/today.html",
        OFFICER,
        lambda: _home(
            **dict.fromkeys(("alerts", "reports", "cases", "requests", "copies")),
            overdue=[],
            soon=[],
            told=[],
            families=[],
            posture=Posture([], 91, 0, None),
            figures=[pictures.openings([]), pictures.alerts([]), pictures.overdue_by_room([])],
            nothing=True,
        ),
    ),
}
