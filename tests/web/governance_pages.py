"""Pages of findings, evaluations, decisions, releases and processing, as the gallery shows them."""

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace as Thing
from typing import Any
from uuid import UUID

from chaperone.access.actors import Staff
from chaperone.registers.forms import ListForm
from chaperone.risks.changes.forms import DecisionForm as ReleaseDecisionForm
from chaperone.risks.changes.forms import ReleaseForm
from chaperone.risks.evaluations.forms import PlanForm
from chaperone.risks.findings.forms import (
    CloseForm,
    DecisionForm,
    OwnerForm,
    ReopenForm,
    UploadForm,
)
from chaperone.risks.models import (
    Evaluation,
    Finding,
    FindingException,
    FindingImport,
    ImpactAssessment,
    ProcessingActivity,
    Release,
    SpecificationDecision,
)
from chaperone.risks.processing.criteria import CRITERIA
from chaperone.risks.processing.forms import ActivityForm, NeedForm
from chaperone.risks.specifications.forms import SignForm
from chaperone.risks.specifications.proposals import proposals
from chaperone.risks.specifications.queries import Decided
from chaperone.risks.specifications.responsibility import responsibilities
from chaperone.standards.catalogue import addressable
from tests.web.contexts import OFFICER, ago

Page = tuple[str, Staff | None, Callable[[], dict[str, Any]]]
PERSON, OTHER = UUID(int=3), UUID(int=4)
PEOPLE = {PERSON: "Sam Okafor", OTHER: "Grace Lin"}
TODAY = date(2026, 11, 26)
CHANGES = [
    Thing(
        at=ago(30),
        who="Sam Okafor",
        sentence="A vulnerability finding was entered.",
        details=[("Severity", "critical")],
    )
]
SIGNATURES = [
    Thing(
        name="Grace Lin",
        role="Administrator",
        meaning="decides on the specification",
        signed_at=ago(3000),
        factor="totp",
        factor_label="Authenticator app",
        sha256="3f" * 32,
    )
]


def _listing(register: str = "findings", **changes: Any) -> Thing:
    choices = [("open", "Open, in time"), ("overdue", "Overdue")]
    values = {
        "form": ListForm({}, filters={"state": ("State", choices)}),
        "address": "/risks/",
        "exported": register,
        "imported": "",
        "searched": False,
        "next": "?page=2",
        "previous": "",
        "first": 1,
        "last": 50,
    }
    return Thing(**values | changes)


def _finding(number: int, severity: str, title: str, **changes: Any) -> Finding:
    values: dict[str, Any] = {
        "id": UUID(int=number),
        "source": "Container image, weekly",
        "rule": f"CVE-2026-{1000 + number}",
        "title": title,
        "severity": severity,
        "place": "libssl 3.0.1",
        "description": "A message that is too long is read beyond its end.",
        "remedy": "Upgrade to 3.0.9.",
        "state": "open",
        "first_seen_on": TODAY - timedelta(days=20),
        "last_seen_on": TODAY,
        "due_on": TODAY - timedelta(days=5),
        "owner_id": OTHER,
        "recorded_by": PERSON,
        "closed_at": ago(90) if changes.get("state") == "closed" else None,
    }
    return Finding(**values | changes)


def _line(finding: Finding, state: str, **more: Any) -> dict[str, Any]:
    return {
        "finding": finding,
        "state": state,
        "excused_until": TODAY + timedelta(days=40) if state == "excused" else None,
        "owner": "Grace Lin" if finding.owner_id else "",
        "when": "5 days late",
        "url": "/risks/findings/",
        **more,
    }


LATE = _finding(1, "critical", "Buffer over-read in the TLS library")
LINES = [
    _line(LATE, "overdue"),
    _line(
        _finding(2, "high", "Outdated image", due_on=TODAY + timedelta(1), owner_id=None), "open"
    ),
    _line(_finding(3, "medium", "Weak cipher is offered", rule=""), "excused"),
    _line(_finding(4, "low", "Version is told in a header", state="gone"), "gone"),
    _line(_finding(5, "medium", "Debug page answers", state="closed"), "closed"),
]
COUNTS = {"overdue": 1, "open": 1, "excused": 1, "gone": 1, "closed": 1}


