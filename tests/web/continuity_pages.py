"""Pages of recovery, contacts and drills, as the gallery shows them."""

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace as Thing
from typing import Any
from uuid import UUID

from chaperone.access.actors import Staff
from chaperone.continuity.drills.figures import Figures
from chaperone.continuity.drills.forms import ExerciseForm
from chaperone.continuity.frame import TABS
from chaperone.continuity.models import CriticalityAnalysis, Drill, Exercise, System
from chaperone.continuity.plans import Plan
from chaperone.continuity.readiness import Answer
from chaperone.continuity.recovery.forms import ContactForm, SystemForm
from chaperone.continuity.recovery.queries.contacts import Entry
from chaperone.continuity.recovery.queries.systems import Placed
from tests.web.contexts import OFFICER, ago
from tests.web.listed import listed

Page = tuple[str, Staff | None, Callable[[], dict[str, Any]]]
PERSON, OTHER = UUID(int=3), UUID(int=4)
NAMES = {PERSON: "Sam Okafor", OTHER: "Grace Lin"}
TODAY = date(2026, 11, 26)
CHANGES = [
    Thing(
        at=ago(30),
        who="Sam Okafor",
        sentence="What the order says of a system was changed.",
        details=[("Outage minutes", "From: 240, To: 120")],
    )
]
BACKUP = Thing(made_at=ago(540), name="chaperone-lakeside-20261126T020000Z-0a1b2c3d.age")


def _system(number: int, name: str, **changes: Any) -> System:
    values: dict[str, Any] = {
        "id": UUID(int=number),
        "name": name,
        "about": "Members, messages, accounts, registers.",
        "outage_minutes": 240,
        "loss_minutes": 1440,
        "needs": [],
        "restored": True,
        "how": "`chaperone restore` from the newest whole backup.",
        "meanwhile": "Read-only pages through a replica, where there is one; else the paper list.",
        "owner_id": OTHER,
    }
    return System(**values | changes)


HOST = _system(1, "Host, network and power", outage_minutes=600, owner_id=None)
DATABASE = _system(2, "Database")
PORTAL = _system(3, "Coaches' pages", outage_minutes=480, meanwhile="")
ORDER = [
    Placed(HOST, 1, "4 hours", [], "Database"),
    Placed(DATABASE, 2, "4 hours", ["Host, network and power"], ""),
    Placed(PORTAL, 3, "8 hours", ["Database", "Host, network and power"], ""),
]
CALLED = [
    Entry("official", "Sam Okafor", "Security official", "+1 617 555 0101", "s@x.example", "", ""),
    Entry(
        "own",
        "Text-message carrier, support",
        "No texts in or out",
        "+1 206 555 0142",
        "customer 2210",
        "24/7",
        "Ask for the duty engineer",
        UUID(int=20),
    ),
    Entry("vendor", "Cloud Works", "Keeps the backups", "", "help@cloud.example", "", ""),
    Entry("official", "Grace Lin", "Privacy official", "", "", "", ""),
]
ANALYSIS = CriticalityAnalysis(
    id=UUID(int=30),
    text="1. Host, network and power\nMay be away: 10 hours\nMay be lost: none\nNeeds: nothing",
    signed_by=PERSON,
    signed_at=ago(60 * 24 * 40),
    review_on=TODAY + timedelta(days=325),
)
SIGNATURES = [
    Thing(
        name="Sam Okafor",
        role="Security officer",
        meaning="says that this is what matters, and the order in which it comes back",
        signed_at=ago(60 * 24 * 40),
        factor="totp",
        factor_label="Authenticator app",
        sha256="3f" * 32,
    )
]
KEPT = Thing(
    where="On-call folder, and at home with each officer",
    put_away_at=ago(60 * 24 * 5),
)
DRILL = Drill(
    id=UUID(int=40),
    state="whole",
    cause="schedule",
    backup_name=BACKUP.name,
    started_at=ago(60 * 24 * 12),
    ended_at=ago(60 * 24 * 12 - 6),
    seconds=372.4,
    recovered_to=ago(60 * 24 * 12 + 545),
    figures={"rows": 412_833, "seconds": {"check": 12.1, "load": 301.7}},
)
BROKEN = Drill(
    id=UUID(int=41),
    state="failed",
    cause="command",
    backup_name=BACKUP.name,
    started_at=ago(300),
    ended_at=ago(299),
    why="The backup was altered: piece 12 does not open. Restore an older one.",
)
FIGURES = Figures("6 min 12 s", "9 h 5 min", "4 hours", "1 day")
NOTHING = Figures("", "", "", "")


