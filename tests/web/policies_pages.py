"""Pages about policies, as the gallery shows them."""

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace as Thing
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string

from chaperone.access.actors import Staff
from chaperone.policies.differences import differences
from chaperone.policies.forms import (
    AcknowledgeForm,
    CompareForm,
    DecideForm,
    NewForm,
    OverdueForm,
    PublishForm,
    RetireForm,
    ReviewForm,
)
from chaperone.policies.kinds import KINDS
from chaperone.policies.markup import Claim, as_html, claims_of
from chaperone.policies.models import Policy, Version
from chaperone.policies.queries.drift import Compared
from chaperone.policies.queries.overdue import Acknowledged, Asked, Lacking, Overdue
from chaperone.policies.queries.public import PublicPolicy
from chaperone.policies.queries.reading import InForce, ToAcknowledge
from chaperone.policies.registry import Enforcement, Official
from chaperone.policies.starters import Starter
from chaperone.policies.views.register import VersionLine
from chaperone.registers.forms import ListForm
from tests.web.contexts import COACH, NOW, OFFICER, ago

Page = tuple[str, Staff | None, Callable[[], dict[str, Any]]]
TODAY = NOW.date()
TEXT = """## Purpose

Whoever walks past a screen sees nothing of a member.

## Screens

Sessions end by themselves when nobody does anything.

[enforced](sessions.idle_logoff "15 minutes")

- Lock the screen when you leave it.
- A workstation is used by **one** person at a time.
  [enforced](accounts.sessions "one account, one person")
"""
CHANGED = TEXT.replace("15 minutes", "10 minutes").replace("nobody does anything", "nobody types")
ENTRIES = [
    Thing(id=UUID(int=970), title="Workstations", kind="policy", public=False, number=3),
    Thing(id=UUID(int=971), title="Contingency plan", kind="plan", public=False, number=1),
    Thing(id=UUID(int=972), title="How we use your data", kind="notice", public=True, number=2),
]


def _listing(rows: list[Thing]) -> Thing:
    states = [("in_force", "In force"), ("retired", "Retired")]
    return Thing(
        form=ListForm({}, filters={"state": ("State", states)}),
        rows=rows,
        first=1,
        last=len(rows),
        next="?page=2" if rows else "",
        previous="",
        searched=False,
        address="/policies/",
        exported="policies",
        imported="policies",
    )


def _entry(number: int, **changes: Any) -> Thing:
    values = {
        "state": "in_force",
        "work": "",
        "effective_on": TODAY - timedelta(days=300),
        "mandatory": True,
        "due_on": TODAY + timedelta(days=65),
        "retired_on": None,
        "retired_because": "",
    }
    return Thing(**(vars(ENTRIES[number]) | values | changes))


def _version(number: int = 3, **changes: Any) -> Version:
    values: dict[str, Any] = {
        "id": UUID(int=980 + number),
        "policy": Policy(id=UUID(int=970), name="workstations", kind="policy"),
        "number": number,
        "title": "Workstations",
        "text": TEXT,
        "mandatory": True,
        "public": False,
        "citations": ["164.310(b)", "164.310(c)", "164.312(a)(2)(iii)"],
        "review_months": 12,
        "change": "Says who locks a screen.",
        "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "state": "published",
        "authors": [UUID(int=1)],
        "saved_at": ago(9000),
        "decided_by": UUID(int=3),
        "decided_at": ago(8000),
        "effective_on": TODAY - timedelta(days=5),
    }
    return Version(**values | changes)


def _compared(claim: Claim, state: str) -> Compared:
    live = claim.value if state == "as_written" else "20 minutes"
    return Compared(claim, "Time without activity until a session ends", live, "", state)


DRIFT = [
    _compared(Claim("sessions.idle_logoff", "15 minutes"), "drift"),
    _compared(Claim("sessions.gone", "never"), "unknown"),
]


def _text(state: str = "as_written") -> str:
    beside = {each: _compared(each, state) for each in claims_of(TEXT)}
    return as_html(
        TEXT, lambda claim: render_to_string("policies/claim.html", {"line": beside[claim]})
    )


def _policy(**changes: Any) -> dict[str, Any]:
    lines = [
        VersionLine(_version(4, state="draft"), "draft", None, None, ["Grace Lin"], ""),
        VersionLine(_version(3), "in_force", None, None, ["Grace Lin"], "Samuel Brandt"),
        VersionLine(
            _version(2, effective_on=date(2025, 3, 1)),
            "over",
            TODAY - timedelta(days=6),
            TODAY + timedelta(days=6 * 365),
            ["Grace Lin", "Samuel Brandt"],
            "Ines Duarte",
        ),
    ]
    return {
        "policy": _entry(0),
        "kind": "Policy",
        "shown": _version(),
        "in_force": True,
        "work": None,
        "text": _text(),
        "drift": [],
        "versions": lines[1:],
        "acknowledged": Acknowledged(11, 12),
        "signatures": [],
        "changes": [],
        "today": TODAY,
        "soon": TODAY + timedelta(days=60),
        "may_change": True,
        "may_approve": True,
        "me": OFFICER,
    } | changes


def _to_do(number: int, state: str, days: int) -> ToAcknowledge:
    title = ("Workstations", "Texting members", "Passwords and second factors")[number]
    day = TODAY + timedelta(days=days)
    until = day + timedelta(days=200) if state == "done" else None
    return ToAcknowledge(UUID(int=990 + number), title, 2, TODAY, day, state, until)


def _mine(**changes: Any) -> dict[str, Any]:
    return {
        "left": [_to_do(0, "lacking", -3), _to_do(1, "due", 12)],
        "done": [_to_do(2, "done", 100)],
        "lacking": True,
        "others": [
            InForce(
                UUID(int=1),
                UUID(int=2),
                "x",
                "Contingency plan",
                "plan",
                1,
                False,
                False,
                (),
                TODAY,
            )
        ],
        "cleared_until": None,
    } | changes