def _wish(state: str = "waiting", **changes: Any) -> FindingException:
    values = {
        "id": UUID(int=20),
        "finding": LATE,
        "reason": "The vendor's image with the mended library comes in three weeks.",
        "safeguards": "The port is closed to all but the proxy.",
        "until": TODAY + timedelta(days=40),
        "state": state,
        "asked_by": PERSON,
        "asked_at": ago(300),
    }
    return FindingException(**values | changes)


def _one(finding: Finding, state: str, **more: Any) -> dict[str, Any]:
    owner = OwnerForm(people=PEOPLE)
    return _line(finding, state) | {
        "closed_by": "Sam Okafor",
        "exceptions": [],
        "exceptions_open": False,
        "names": PEOPLE,
        "changes": CHANGES,
        "may_change": True,
        "may_decide": True,
        "close_form": CloseForm(),
        "reopen_form": ReopenForm(),
        "owner_form": owner,
        **more,
    }


def _file(state: str = "waiting") -> FindingImport:
    return FindingImport(
        id=UUID(int=30),
        source="Container image, weekly",
        whole=True,
        form="sarif",
        file_name="image-2026-11-26.sarif",
        state=state,
        counts={"new": 2, "gone": 1},
        uploaded_by=PERSON,
        uploaded_at=ago(15),
    )


_KINDS = ("new", "same", "changed", "reopened", "dismissed", "gone", "left")


def _evaluation(state: str = "planned", **changes: Any) -> Evaluation:
    done = state == "done"
    values: dict[str, Any] = {
        "id": UUID(int=40),
        "kind": "penetration_test",
        "nature": "technical",
        "title": "Penetration test of the portal",
        "scope": "The portal, the API and the demo's handset.",
        "performed_by": "Red Lantern",
        "planned_on": TODAY + timedelta(days=30),
        "repeat_months": 12,
        "owner_id": PERSON,
        "state": state,
        "done_on": TODAY if done else None,
        "result": "Two findings, one of them high." if done else "",
    }
    evaluation = Evaluation(**values | changes)
    evaluation.unclosed = 2  # type: ignore[attr-defined]
    return evaluation


def _evaluation_page(evaluation: Evaluation, state: str, **more: Any) -> dict[str, Any]:
    return {
        "evaluation": evaluation,
        "state": state,
        "owner": "Sam Okafor",
        "concluded_by": "Sam Okafor",
        "findings": [],
        "next": None,
        "may_change": True,
        "attachments": [],
        "kind": "risks.evaluation",
        "record": evaluation.id,
        "may_attach": True,
        "changes": CHANGES,
        **more,
    }


LOGOFF = next(each for each in addressable() if each.citation == "164.312(a)(2)(iii)")


def _decision(state: str) -> SpecificationDecision:
    return SpecificationDecision(
        id=UUID(int=50),
        citation=LOGOFF.citation,
        choice="implement",
        reasoning=proposals()[LOGOFF.citation].reasoning,
        state=state,
        written_by=PERSON,
        written_at=ago(4000),
        decided_by=OTHER if state == "in_force" else None,
        decided_at=ago(3000) if state == "in_force" else None,
        review_on=TODAY + timedelta(days=200) if state == "in_force" else None,
    )


def _specifications() -> list[tuple[Decided, str, str]]:
    states = ["in_force", "due", "draft", "undecided"]
    return [
        (
            Decided(
                standard,
                _decision("in_force") if number < 2 else None,
                _decision("draft") if number == 2 else None,
            ),
            states[min(number, 3)],
            "Grace Lin" if number < 2 else "",
        )
        for number, standard in enumerate(addressable())
    ]


