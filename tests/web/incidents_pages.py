"""Pages of incidents, reports, containment and drills, as the gallery shows them."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace as Thing
from typing import Any
from uuid import UUID

from chaperone.access.actors import Staff
from chaperone.incidents.cases.forms import (
    AssignForm,
    CaseForm,
    FinishForm,
    NoteForm,
    OpenForm,
    TaskForm,
    TeamForm,
)
from chaperone.incidents.cases.queries.custody import Hand
from chaperone.incidents.cases.queries.standing import Person, contain_by, times_of
from chaperone.incidents.cases.queries.timeline import Moment
from chaperone.incidents.cases.tabs import TABS
from chaperone.incidents.containment.forms import PersonForm
from chaperone.incidents.containment.ways import WAYS
from chaperone.incidents.kinds import KINDS
from chaperone.incidents.models import Containment, Incident, Report, Stage, Task
from chaperone.incidents.queries.playbooks import Playbook
from chaperone.incidents.reports.forms import (
    AnswerForm,
    CloseForm,
    MergeForm,
    PublicForm,
    ReferenceForm,
    StaffForm,
    TextBackForm,
)
from chaperone.incidents.reports.queries import Standing
from tests.web.contexts import COACH, NOW, OFFICER, ago
from tests.web.listed import listed

Page = tuple[str, Staff | None, Callable[[], dict[str, Any]]]
SAM, GRACE = UUID(int=3), UUID(int=4)
PEOPLE = {SAM: "Sam Okafor", GRACE: "Grace Lin"}
SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


def _incident(**changes: Any) -> Incident:
    values: dict[str, Any] = {
        "id": UUID(int=50),
        "number": 7,
        "kind": "lost_device",
        "severity": "high",
        "state": "open",
        "lead_id": SAM,
        "created_by": SAM,
        "discovered_at": ago(300),
        "created_at": ago(290),
        "acknowledged_at": ago(280),
    }
    return Incident(**values | changes)


def _head(incident: Incident | None = None, **changes: Any) -> dict[str, Any]:
    return {
        "incident": incident or _incident(),
        "title": "A laptop was left in a train",
        "tabs": TABS,
        "may_change": True,
    } | changes


def _task(number: int, **changes: Any) -> Task:
    values: dict[str, Any] = {
        "id": UUID(int=60 + number),
        "incident_id": UUID(int=50),
        "stage": "contain",
        "position": number,
        "required": number == 1,
        "due_on": (NOW + timedelta(days=number)).date(),
    }
    return Task(**values | changes)


_WHAT = "End the sessions of whoever had it."
TASKS = [
    {
        "task": _task(1, done_at=ago(20), done_by=SAM),
        "what": _WHAT,
        "outcome": "Two sessions ended.",
        "state": "done",
        "owner": "Sam Okafor",
        "done_by": "Sam Okafor",
    },
    {"task": _task(2), "what": "Lock it from afar.", "outcome": "", "state": "overdue"},
    {
        "task": _task(3),
        "what": "Report it to the police if it was stolen.",
        "outcome": "",
        "state": "open",
        "owner": "Grace Lin",
    },
    {"task": _task(4, done_at=ago(2)), "what": "Close a badge.", "state": "not_needed"},
]


def _case(incident: Incident, stage: Stage, **changes: Any) -> dict[str, Any]:
    return _head(incident) | {
        "stage": stage,
        "asks": "Stop it from getting worse, and keep what shows what happened.",
        "left": [(_task(1), _WHAT), (_task(3), "Report it to the police if it was stolen.")],
        "required_left": True,
        "is_last": stage == Stage.LESSONS,
        "clock": "running",
        "contain_by": contain_by(incident),
        "times": times_of(incident),
        "team": [
            Person(UUID(int=70), "lead", "Leads", SAM, "Sam Okafor"),
            Person(UUID(int=71), "legal", "Legal and privacy", GRACE, "Grace Lin"),
        ],
        "lead": "Sam Okafor",
        "about": "",
        "reports": [_report()],
        "kind_about": KINDS["lost_device"].about,
        "team_form": TeamForm(people=PEOPLE),
        **changes,
    }


def _report(**changes: Any) -> Report:
    values: dict[str, Any] = {
        "id": UUID(int=80),
        "number": 12,
        "way": "staff",
        "state": "received",
        "received_at": ago(90),
        "due_at": NOW + timedelta(hours=22),
        "reporter_id": GRACE,
    }
    return Report(**values | changes)


def _line(incident: Incident, **changes: Any) -> dict[str, Any]:
    return {
        "incident": incident,
        "title": "A laptop was left in a train",
        "clock": "running",
        "contain_by": contain_by(incident),
        "lead": "Sam Okafor",
        "tasks": (3, 9),
        "times": times_of(incident),
    } | changes


def _one(report: Report, **changes: Any) -> dict[str, Any]:
    return {
        "report": report,
        "state": report.state,
        "text": "On the 8:15 to Boston I saw a laptop with our sticker.\nNobody was near it.",
        "contact": "",
        "reporter": "Grace Lin",
        "named": "",
        "acknowledged_by": "",
        "answer": "",
        "may_change": True,
        "answer_form": AnswerForm(),
        "close_form": CloseForm(auto_id="close_%s"),
        "merge_form": MergeForm(incidents={UUID(int=50): "7: A laptop was left in a train"}),
        "text_form": TextBackForm(auto_id="text_%s"),
        "texts": [],
        "changes": CHANGES,
        **changes,
    }


CHANGES = [
    Thing(at=ago(30), who="Somebody unknown", sentence="Somebody reported a concern.", details=[])
]
DONE = _incident(
    number=6,
    id=UUID(int=51),
    state="closed",
    severity="medium",
    kind="misdirected_message",
    contained_at=ago(200),
    eradicated_at=ago(150),
    recovered_at=ago(120),
    closed_at=ago(60),
    closed_by=SAM,
)
DRILL = _incident(drill=True, state="reported", acknowledged_at=None, lead_id=None)
MOMENTS = [
    Moment(
        ago(300), "Alice Reyes", "Sealed values were opened.", ["name, member 01a2f3b4"], "alert",
        UUID(int=91),
    ),
    Moment(
        ago(290), "Sam Okafor", "A security incident was opened.",
        ["number: 7", "severity: High"], "case", UUID(int=92),
    ),
    Moment(ago(200), "Grace Lin", "The railway has it.\nIt was locked.", [], "note", None),
]  # fmt: skip
FILED = Thing(report=_report(), reference="7KQ2-M9XD-4TWB-8RFA")
PUBLIC = {"organization_name": "Harbor Diabetes Care", "slug": "harbor"}


def _wrong(form: Any) -> Any:
    form.is_valid()
    return form


def _step(number: int, how: str, **changes: Any) -> Containment:
    values = {"id": UUID(int=100 + number), "how": how, "done_at": ago(20), "done_by": SAM}
    return Containment(**values | changes)


PAGES: dict[str, Page] = {
    "incidents": (
        "incidents/incidents.html",
        OFFICER,
        lambda: {
            "listing": listed(),
            "lines": [
                _line(_incident(severity="critical", confidential=True), clock="late"),
                _line(_incident(number=8, state="reported"), lead=""),
                _line(DONE, clock="stopped", tasks=(0, 9)),
            ],
            "waiting": 2,
            "may_change": True,
        },
    ),
    "incidents-none": (
        "incidents/incidents.html",
        OFFICER,
        lambda: {"listing": listed(), "lines": [], "waiting": 0, "may_change": True},
    ),
    "incidents-nothing-found": (
        "incidents/incidents.html",
        OFFICER,
        lambda: {"listing": listed(searched=True), "lines": [], "waiting": 0},
    ),
    "incident-drills": (
        "incidents/drills.html",
        OFFICER,
        lambda: {
            "listing": listed(),
            "lines": [_line(DRILL), _line(DONE)],
            "due_on": NOW.date(),
            "is_due": False,
            "may_change": True,
        },
    ),
    "incident-drills-none": (
        "incidents/drills.html",
        OFFICER,
        lambda: {"listing": listed(), "lines": [], "due_on": NOW.date(), "is_due": True},
    ),
    "incident": (
        "incidents/case.html",
        OFFICER,
        lambda: _case(_incident(), Stage.CONTAIN),
    ),
    "incident-drill": (
        "incidents/case.html",
        OFFICER,
        lambda: _case(DRILL, Stage.CONTAIN, lead="", team=[], reports=[]),
    ),
    "incident-last": (
        "incidents/case.html",
        OFFICER,
        lambda: _case(
            _incident(state="recovered", contained_at=ago(200), confidential=True),
            Stage.LESSONS,
            left=[],
            required_left=False,
            about="Alice Reyes",
            problem="Required tasks are still open: 9. Do them, or say why not.",
        ),
    ),
    "incident-closed": (
        "incidents/case.html",
        OFFICER,
        lambda: _case(DONE, Stage.LESSONS, left=[], clock="stopped") | {"may_change": False},
    ),
    "incident-open": (
        "incidents/form_page.html",
        OFFICER,
        lambda: {
            "heading": "What happened?",
            "hint": "You lead it until somebody else does.",
            "submit": "Open the incident",
            "back": "/",
            "form": _wrong(OpenForm({"title": "", "kind": "other"}, people=PEOPLE)),
        },
    ),
    "incident-change": (
        "incidents/form_page.html",
        OFFICER,
        lambda: {
            "heading": "What is known of it?",
            "title": "A laptop was left in a train",
            "hint": "Who changed what stands in the timeline.",
            "submit": "Save",
            "back": "/",
            "form": CaseForm(people=PEOPLE, initial={"discovered_at": ago(300)}),
        },
    ),
    "incident-timeline": (
        "incidents/timeline.html",
        OFFICER,
        lambda: _head() | {"moments": MOMENTS, "form": _wrong(NoteForm({}))},
    ),
    "incident-timeline-empty": (
        "incidents/timeline.html",
        OFFICER,
        lambda: _head(may_change=False) | {"moments": []},
    ),
    "incident-tasks": (
        "incidents/tasks.html",
        OFFICER,
        lambda: (
            _head()
            | {
                "stages": [("Contain", TASKS), ("Remove the cause", [])],
                "playbook": Playbook("Playbook: lost or stolen device", [], SAM, SAM),
                "form": TaskForm(people=PEOPLE),
            }
        ),
    ),
    "incident-tasks-starter": (
        "incidents/tasks.html",
        OFFICER,
        lambda: (
            _head(may_change=False)
            | {"stages": [], "playbook": Playbook("Playbook: lost or stolen device", [])}
        ),
    ),
    "incident-task": (
        "incidents/task.html",
        OFFICER,
        lambda: (
            _head()
            | {
                "line": TASKS[2],
                "form": _wrong(FinishForm({})),
                "assign_form": AssignForm(people=PEOPLE),
            }
        ),
    ),
    "incident-task-done": (
        "incidents/task.html",
        OFFICER,
        lambda: (
            _head()
            | {
                "line": TASKS[0],
                "form": FinishForm(),
                "problems": _wrong(AssignForm({}, people={})),
            }
        ),
    ),
    "incident-contain": (
        "incidents/contain.html",
        OFFICER,
        lambda: (
            _head()
            | {
                "ways": [
                    {"way": each, "refused": "" if number else "Your role may not do this."}
                    for number, each in enumerate(WAYS.values())
                ],
                "steps": [
                    {
                        "step": _step(1, "carrier"),
                        "state": "done",
                        "by": "Sam Okafor",
                        "can_undo": True,
                    },
                    {
                        "step": _step(2, "sessions"),
                        "state": "exercised",
                        "whom": "Alice Reyes",
                        "by": "Sam Okafor",
                        "again": "They sign in again themselves.",
                    },
                    {"step": _step(3, "keys"), "state": "working", "by": "Sam Okafor"},
                ],
                "may_undo": True,
            }
        ),
    ),
    "incident-contain-empty": (
        "incidents/contain.html",
        OFFICER,
        lambda: _head(may_change=False) | {"ways": [], "steps": []},
    ),
    "incident-stop": (
        "incidents/stop.html",
        OFFICER,
        lambda: _head() | {"way": WAYS["sessions"], "form": _wrong(PersonForm({}, people=PEOPLE))},
    ),
    "incident-stop-drill": (
        "incidents/stop.html",
        OFFICER,
        lambda: _head(DRILL) | {"way": WAYS["sessions"], "form": PersonForm(people=PEOPLE)},
    ),
    "incident-stop-refused": (
        "incidents/stop.html",
        OFFICER,
        lambda: _head() | {"way": WAYS["carrier"], "refused": "Your role may not do this."},
    ),
    "incident-files": (
        "incidents/files.html",
        OFFICER,
        lambda: (
            _head()
            | {
                "attachments": [],
                "kind": "incidents.case",
                "record": UUID(int=50),
                "may_attach": True,
                "custody": [Hand(ago(9), "Sam Okafor", "added it", SHA, UUID(int=95))],
            }
        ),
    ),
    "incident-files-empty": (
        "incidents/files.html",
        OFFICER,
        lambda: _head(may_change=False) | {"attachments": [], "custody": []},
    ),
    "reports": (
        "incidents/reports/reports.html",
        OFFICER,
        lambda: {
            "listing": listed(),
            "lines": [
                {"report": _report(confidential=True), "state": "late"},
                {"report": _report(number=11, way="text", state="case"), "state": "case"},
            ],
        },
    ),
    "reports-none": (
        "incidents/reports/reports.html",
        OFFICER,
        lambda: {"listing": listed(), "lines": []},
    ),
    "reports-nothing-found": (
        "incidents/reports/reports.html",
        OFFICER,
        lambda: {"listing": listed(searched=True), "lines": []},
    ),
    "report": (
        "incidents/reports/one.html",
        OFFICER,
        lambda: _one(_report(), state="late", named="Alice Reyes"),
    ),
    "report-closed": (
        "incidents/reports/one.html",
        OFFICER,
        lambda: _one(
            _report(
                way="text",
                state="case",
                reporter_id=None,
                member_id=UUID(int=9),
                acknowledged_at=ago(5),
                incident_id=UUID(int=50),
            ),
            reporter="",
            contact="+1 617 555 0100",
            acknowledged_by="Sam Okafor",
            answer="We have it back. It was locked.",
            texts=[
                Thing(
                    written_at=ago(4),
                    body=Thing(reveal="We have it back. It was locked, and nobody read anything."),
                    get_state_display="In the outbox",
                )
            ],
        ),
    ),
    "report-of-auditor": (
        "incidents/reports/one.html",
        OFFICER,
        lambda: _one(_report(reporter_id=None), may_change=False, reporter=""),
    ),
    "report-a-concern": (
        "incidents/reports/report.html",
        COACH,
        lambda: {
            "own": [
                Standing(12, "received", ago(90), NOW, None, ""),
                Standing(9, "closed", ago(9000), ago(8000), ago(8100), "Thank you: mended."),
            ],
            "hours": 24,
            "slug": "harbor",
            "form": _wrong(StaffForm({"text": ""}, people=PEOPLE)),
        },
    ),
    "report-received": ("incidents/reports/received.html", COACH, lambda: {"filed": FILED}),
    "report-public": (
        "incidents/reports/public.html",
        None,
        lambda: PUBLIC | {"hours": 1, "form": PublicForm()},
    ),
    "report-public-received": (
        "incidents/reports/public_received.html",
        None,
        lambda: PUBLIC | {"filed": FILED},
    ),
    "report-public-followed": (
        "incidents/reports/public_followed.html",
        None,
        lambda: (
            PUBLIC
            | {
                "found": Standing(12, "acknowledged", ago(90), NOW, ago(9), "We look."),
                "form": ReferenceForm(),
            }
        ),
    ),
    "report-public-unknown": (
        "incidents/reports/public_followed.html",
        None,
        lambda: PUBLIC | {"form": _wrong(ReferenceForm({"reference": "7KQ2"}))},
    ),
}