def _exercise(kind: str, result: str, **changes: Any) -> Exercise:
    restore = kind == "restore"
    values: dict[str, Any] = {
        "id": UUID(int=50),
        "kind": kind,
        "title": "Restore of a backup into a scratch place"
        if restore
        else "The database is gone on a Friday night",
        "drill": DRILL if restore else None,
        "held_on": TODAY - timedelta(days=12),
        "result": result,
        "took_part": "" if restore else "Sam Okafor (led), Grace Lin",
        "learned": "" if restore else "The order was clear.\nNobody knew where the list lies.",
        "filed_by": None if restore else PERSON,
        "filed_at": ago(60),
        "entry_id": UUID(int=51),
        "next_step": "" if restore else "Say on the door where the paper list lies.",
        "owner_id": None if restore else OTHER,
        "due_on": None if restore else TODAY + timedelta(days=10),
    }
    return Exercise(**values | changes)


def _line(exercise: Exercise, verdict: str, step: str, figures: Figures) -> dict[str, Any]:
    return {"exercise": exercise, "verdict": verdict, "step": step, **figures._asdict()}


LINES = [
    _line(
        _exercise("restore", "failed", drill=BROKEN),
        "failed",
        "none",
        NOTHING._replace(may_take="4 hours", may_lose="1 day"),
    ),
    _line(_exercise("restore", "good"), "met", "none", FIGURES),
    _line(_exercise("tabletop", "weak"), "", "open", NOTHING),
    _line(_exercise("paper", "good", next_step=""), "", "none", NOTHING),
]


def _overview(state: str, sentence: str, **changes: Any) -> dict[str, Any]:
    return {
        "tabs": TABS,
        "answer": Answer(state, sentence),
        "backup": BACKUP,
        "backup_age": "9 h",
        "last": _exercise("restore", "good"),
        "figures": FIGURES,
        "verdict": "met",
        "may_take": "4 hours",
        "may_lose": "1 day",
        "next_drill": ago(-60 * 24 * 18),
        "order": ORDER,
        "more": 4,
        "called": CALLED,
        "more_called": 3,
        "kept": KEPT,
        "right": True,
        "plans": [
            Plan("Contingency plan", "in_force", UUID(int=60), TODAY + timedelta(days=300)),
            Plan("Disaster recovery plan", "none", UUID(int=61)),
            Plan("Business continuity plan", "missing"),
        ],
        "exercised": _exercise("tabletop", "weak"),
        "proposed": {"hours": 72, "state": "within", "took": "6 min 12 s"},
        "may_change": True,
        **changes,
    }


def _one(exercise: Exercise, verdict: str, step: str, figures: Figures) -> dict[str, Any]:
    return {
        "tabs": TABS,
        **_line(exercise, verdict, step, figures),
        "lines": [("Rows", "412,833"), ("Seconds", "check 12.1, load 301.7")],
        "names": NAMES,
        "may_change": True,
        "attachments": [],
        "kind": "continuity.exercise",
        "record": exercise.id,
        "may_attach": True,
        "changes": CHANGES,
    }


def _form(form: Any, heading: str, **more: Any) -> dict[str, Any]:
    return {
        "tabs": TABS,
        "heading": heading,
        "hint": "One line for each application or kind of data.",
        "submit": "Enter it",
        "back": "/continuity/",
        "form": form,
        **more,
    }


def _system_form() -> SystemForm:
    return SystemForm(
        {"name": "", "outage_minutes": "soon", "loss_minutes": "1 day"},
        systems={UUID(int=2): "Database", UUID(int=3): "Coaches' pages"},
        assets={str(UUID(int=9)): "Database server"},
        people=NAMES,
    )