def _specification(state: str, **more: Any) -> dict[str, Any]:
    return {
        "standard": LOGOFF,
        "state": state,
        "names": PEOPLE,
        "proposal": proposals()[LOGOFF.citation],
        "may_write": True,
        "may_sign": True,
        "signatures": [],
        "changes": [],
        **more,
    }


def _signing() -> dict[str, Any]:
    form = SignForm(drafts={UUID(int=50): LOGOFF.citation})
    box = next(iter(form["decision_ids"]))
    text = f"45 CFR {LOGOFF.citation}\nDecision: We implement it.\nSessions end after 15 minutes."
    return {"form": form, "drafts": [(box, text)]}


def _release(state: str = "waiting") -> Release:
    return Release(
        id=UUID(int=60),
        version="0.2.0",
        changes="The programme: policies, training, vendors, risks.\nA calendar of what falls due.",
        ephi="None is newly stored; exports ask for an approval.",
        risk="medium",
        risks="A wrong clearance would lock people out; emergency access stays open.",
        tests="The whole suite, and a rehearsal of the upgrade on a copy.",
        way_back="Install 0.1.0 and restore the backup of the same night.",
        state=state,
        recorded_by=PERSON,
        recorded_at=ago(400),
        decided_by=OTHER if state != "waiting" else None,
        decided_at=ago(40) if state != "waiting" else None,
        note="Read, and tried on the copy." if state != "waiting" else "",
    )


def _release_page(state: str, **more: Any) -> dict[str, Any]:
    return {
        "release": _release(state),
        "names": PEOPLE,
        "may_change": False,
        "may_decide": False,
        "own": False,
        "deciding": False,
        "form": ReleaseDecisionForm(),
        "changes": CHANGES,
        **more,
    }


def _activity(**changes: Any) -> ProcessingActivity:
    values: dict[str, Any] = {
        "id": UUID(int=70),
        "name": "Care by text message",
        "role": "controller",
        "purposes": "Answering members' texts, coaching them, and recognizing emergencies.",
        "basis": "contract",
        "special": "care",
        "subjects": "Members, and who writes to them",
        "elements": ["name", "phone", "messages"],
        "recipients": "Inside: Coach, Lead, Assistant.",
        "transfers": "",
        "kept": "Until the membership has ended and a destruction was approved.",
        "safeguards": "Sealed under keys of each member; opened before a witness.",
        "criteria": ["sensitive", "innovative"],
        "review_on": TODAY + timedelta(days=300),
    }
    return ProcessingActivity(**values | changes)


IMPACT = ImpactAssessment(
    id=UUID(int=71),
    risks="Somebody else reads what a member wrote about their health.",
    measures="Sealed texts, roles by purpose, a record of each opening.",
    written_at=ago(50),
    decided_at=ago(20),
    review_on=TODAY + timedelta(days=365),
)


def _activity_page(**more: Any) -> dict[str, Any]:
    return {
        "activity": _activity(),
        "state": "assess",
        "data": ["Name", "Phone number", "Messages"],
        "criteria": [CRITERIA["sensitive"], CRITERIA["innovative"]],
        "needed": True,
        "assessments": [],
        "draft": False,
        "may_change": True,
        "may_sign": True,
        "signatures": [],
        "changes": CHANGES,
        **more,
    }


def _form(heading: str, form: Any, **more: Any) -> dict[str, Any]:
    texts = {"heading": heading, "hint": "Somebody else decides.", "submit": "Save", "back": "/"}
    return {**texts, "form": form, **more}