STARTER = Starter(
    "workstations",
    "Workstations",
    "policy",
    True,
    False,
    ("164.310(b)", "164.310(c)"),
    12,
    "Whoever walks past a screen sees nothing of a member.",
    TEXT,
)
ASKED = [
    Asked(UUID(int=1), "Workstations", 3, TODAY, None, overdue=True),
    Asked(UUID(int=2), "Texting members", 1, TODAY, TODAY + timedelta(days=9), overdue=False),
]
NAMES = [Enforcement("sessions.idle_logoff", "Time until a session ends", lambda _: "", "")]
PUBLIC = PublicPolicy(
    UUID(int=2),
    "Harbor Diabetes Care",
    "privacy",
    "notice",
    "How we use your data",
    2,
    TEXT,
    TODAY,
    NOW,
)


def _register(**changes: Any) -> dict[str, Any]:
    rows = [
        _entry(0, work="review"),
        _entry(1, mandatory=False, due_on=TODAY + timedelta(days=9)),
        _entry(2, due_on=TODAY - timedelta(days=9)),
        _entry(2, state="retired", due_on=None, mandatory=False),
        _entry(1, state="none", work="draft", due_on=None, effective_on=None),
    ]
    return {
        "listing": _listing(rows),
        "drifting": {UUID(int=970): 2},
        "asks_nothing": False,
        "today": TODAY,
        "soon": TODAY + timedelta(days=60),
        "kinds": KINDS,
        "may_change": True,
    } | changes


def _decide(**changes: Any) -> dict[str, Any]:
    return {
        "version": _version(state="review"),
        "text": _text("drift"),
        "drift": DRIFT,
        "authors": ["Grace Lin"],
        "own": False,
        "meaning": "I have read this version and approve it.",
        "undecided": True,
        "form": DecideForm(initial={"sha256": "0" * 64}),
    } | changes


PAGES: dict[str, Page] = {
    "policies": ("policies/register.html", OFFICER, _register),
    "policies-empty": (
        "policies/register.html",
        OFFICER,
        lambda: _register(listing=_listing([]), asks_nothing=True),
    ),
    "policy": (
        "policies/policy.html",
        OFFICER,
        lambda: _policy(text=_text("drift"), drift=DRIFT),
    ),
    "policy-draft": (
        "policies/policy.html",
        OFFICER,
        lambda: _policy(work=_version(4, state="draft", returned_because="Say who locks it.")),
    ),
    "policies-compare": (
        "policies/compare.html",
        OFFICER,
        lambda: {
            "policy": _entry(0),
            "before": _version(2),
            "after": _version(3, text=CHANGED),
            "facts": [("Public", "no", "yes"), ("Rules", "", "164.310(b)")],
            "rows": differences(TEXT, CHANGED + "\nA line that is new.\n"),
            "same": False,
            "form": CompareForm({"before": "2", "after": "3"}, versions=[_version(3), _version(2)]),
        },
    ),
    "policies-add": (
        "policies/draft.html",
        OFFICER,
        lambda: {"form": NewForm({"title": "", "text": "[enforced](x)"}), "names": NAMES},
    ),
    "policies-starters": (
        "policies/starters.html",
        OFFICER,
        lambda: {
            "starters": [(STARTER, "Policy", None), (STARTER, "Policy", UUID(int=970))],
            "left": [STARTER],
        },
    ),
    "policies-decide": ("policies/decide.html", OFFICER, _decide),
    "policies-publish": (
        "policies/publish.html",
        OFFICER,
        lambda: {
            "version": _version(state="approved"),
            "grace": 0,
            "approved": True,
            "form": PublishForm({"effective_on": "soon"}),
        },
    ),
    "policies-review": (
        "policies/review.html",
        OFFICER,
        lambda: {"policy": _entry(0, name="workstations"), "form": ReviewForm()},
    ),
    "policies-retire": (
        "policies/retire.html",
        OFFICER,
        lambda: {"policy": _entry(0, name="workstations"), "form": RetireForm({"reason": ""})},
    ),
    "policies-mine": ("policies/mine.html", COACH, _mine),
    "policies-mine-done": (
        "policies/mine.html",
        COACH,
        lambda: _mine(left=[], lacking=False, cleared_until=TODAY),
    ),
    "policies-read": (
        "policies/read.html",
        COACH,
        lambda: {
            "version": _version(),
            "kind": "Policy",
            "text": _text(),
            "line": _to_do(0, "lacking", -3),
            "form": AcknowledgeForm(initial={"sha256": "0" * 64}),
            "left": 2,
        },
    ),
    "policies-overdue": (
        "policies/overdue.html",
        OFFICER,
        lambda: {
            "found": Overdue(
                [
                    Lacking(UUID(int=1), "Daniel Osei", ASKED),
                    Lacking(UUID(int=2), "Maria Alvarez", ASKED[1:]),
                ],
                1203,
                ASKED,
                more=True,
            ),
            "form": OverdueForm({"q": "a"}),
            "name": "a",
            "page": 2,
        },
    ),
    "policies-public": (
        "policies/public.html",
        None,
        lambda: {
            "policy": PUBLIC,
            "kind": "Notice",
            "text": as_html(TEXT),
            "official": Official("Ines Duarte", "privacy@harbor.example"),
            "slug": "harbor",
            "organization_name": "Harbor Diabetes Care",
        },
    ),
    "policies-public-list": (
        "policies/public_list.html",
        None,
        lambda: {
            "policies": [(PUBLIC, "Notice")],
            "slug": "harbor",
            "organization_name": "Harbor Diabetes Care",
        },
    ),
}
