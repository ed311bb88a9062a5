"""Pages of alerts, rules and weekly reviews, as the gallery shows them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace as Thing
from typing import Any
from uuid import UUID

from chaperone.access.actors import Staff
from chaperone.detection.alerts.forms import AssignForm, CloseForm, NoteForm, ReopenForm
from chaperone.detection.alerts.lines import EntryLine, line_of
from chaperone.detection.alerts.queries.alerts import Waiting
from chaperone.detection.alerts.queries.noise import Noise, RuleNoise, Week
from chaperone.detection.alerts.views.noise import drawn
from chaperone.detection.frame import TABS
from chaperone.detection.models import Alert, Review, ReviewedAccess, Tuning
from chaperone.detection.reviews.forms import JudgeForm
from chaperone.detection.reviews.text import text_of
from chaperone.detection.rules.rule import rule_named, rules
from chaperone.detection.tuning.forms import TuningForm
from tests.web.contexts import OFFICER, ago
from tests.web.listed import listed

Page = tuple[str, Staff | None, Callable[[], dict[str, Any]]]
COACH, SAM, LIN = UUID(int=2), UUID(int=3), UUID(int=4)
NAMES = {COACH: "Alice Reyes", SAM: "Sam Okafor", LIN: "Lin Moreau"}
MEMBER = UUID(int=0xABCDEF)
CHANGES = [Thing(at=ago(9), who="Sam Okafor", sentence="Somebody took an alert up.", details=[])]


def _alert(number: int, rule: str, severity: str, state: str, **changes: Any) -> Alert:
    values: dict[str, Any] = {
        "score": 0.6,
        "actor_kind": "staff",
        "actor_id": COACH,
        "member_id": MEMBER,
        "entries": 3,
        "started_at": ago(90),
        "ended_at": ago(30),
        "raised_at": ago(29),
        "figures": {"entries": 3, "members": 1},
    }
    return Alert(
        id=UUID(int=500 + number),
        rule=rule,
        severity=severity,
        state=state,
        **values | changes,
    )


ALERTS = [
    _alert(
        1, "record_anomaly", "critical", "new", actor_kind="worker", actor_id=None, member_id=None
    ),
    _alert(2, "household", "high", "acknowledged", acknowledged_by=SAM, acknowledged_at=ago(9)),
    _alert(3, "no_care_relationship", "medium", "assigned", assigned_to=LIN),
    _alert(4, "new_device", "low", "closed", verdict="legitimate"),
    _alert(5, "vip", "high", "closed", verdict="confirmed"),
    _alert(6, "self", "medium", "closed", verdict="policy_breach"),
    _alert(7, "neighbour", "low", "closed", verdict="false_alarm"),
]
KNOWN = _alert(8, "same_surname", "low", "new", explained_by="assigned")
ENTRIES = [
    EntryLine(
        UUID(int=9), ago(30), "Opened name, 12 messages.", ["member …abcdef"], "198.51.100.7"
    ),
    EntryLine(UUID(int=8), ago(90), "Opened 40 names.", [f"member …{n:06}" for n in range(40)], ""),
]
REMARK = Thing(
    act="closed",
    verdict="legitimate",
    at=ago(20),
    get_act_display="Closed it",
    get_verdict_display="Legitimate",
)


def _page(alert: Alert, **changes: Any) -> dict[str, Any]:
    return {
        "tabs": TABS,
        "line": line_of(alert, NAMES),
        "alert": alert,
        "rule": rule_named(alert.rule),
        "figures": list(alert.figures.items()),
        "entries": ENTRIES,
        "search_address": "/ledger/",
        "taken_by": "Sam Okafor" if alert.acknowledged_by else "",
        "assigned_to": NAMES.get(alert.assigned_to, "") if alert.assigned_to else "",
        "closed_by": "Sam Okafor",
        "verdict_reason": "She covered for a colleague.",
        "remarks": [(REMARK, "He was asked,\nand had no answer.", "Sam Okafor")],
        "changes": CHANGES,
        "may_handle": True,
        "may_open_incident": True,
        "may_search": True,
        "close_form": CloseForm(),
        "note_form": NoteForm(),
        "reopen_form": ReopenForm(),
        "assign_form": AssignForm(people={SAM: "Sam Okafor", LIN: "Lin Moreau"}),
    } | changes


def _list(*alerts: Alert, **changes: Any) -> dict[str, Any]:
    return {
        "tabs": TABS,
        "listing": listed(next="", previous=""),
        "lines": [line_of(alert, NAMES) for alert in alerts],
        "waiting": Waiting(new=3, in_hand=2, urgent=1, explained=14),
        "explained": False,
        "may_handle": True,
    } | changes


MONDAY = date(2026, 11, 16)
REVIEW = Review(
    id=UUID(int=600),
    first_day=MONDAY,
    since=datetime(2026, 11, 16, 5, tzinfo=UTC),
    until=datetime(2026, 11, 23, 5, tzinfo=UTC),
    due_on=date(2026, 11, 29),
    seed="3f" * 32,
    population=9_614,
    figures=[
        {"role": "Coach", "people": 14, "openings": 9_600, "refusals": 3, "exports": 0, "emergencies": 1},
        {"role": "Programs and others", "people": None, "openings": 812, "refusals": 0, "exports": 0, "emergencies": 0},
    ],
)  # fmt: skip


def _access(number: int, verdict: str, *, actor: UUID = COACH) -> dict[str, Any]:
    access = ReviewedAccess(
        id=UUID(int=700 + number),
        review=REVIEW,
        entry_id=UUID(int=number),
        actor_id=actor,
        verdict=verdict,
        judged_at=ago(3),
    )
    own = actor == SAM
    return {
        "access": access,
        "who": NAMES[actor],
        "entry": ENTRIES[number % 2],
        "place": "conversations:thread",
        "note": "Ask what for." if verdict == "ask" else "",
        "judged_by": "Lin Moreau" if verdict else "",
        "own": own,
        "open": not own and verdict in ("", "ask"),
        "form": None,
    }


def _judged(**changes: Any) -> dict[str, Any]:
    lines = [
        _access(1, "fine"),
        _access(2, "ask"),
        _access(3, "not_fine"),
        _access(4, ""),
        _access(5, "", actor=SAM),
    ]
    return {
        "tabs": TABS,
        "review": REVIEW,
        "last_day": MONDAY + timedelta(days=6),
        "lines": lines,
        "alerts": [line_of(alert, NAMES) for alert in ALERTS[:3]],
        "explained": 4,
        "left": 2,
        "own": 1,
        "may_judge": True,
        "may_search": True,
        "signed_by": "",
        "signatures": [],
        "changes": CHANGES,
        "form": JudgeForm(),
    } | changes


def _wrong() -> dict[str, Any]:
    form = JudgeForm({"verdict": "ask", "note": ""})
    form.is_valid()
    return {"lines": [_access(4, "") | {"form": form}], "form": form}


def _reviews() -> list[dict[str, Any]]:
    found = []
    for number, state in enumerate(("waiting", "overdue", "asking", "signed")):
        review = Thing(
            id=UUID(int=601 + number),
            first_day=MONDAY - timedelta(weeks=number),
            due_on=MONDAY + timedelta(days=13),
            drawn=25,
            population=9_614,
            left=number,
            to_ask=number // 2,
            not_fine=1,
            signed_at=ago(60),
        )
        signed = "Sam Okafor" if number > 1 else ""
        found.append({"review": review, "last_day": MONDAY, "state": state, "signed_by": signed})
    return found


def _noise() -> Noise:
    weeks = [Week(MONDAY - timedelta(weeks=11 - n), n % 4, 3 + n % 5) for n in range(12)]
    lines = [RuleNoise("no_care_relationship", 11, 0, 2, 6), RuleNoise("vip", 4, 9, 0, 0)]
    return Noise(weeks, lines, 40_820, 0.37)


def _rules() -> list[dict[str, Any]]:
    tuned = Thing(off=True, until=date(2026, 12, 9), at_least=None)
    raised = Thing(off=False, until=date(2026, 12, 9), at_least=90)
    changes = {"vip": (tuned, "off"), "volume": (raised, "changed")}
    return [
        {
            "rule": rule,
            "tuning": changes.get(rule.name, (None, "on"))[0],
            "reason": "A campaign in that week.",
            "by": "Sam Okafor",
            "noise": RuleNoise(rule.name, 11, 2, 2, 6) if rule.name == "self" else None,
            "state": changes.get(rule.name, (None, "on"))[1],
        }
        for rule in rules()
    ]


def _adjusting(**changes: Any) -> dict[str, Any]:
    rule = rule_named("volume")
    form = TuningForm({"until": "2026-13-01"}, rule=rule) if changes else TuningForm(rule=rule)
    return {"tabs": TABS, "rule": rule, "tuning": None, "changes": [], "form": form} | changes


PAGES: dict[str, Page] = {
    "alerts": ("detection/alerts/register.html", OFFICER, lambda: _list(*ALERTS)),
    "alerts-explained": (
        "detection/alerts/register.html",
        OFFICER,
        lambda: _list(KNOWN, explained=True),
    ),
    "alerts-empty": ("detection/alerts/register.html", OFFICER, lambda: _list()),
    "alert": ("detection/alerts/alert.html", OFFICER, lambda: _page(ALERTS[1])),
    "alert-new": ("detection/alerts/alert.html", OFFICER, lambda: _page(ALERTS[0], remarks=[])),
    "alert-known": ("detection/alerts/alert.html", OFFICER, lambda: _page(KNOWN)),
    "alert-closed": (
        "detection/alerts/alert.html",
        OFFICER,
        lambda: _page(_alert(9, "vip", "high", "closed", verdict="legitimate", closed_at=ago(5))),
    ),
    "alerts-noise": (
        "detection/alerts/noise.html",
        OFFICER,
        lambda: {
            "tabs": TABS,
            "noise": _noise(),
            "goal": 2.0,
            "number_of_weeks": 12,
            "rules": [(each, rule_named(each.rule).label) for each in _noise().rules],
            "chart": drawn(_noise().weeks),
        },
    ),
    "alerts-noise-empty": (
        "detection/alerts/noise.html",
        OFFICER,
        lambda: {"tabs": TABS, "noise": Noise([], [], 0, None), "number_of_weeks": 12, "rules": []},
    ),
    "alert-rules": (
        "detection/tuning/register.html",
        OFFICER,
        lambda: {"tabs": TABS, "weeks": 12, "lines": _rules(), "off": 1, "may_handle": True},
    ),
    "alert-rule": ("detection/tuning/adjust.html", OFFICER, _adjusting),
    "alert-rule-off": (
        "detection/tuning/adjust.html",
        OFFICER,
        lambda: _adjusting(tuning=Tuning(off=True, until=date(2026, 12, 9)), changes=CHANGES),
    ),
    "activity-reviews": (
        "detection/reviews/register.html",
        OFFICER,
        lambda: {"tabs": TABS, "listing": listed(next="", previous=""), "lines": _reviews()},
    ),
    "activity-reviews-empty": (
        "detection/reviews/register.html",
        OFFICER,
        lambda: {"tabs": TABS, "listing": listed(next="", previous=""), "lines": []},
    ),
    "activity-review": ("detection/reviews/review.html", OFFICER, _judged),
    "activity-review-wrong": (
        "detection/reviews/review.html",
        OFFICER,
        lambda: _judged(**_wrong()),
    ),
    "activity-review-signed": (
        "detection/reviews/review.html",
        OFFICER,
        lambda: _judged(
            lines=[], alerts=[], left=0, own=0, signed_by="Sam Okafor", may_judge=False
        ),
    ),
    "activity-review-sign": (
        "detection/reviews/sign.html",
        OFFICER,
        lambda: {
            "tabs": TABS,
            "review": REVIEW,
            "text": text_of(REVIEW, ALERTS, [], own=SAM),
        },
    ),
}