PAGES: dict[str, Page] = {
    "continuity": (
        "continuity/overview.html",
        OFFICER,
        lambda: _overview("yes", "The last drill brought everything back, within what may be."),
    ),
    "continuity-empty": (
        "continuity/overview.html",
        OFFICER,
        lambda: _overview(
            "no",
            "There is no whole backup.",
            backup=None,
            last=None,
            figures=None,
            may_take="",
            may_lose="",
            next_drill=None,
            order=[],
            more=0,
            called=[],
            more_called=0,
            kept=None,
            right=False,
            exercised=None,
            proposed={"hours": 72, "state": "unproven", "took": ""},
        ),
    ),
    "recovery": (
        "continuity/recovery/order.html",
        OFFICER,
        lambda: {
            "tabs": TABS,
            "placed": ORDER,
            "names": NAMES,
            "analysis": ANALYSIS,
            "standing": "changed",
            "left": 2,
            "may_change": True,
            "register": "recovery",
        },
    ),
    "recovery-empty": (
        "continuity/recovery/order.html",
        OFFICER,
        lambda: {
            "tabs": TABS,
            "placed": [],
            "names": {},
            "analysis": None,
            "standing": "none",
            "left": 8,
            "may_change": True,
            "register": "recovery",
        },
    ),
    "recovery-system": (
        "continuity/recovery/system.html",
        OFFICER,
        lambda: {
            "tabs": TABS,
            "system": DATABASE,
            "away": "4 hours",
            "lost": "1 day",
            "needs": ["Host, network and power"],
            "names": NAMES,
            "may_change": True,
            "changes": CHANGES,
        },
    ),
    "recovery-form": (
        "continuity/form_page.html",
        OFFICER,
        lambda: _form(_system_form(), "What must come back after an outage?"),
    ),
    "recovery-signed": (
        "continuity/recovery/signed.html",
        OFFICER,
        lambda: {
            "tabs": TABS,
            "analysis": ANALYSIS,
            "signatures": SIGNATURES,
            "changes": CHANGES,
        },
    ),
    "recovery-contacts": (
        "continuity/recovery/contacts.html",
        OFFICER,
        lambda: {
            "tabs": TABS,
            "called": CALLED,
            "unreachable": ["Grace Lin"],
            "kept": KEPT,
            "kept_by": "Sam Okafor",
            "right": False,
            "may_change": True,
        },
    ),
    "recovery-contacts-empty": (
        "continuity/recovery/contacts.html",
        OFFICER,
        lambda: {
            "tabs": TABS,
            "called": [],
            "unreachable": [],
            "kept": None,
            "kept_by": "",
            "right": False,
            "may_change": True,
        },
    ),
    "recovery-contact-form": (
        "continuity/form_page.html",
        OFFICER,
        lambda: _form(
            ContactForm(initial={"name": "Landlord"}),
            "How are they reached now?",
            about="Landlord: power and doors",
            changes=CHANGES,
        ),
    ),
    "drills": (
        "continuity/drills/register.html",
        OFFICER,
        lambda: {
            "tabs": TABS,
            "listing": listed(exported="exercises"),
            "lines": LINES,
            "may_change": True,
        },
    ),
    "drills-empty": (
        "continuity/drills/register.html",
        OFFICER,
        lambda: {"tabs": TABS, "listing": listed(), "lines": [], "may_change": True},
    ),
    "drills-restore": (
        "continuity/drills/exercise.html",
        OFFICER,
        lambda: _one(_exercise("restore", "good"), "met", "none", FIGURES),
    ),
    "drills-failed": (
        "continuity/drills/exercise.html",
        OFFICER,
        lambda: (
            _one(_exercise("restore", "failed", drill=BROKEN), "failed", "none", NOTHING)
            | {"lines": []}
        ),
    ),
    "drills-tabletop": (
        "continuity/drills/exercise.html",
        OFFICER,
        lambda: _one(_exercise("tabletop", "weak"), "", "open", NOTHING),
    ),
    "drills-form": (
        "continuity/form_page.html",
        OFFICER,
        lambda: _form(ExerciseForm(people=NAMES), "What did you try out, and what did you learn?"),
    ),
}
