"""Pages of standards, packages and auditors, as the gallery shows them."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from types import SimpleNamespace as Thing
from typing import Any
from uuid import UUID

from chaperone.access.actors import Staff
from chaperone.evidence.auditors.forms import AuditorForm
from chaperone.evidence.auditors.queries import Auditor, what_they_see
from chaperone.evidence.collecting import Status
from chaperone.evidence.frame import TABS
from chaperone.evidence.freezing.queries import Point
from chaperone.evidence.models import Package, Reading
from chaperone.evidence.packages.forms import PackageForm
from chaperone.evidence.packages.queries import STAGES
from chaperone.evidence.pictures import pictures_of, spark_of
from chaperone.evidence.proposing import counts as foreseen_counts
from chaperone.evidence.proposing import foreseen
from chaperone.evidence.shown import Line, counts, families, first_of
from chaperone.evidence.standing.forms import PlanForm, SetAsideForm
from chaperone.evidence.views.standard import Shown
from chaperone.standards.catalogue import all_standards, find
from chaperone.standards.gdpr import articles_of
from chaperone.standards.proposed import notice, proposed_beside
from tests.web.contexts import OFFICER, ago

Page = tuple[str, Staff | None, Callable[[], dict[str, Any]]]
SAM, GRACE = UUID(int=3), UUID(int=4)
NAMES = {SAM: "Sam Okafor", GRACE: "Grace Lin"}
TODAY = date(2026, 11, 26)
ENTRY = UUID("0198a000-0000-7000-8000-00000000aaaa")
STATUSES = ("met", "met", "met", "attention", "met", "not_met", "met", "not_evaluated")
TERMINATION = "164.308(a)(3)(ii)(C)"


def _reading(citation: str, status: str) -> Reading:
    return Reading(
        citation=citation,
        status=status,
        sentence="1 of 14 people who left still held access two days later."
        if status != "met"
        else "All 14 people who left lost their access on their last day.",
        figures=[["People who left", 14, ""], ["Longest until the end of access", 0.4, "hours"]],
        ledger=[str(ENTRY)],
        remedy="End the access of who has left." if status != "met" else "",
        collected_at=ago(40),
        since=ago(60 * 24 * 9),
    )


class _Plan:
    """A plan, whose next step is opened where it is shown."""

    owner_id = GRACE
    due_on = TODAY + timedelta(days=12)
    next_step = Thing(reveal=lambda: "End the three accounts, and find out why nobody did.")


def _lines(statuses: Iterable[str]) -> list[Line]:
    known = list(statuses)
    return [
        Line(
            each,
            _reading(each.citation, known[number % len(known)]) if known else None,
            _Plan() if number == 5 else None,  # type: ignore[arg-type]
        )
        for number, each in enumerate(all_standards())
    ]


POINTS = [
    Point(
        TODAY - timedelta(days=29 - number),
        {"met": 55 + number, "attention": 14 - number // 4, "not_met": 12 - number // 3},
    )
    for number in range(30)
]


def _all(statuses: Iterable[str], points: list[Point], **changes: Any) -> dict[str, Any]:
    lines = _lines(statuses)
    return {
        "tabs": TABS,
        "families": families(lines),
        "counts": counts(lines),
        "total": len(lines),
        "met": sum(line.stands for line in lines),
        "first": first_of(lines, 5),
        "names": NAMES,
        "computed_at": ago(40) if lines[0].reading else None,
        "day": Thing(on=TODAY, note="signed") if points else None,
        "collection": None,
        "collecting": False,
        "version": "",
        "may_manage": True,
        **pictures_of(points),
        **changes,
    }


def _one(status: str, **changes: Any) -> dict[str, Any]:
    standard = find(TERMINATION)
    points = [Point(TODAY - timedelta(days=9 - day), {status: 1}) for day in range(10)]
    row = Thing(id=ENTRY, at=ago(300), position=4711)
    return {
        "tabs": TABS,
        "standard": standard,
        "reading": _reading(TERMINATION, status),
        "status": status,
        "entries": [Shown(row, "Somebody's access ended, and their sessions with it.")],
        "plan": _Plan(),
        "aside": None,
        "aside_text": "",
        "may_decide": False,
        "names": NAMES,
        "may_manage": True,
        "may_read_ledger": True,
        "spark": spark_of(standard.name, points),
        "points": points,
        "gdpr": articles_of(TERMINATION),
        "proposed": proposed_beside(TERMINATION),
        "signatures": [],
        "changes": [
            Thing(
                at=ago(60 * 24 * 9),
                who="Chaperone",
                sentence="The status of a standard changed.",
                details=[("Before", "Met"), ("Now", Status(status).label)],
            )
        ],
        **changes,
    }


ASIDE = Thing(state="waiting", asked_by=GRACE, asked_at=ago(90), decided_by=None, decided_at=None)
ASIDE_TEXT = (
    "45 CFR 164.308(a)(4)(ii)(A), Information access management: Isolating health care"
    " clearinghouse functions\nIt does not apply here, because: We are no clearinghouse.\nTo be"
    " looked at again on 2027-11-20."
)


def _package(number: int, state: str, **changes: Any) -> Package:
    values: dict[str, Any] = {
        "id": UUID(int=number),
        "state": state,
        "asked_by": SAM,
        "asked_at": ago(30 * number),
        "why": "",
    }
    return Package(**values | changes)


DONE = _package(2, "done", size=2_345_678, sha256="5e" * 32)
PACKAGES = [
    (_package(1, "running", stage=2), True),
    (DONE, True),
    (_package(3, "done", size=2_100_000, sha256="7a" * 32, sample=25, asked_by=GRACE), False),
    (
        _package(
            5,
            "done",
            size=9_100_000,
            sha256="8b" * 32,
            whole=True,
            proposed=True,
            since=ago(60 * 24 * 30),
            until=ago(0),
        ),
        True,
    ),
    (_package(4, "failed", why="The mirror does not hold these entries yet."), True),
]


def _packages(lines: list[tuple[Package, bool]], making: Package | None) -> dict[str, Any]:
    return {
        "tabs": TABS,
        "form": PackageForm(approvals=[]),
        "approvals": [],
        "lines": lines,
        "names": NAMES,
        "making": making,
        "stages": STAGES,
        "version": "running2",
    }


def _form(form: Any, heading: str, **more: Any) -> dict[str, Any]:
    return {
        "tabs": TABS,
        "heading": heading,
        "hint": "End the access of who has left.",
        "submit": "Save",
        "back": "/evidence/",
        "form": form,
        **more,
    }


def _proposed(statuses: Iterable[str]) -> dict[str, Any]:
    rules = foreseen({line.standard.citation: Status(line.status) for line in _lines(statuses)})
    return {
        "tabs": TABS,
        "notice": notice(),
        "rules": rules,
        "counts": foreseen_counts(rules),
        "computed_at": ago(40) if statuses else None,
    }


PAGES: dict[str, Page] = {
    "proposed": ("evidence/proposed.html", OFFICER, lambda: _proposed(STATUSES)),
    "proposed-new": ("evidence/proposed.html", OFFICER, lambda: _proposed(())),
    "standards": (
        "evidence/standards.html",
        OFFICER,
        lambda: _all(STATUSES, POINTS),
    ),
    "standards-new": ("evidence/standards.html", OFFICER, lambda: _all((), [])),
    "standards-collecting": (
        "evidence/standards.html",
        OFFICER,
        lambda: _all(
            ("met",),
            POINTS[:1],
            collection=Thing(state="running", asked_at=ago(0.1)),
            collecting=True,
            version="a running",
        ),
    ),
    "standard": ("evidence/standard.html", OFFICER, lambda: _one("not_met")),
    "standard-aside": (
        "evidence/standard.html",
        OFFICER,
        lambda: _one(
            "attention", aside=ASIDE, aside_text=ASIDE_TEXT, may_decide=True, plan=None, points=[]
        ),
    ),
    "standard-new": (
        "evidence/standard.html",
        OFFICER,
        lambda: _one("not_evaluated", reading=None, entries=[], plan=None, points=[], changes=[]),
    ),
    "standard-plan": (
        "evidence/form_page.html",
        OFFICER,
        lambda: _form(
            PlanForm(people=NAMES),
            "Who sees to this, and what comes next?",
            about=f"Termination procedures (45 CFR {TERMINATION})",
        ),
    ),
    "standard-set-aside": (
        "evidence/form_page.html",
        OFFICER,
        lambda: _form(SetAsideForm(), "Why does this not apply to us?"),
    ),
    "evidence-packages": (
        "evidence/packages.html",
        OFFICER,
        lambda: _packages(PACKAGES, PACKAGES[0][0]),
    ),
    "evidence-packages-none": (
        "evidence/packages.html",
        OFFICER,
        lambda: _packages([], None),
    ),
    "auditors": (
        "evidence/auditors.html",
        OFFICER,
        lambda: {
            "tabs": TABS,
            "lines": [
                Auditor(SAM, "Ines Duarte", ago(-60 * 24 * 30), "in_force", grant_id=ENTRY),
                Auditor(GRACE, "Petra Vogel", ago(-60 * 24 * 9), "waiting", request_id=ENTRY),
            ],
            "sees": what_they_see(),
            "may_manage": True,
            "may_end": True,
        },
    ),
    "auditors-none": (
        "evidence/auditors.html",
        OFFICER,
        lambda: {
            "tabs": TABS,
            "lines": [],
            "sees": what_they_see(),
            "may_manage": True,
            "may_end": True,
        },
    ),
    "auditor-invite": (
        "evidence/form_page.html",
        OFFICER,
        lambda: _form(AuditorForm(), "Who audits us, and until when?"),
    ),
}