PAGES: dict[str, Page] = {
    "findings": (
        "risks/findings/register.html",
        OFFICER,
        lambda: {
            "listing": _listing(),
            "lines": LINES,
            "counts": COUNTS,
            "waiting": 2,
            "may_change": True,
        },
    ),
    "findings-empty": (
        "risks/findings/register.html",
        OFFICER,
        lambda: {
            "listing": _listing(next=""),
            "lines": [],
            "counts": dict.fromkeys(COUNTS, 0),
            "waiting": 0,
            "may_change": True,
        },
    ),
    "findings-none-fits": (
        "risks/findings/register.html",
        OFFICER,
        lambda: {
            "listing": _listing(next="", searched=True),
            "lines": [],
            "counts": COUNTS,
            "waiting": 0,
            "may_change": False,
        },
    ),
    "finding": (
        "risks/findings/finding.html",
        OFFICER,
        lambda: _one(LATE, "overdue", exceptions=[(_wish(), "Sam Okafor")], exceptions_open=True),
    ),
    "finding-gone": (
        "risks/findings/finding.html",
        OFFICER,
        lambda: _one(_finding(4, "low", "Version is told in a header", state="gone"), "gone"),
    ),
    "finding-closed": (
        "risks/findings/finding.html",
        OFFICER,
        lambda: _one(
            _finding(
                5,
                "medium",
                "Debug page answers",
                state="closed",
                closed_how="mended",
                closing_note="Taken away.",
                evaluation=_evaluation(),
            ),
            "closed",
        ),
    ),
    "finding-wrong": (
        "risks/findings/finding.html",
        OFFICER,
        lambda: _one(LATE, "overdue", close_form=CloseForm({"how": "mended", "note": ""})),
    ),
    "findings-import": (
        "risks/findings/import.html",
        OFFICER,
        lambda: {
            "form": UploadForm({"source": ""}, {}, evaluations={}),
            "imports": [(_file(), "Sam Okafor"), (_file("done"), "Sam Okafor")],
            "sources": ["Container image, weekly"],
        },
    ),
    "findings-import-preview": (
        "risks/findings/import_preview.html",
        OFFICER,
        lambda: {
            "file": _file(),
            "counts": {name: number for number, name in enumerate(_KINDS)},
            "parts": [{"name": "new", "label": "New", "rows": [LATE], "total": 9}],
        },
    ),
    "findings-exceptions": (
        "risks/findings/exceptions.html",
        OFFICER,
        lambda: {"lines": [(_wish(), "Sam Okafor")], "may_decide": True, "asker": OTHER},
    ),
    "findings-exceptions-none": (
        "risks/findings/exceptions.html",
        OFFICER,
        lambda: {"lines": [], "may_decide": True, "asker": OTHER},
    ),
    "findings-decide": (
        "risks/findings/decide.html",
        OFFICER,
        lambda: {
            "asked": _wish(),
            "finding": LATE,
            "asked_by": "Sam Okafor",
            "own": False,
            "form": DecisionForm(),
        },
    ),
    "findings-decide-own": (
        "risks/findings/decide.html",
        OFFICER,
        lambda: {
            "asked": _wish(),
            "finding": LATE,
            "asked_by": "Sam Okafor",
            "own": True,
            "form": DecisionForm({}),
        },
    ),
    "evaluations": (
        "risks/evaluations/register.html",
        OFFICER,
        lambda: {
            "listing": _listing("evaluations", imported="evaluations"),
            "lines": [
                (_evaluation(planned_on=TODAY), "overdue", "Sam Okafor"),
                (_evaluation(), "planned", ""),
                (_evaluation("done"), "done", "Sam Okafor"),
            ],
            "technical": TODAY,
            "nontechnical": None,
            "may_change": True,
        },
    ),
    "evaluations-empty": (
        "risks/evaluations/register.html",
        OFFICER,
        lambda: {"listing": _listing(next=""), "lines": [], "may_change": True},
    ),
    "evaluation": (
        "risks/evaluations/evaluation.html",
        OFFICER,
        lambda: _evaluation_page(_evaluation(), "planned"),
    ),
    "evaluation-done": (
        "risks/evaluations/evaluation.html",
        OFFICER,
        lambda: _evaluation_page(
            _evaluation("done"), "done", findings=[(LATE, "overdue")], next=_evaluation()
        ),
    ),
    "evaluation-plan": (
        "risks/form_page.html",
        OFFICER,
        lambda: _form("What do we look at, and when?", PlanForm({"title": ""}, people=PEOPLE)),
    ),
    "specifications": (
        "risks/specifications/register.html",
        OFFICER,
        lambda: {
            "listing": _listing("specifications", imported="specifications", next=""),
            "lines": _specifications(),
            "all": 22,
            "decided": 2,
            "due": 1,
            "undecided": 19,
            "drafts": 1,
            "may_write": True,
            "may_sign": True,
        },
    ),
    "specifications-none-fits": (
        "risks/specifications/register.html",
        OFFICER,
        lambda: {
            "listing": _listing("specifications", next="", searched=True),
            "lines": [],
            "all": 22,
            "decided": 22,
            "due": 0,
            "undecided": 0,
            "drafts": 0,
            "may_write": False,
            "may_sign": False,
        },
    ),
    "specification": (
        "risks/specifications/specification.html",
        OFFICER,
        lambda: _specification(
            "in_force",
            found=Decided(LOGOFF, _decision("in_force"), _decision("draft")),
            signatures=SIGNATURES,
            changes=CHANGES,
        ),
    ),
    "specification-undecided": (
        "risks/specifications/specification.html",
        OFFICER,
        lambda: _specification("undecided", found=Decided(LOGOFF, None, None)),
    ),
    "specifications-sign": ("risks/specifications/sign.html", OFFICER, _signing),
    "specifications-nothing-to-sign": (
        "risks/specifications/sign.html",
        OFFICER,
        lambda: {"form": SignForm(drafts={}), "drafts": []},
    ),
    "responsibility": (
        "risks/specifications/responsibility.html",
        OFFICER,
        lambda: {"rows": responsibilities()},
    ),
    "releases": (
        "risks/changes/register.html",
        OFFICER,
        lambda: {
            "listing": _listing("releases"),
            "lines": [(_release(), "Sam Okafor"), (_release("approved"), "Sam Okafor")],
            "running": "0.2.0",
            "problem": "Version 0.2.0 has an assessment that nobody has approved yet.",
            "may_change": True,
        },
    ),
    "releases-empty": (
        "risks/changes/register.html",
        OFFICER,
        lambda: {
            "listing": _listing(next=""),
            "lines": [],
            "running": "0.1.0",
            "problem": "",
            "may_change": True,
        },
    ),
    "release": (
        "risks/changes/release.html",
        OFFICER,
        lambda: _release_page("approved"),
    ),
    "release-own": (
        "risks/changes/release.html",
        OFFICER,
        lambda: _release_page("waiting", own=True, may_change=True),
    ),
    "release-decide": (
        "risks/changes/release.html",
        OFFICER,
        lambda: _release_page("waiting", may_decide=True, deciding=True),
    ),
    "release-add": (
        "risks/form_page.html",
        OFFICER,
        lambda: _form("What does this release change?", ReleaseForm({"version": "a b"})),
    ),
    "processing": (
        "risks/processing/register.html",
        OFFICER,
        lambda: {
            "listing": _listing("processing"),
            "lines": [
                (_activity(), "assess", ["Name", "Messages"]),
                (_activity(other_data="Bank accounts"), "in_use", []),
            ],
            "applies": True,
            "left": 1,
            "may_change": True,
            "may_set": True,
        },
    ),
    "processing-empty": (
        "risks/processing/register.html",
        OFFICER,
        lambda: {
            "listing": _listing(next=""),
            "lines": [],
            "applies": False,
            "left": 2,
            "may_change": True,
            "may_set": True,
        },
    ),
    "processing-one": ("risks/processing/activity.html", OFFICER, _activity_page),
    "processing-assessed": (
        "risks/processing/activity.html",
        OFFICER,
        lambda: _activity_page(
            state="in_use", assessments=[(IMPACT, "signed", "Grace Lin")], signatures=SIGNATURES
        ),
    ),
    "processing-add": (
        "risks/form_page.html",
        OFFICER,
        lambda: _form("What do we do with people's data?", ActivityForm()),
    ),
    "processing-need": (
        "risks/form_page.html",
        OFFICER,
        lambda: _form("Does it need one?", NeedForm({"criteria": ["x"]}), about="Payroll"),
    ),
}
