"""Pages of the administration, as the gallery shows them: people who do not exist."""

from collections.abc import Callable
from types import SimpleNamespace as Thing
from typing import Any
from uuid import UUID

from chaperone.access.actors import Staff
from chaperone.accounts.staff import Person
from chaperone.members.queries import Entry, Missing
from chaperone.organizations.settings import declared
from chaperone.registers.forms import ConfirmForm, UploadForm
from chaperone.registers.previews import Part
from chaperone.registers.sheets import Finding, Line
from chaperone.requestlog.records import Record
from chaperone.web.administration.forms.members import (
    CareTeamForm,
    MemberForm,
    MoveForm,
    ParticularsForm,
    RegisterForm,
)
from chaperone.web.administration.forms.posted import PostedForm, ReasonForm
from chaperone.web.administration.forms.requests import RequestSearchForm
from chaperone.web.administration.forms.settings import OrganizationForm, SettingForm
from chaperone.web.administration.forms.staff import (
    IdentityForm,
    InviteForm,
    ResetForm,
    StaffSearchForm,
)
from chaperone.web.administration.forms.teams import AssignForm
from chaperone.web.administration.views.requests import Line as RequestLine
from chaperone.web.administration.views.sessions import SessionSearchForm
from chaperone.web.administration.views.settings import Change
from chaperone.web.administration.views.settings import Line as SettingLine
from chaperone.web.words import Word
from tests.web.contexts import MEMBER, NOW, OFFICER, ORGANIZATION, Shown, ago

Page = tuple[str, Staff | None, Callable[[], dict[str, Any]]]

ADMINISTRATOR = Staff(
    kind="staff",
    id=UUID(int=5),
    organization_id=UUID(int=2),
    name="Grace Lin",
    roles=frozenset({"administrator"}),
)
TEAM, OTHER = UUID(int=41), UUID(int=42)
TEAMS = {TEAM: "North shore", OTHER: "South shore"}
ROLES = {"coach": "Coach", "auditor": "Auditor"}
NORTH = Thing(id=TEAM, name="North shore")


def a_member(number: int, name: str, **changes: Any) -> Thing:
    row = vars(MEMBER) | {"id": UUID(int=number), "name": Shown(name), "care_team_id": TEAM}
    return Thing(**(row | changes))


ENTRIES = [
    Entry(a_member(1, "Marta Lindqvist"), Missing(False, False, False)),
    Entry(a_member(2, "Theodore Achterberg-Villanueva"), Missing(True, True, True)),
    Entry(a_member(3, "Ines Duarte"), Missing(True, False, False)),
]


def a_person(name: str, **changes: Any) -> Person:
    user = Thing(
        id=UUID(int=len(name)),
        name=name,
        email=f"{name.split()[0].lower()}@lakeside.example",
        is_active=changes.pop("is_active", True),
    )
    found = {
        "factors": ["authenticator app"],
        "last_sign_in": ago(50),
        "locked": False,
        "invitation": None,
    }
    return Person(user=user, **(found | changes))


WAITING = Thing(
    id=UUID(int=61),
    invited_at=ago(90),
    link=Thing(revoked_at=None, used_at=None, expires_at=ago(-4000)),
)
ALICE = a_person("Alice Reyes")
LOCKED = a_person("Robert Oluwaseun", locked=True)
INVITED = a_person("Nora Vale", factors=[], last_sign_in=None, invitation=WAITING)
CLOSED = a_person("Gone Already", is_active=False, factors=[])
GRANT = Thing(what="Coach", where="North shore", ends_at=ago(-5000), reason="Asked and approved.")
SESSION = Thing(
    id=UUID(int=71),
    user=ALICE.user,
    signed_in_at=ago(40),
    last_seen_at=ago(2),
    address="198.51.100.23",
    user_agent="Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36",
)
FINDINGS = [
    Finding(7, "Phone", "The area code is missing.", "Write the whole number, +16175550100."),
    Finding(9, "Care team", "There is no care team of this name.", "Make the care team first."),
]
LINES = [
    Line(2, {"name": "Nadia Farrow", "phone": "+16175560001", "care_team": TEAM}),
    Line(3, {"name": "=1+1", "phone": "+16175560002", "care_team": OTHER}),
]
STAFF_LINES = [
    Line(2, {"name": "Nora Vale", "email": "nora@l.example", "role": "coach", "care_team": TEAM}),
    Line(3, {"name": "Otto Kern", "email": "otto@l.example", "role": "auditor"}),
]


def a_request(number: int, route: str, status: int, word: Word, **changes: Any) -> RequestLine:
    record = Record(
        id=UUID(int=number),
        organization_id=UUID(int=2),
        at=ago(number),
        address="198.51.100.23",
        session="5d41402abc4b2a76b9719d911017c592",
        actor_kind="staff",
        actor_id=UUID(int=1),
        method="GET",
        route=route,
        status=status,
        duration_ms=21.4,
        size=14_200,
    )
    return RequestLine(record, "Alice Reyes", word, changes.get("intact", True))


REQUESTS = [
    a_request(1, "conversations:thread", 200, Word("Served", "check")),
    a_request(3, "ledger:search", 404, Word("Refused", "refused", "warning")),
    a_request(9, "members:member", 500, Word("Failed", "bad", "danger"), intact=False),
]
IDLE = SettingLine(
    "accounts.idle_minutes",
    "Minutes without use until sign-out",
    "People are warned one minute before.",
    "10",
    False,
    True,
    "the security officer",
)
LONG = SettingLine("x", "Sessions at once", "", "3", True, False, "an administrator")
HISTORY = [
    Change(UUID(int=81), "10", "Screens stand in the open", "Sam Okafor", ago(60), True),
    Change(UUID(int=82), "20", "Too short for long texts", "Operator", ago(9000), False),
]


def _register(**changes: Any) -> dict[str, Any]:
    return {
        "form": RegisterForm({}, teams=TEAMS),
        "entries": ENTRIES,
        "teams": TEAMS,
        "searched": False,
        "next_url": "?before=1",
    } | changes


def _preview(good: list[Line], bad: list[Finding]) -> dict[str, Any]:
    return {
        "form": ConfirmForm(initial={"leave_out": len(bad)}),
        "good": Part(good, 0, 140 if good else 0),
        "bad": Part(bad, 0, len(bad)),
        "bad_lines": len(bad),
        "upload": Thing(id=UUID(int=91)),
        "teams": TEAMS,
        "roles": ROLES,
    }


def _person(person: Person, **changes: Any) -> dict[str, Any]:
    return {
        "person": person,
        "grants": [GRANT],
        "sessions": [SESSION],
        "myself": False,
        "may_manage": True,
        "may_end_sessions": True,
    } | changes


def _asking(template: str, form: Callable[[], Any], **context: Any) -> Page:
    return (
        f"administration/{template}.html",
        ADMINISTRATOR,
        lambda: {"form": form(), "person": ALICE, "team": NORTH, "member": MEMBER} | context,
    )


def _managing(template: str, context: Callable[[], dict[str, Any]]) -> Page:
    return f"administration/{template}.html", ADMINISTRATOR, context


def _staff(**changes: Any) -> dict[str, Any]:
    lines = [(ALICE, ["Coach"]), (LOCKED, ["Auditor"]), (INVITED, []), (CLOSED, [])]
    return {
        "form": StaffSearchForm({}),
        "lines": lines,
        "searched": False,
        "may_manage": True,
        "next_url": "?after=x",
    } | changes


def _requests(lines: list[RequestLine]) -> dict[str, Any]:
    people = {UUID(int=1): "Alice Reyes"}
    wrong = {"since": "soon"} if not lines else {}
    return {
        "form": RequestSearchForm(wrong, people=people, on_platform=True),
        "lines": lines,
        "searched": not lines,
        "next_url": "?before=1" if lines else "",
    }


def _sessions(sessions: list[Thing]) -> dict[str, Any]:
    people = {UUID(int=1): "Alice Reyes"}
    own = UUID(int=72)
    return {
        "form": SessionSearchForm({}, people=people),
        "sessions": [*sessions, Thing(**(vars(SESSION) | {"id": own}))] if sessions else [],
        "own": own,
        "searched": False,
        "next_url": "",
    }


def _setting(line: SettingLine, history: list[Change]) -> dict[str, Any]:
    declaration = declared()["accounts.idle_minutes"]
    return {
        "form": SettingForm(declaration, {"value": "99", "reason": ""}),
        "setting": line,
        "default": "15",
        "history": history,
    }


COACH = Thing(user_id=UUID(int=1), name="Alice Reyes", grant_id=UUID(int=31))
PAGES: dict[str, Page] = {
    "admin-members": _managing("members", _register),
    "admin-members-empty": _managing(
        "members", lambda: _register(entries=[], teams={}, next_url="")
    ),
    "admin-member-add": _asking("member_add", lambda: MemberForm({}, teams=TEAMS), teams=TEAMS),
    "admin-member-add-teamless": _asking("member_add", lambda: MemberForm(teams={}), teams={}),
    "admin-member": _asking(
        "member",
        lambda: MoveForm(teams=TEAMS, now=TEAM),
        missing=Missing(True, True, True),
        contact=None,
    ),
    "admin-member-agreed": _asking(
        "member",
        lambda: MoveForm(teams=TEAMS, now=TEAM),
        missing=Missing(False, False, False),
        contact=Thing(electronic=True, recorded_at=ago(3000)),
    ),
    "admin-member-end": _asking("member_end", ReasonForm),
    "admin-member-contact": _asking(
        "member_contact",
        lambda: ParticularsForm({"state": "MA", "language": "es", "electronic": "on"}),
    ),
    "admin-member-vip": _asking("member_vip", ReasonForm),
    "admin-member-import": _asking("member_import", UploadForm, teams=TEAMS),
    "admin-member-import-wrong": _asking("member_import", lambda: UploadForm({}, {}), teams={}),
    "admin-member-preview": _managing("member_import_preview", lambda: _preview(LINES, FINDINGS)),
    "admin-member-preview-bad": _managing("member_import_preview", lambda: _preview([], FINDINGS)),
    "admin-member-preview-good": _managing("member_import_preview", lambda: _preview(LINES, [])),
    "admin-staff": _managing("staff", _staff),
    "admin-staff-empty": _managing("staff", lambda: _staff(lines=[], next_url="")),
    "admin-staff-person": _managing(
        "staff_person", lambda: _person(a_person("Lock Ed", locked=True, invitation=WAITING))
    ),
    "admin-staff-myself": _managing(
        "staff_person", lambda: _person(INVITED, grants=[], sessions=[], myself=True)
    ),
    "admin-staff-invite": _asking(
        "staff_invite", lambda: InviteForm({"role": "coach"}, roles=ROLES, teams=TEAMS)
    ),
    "admin-staff-import": _asking("staff_import", UploadForm, roles=ROLES),
    "admin-staff-preview": _managing(
        "staff_import_preview", lambda: _preview(STAFF_LINES, FINDINGS)
    ),
    "admin-organization": _asking(
        "organization", lambda: OrganizationForm({"time_zone": "Mars/Olympus", "name": "Lakeside"})
    ),
    "admin-staff-unlock": _asking("staff_unlock", IdentityForm),
    "admin-staff-reset": _asking("staff_reset", ResetForm),
    "admin-staff-sessions": _asking("staff_sessions_end", ReasonForm),
    "admin-staff-end": _asking("staff_end", lambda: ReasonForm({})),
    "admin-staff-again": _asking("staff_invite_again", PostedForm),
    "admin-staff-revoke": _asking("staff_invitation_revoke", PostedForm),
    "admin-sessions": _managing("sessions", lambda: _sessions([SESSION])),
    "admin-sessions-empty": _managing("sessions", lambda: _sessions([])),
    "admin-session-end": _asking("session_end", ReasonForm, session=SESSION),
    "admin-teams": _managing(
        "teams",
        lambda: {
            "form": CareTeamForm(),
            "lines": [(NORTH, 34, ["Alice Reyes"]), (Thing(id=OTHER, name="South"), 0, [])],
        },
    ),
    "admin-teams-empty": _managing("teams", lambda: {"form": CareTeamForm({}), "lines": []}),
    "admin-team": _asking(
        "team",
        lambda: CareTeamForm(initial={"name": "North shore"}),
        coaches=[COACH],
        assign=AssignForm(people={UUID(int=9): "Bob Chen"}),
    ),
    "admin-team-empty": _asking("team", CareTeamForm, coaches=[], assign=None),
    "admin-team-assign": _asking(
        "team_assign", lambda: AssignForm({}, people={UUID(int=9): "Bob Chen"})
    ),
    "admin-team-leave": _asking("team_leave", ReasonForm, coach=COACH),
    "admin-settings": _managing(
        "settings",
        lambda: {
            "shown": Thing(**vars(ORGANIZATION), slug="harbor", created_at=NOW),
            "groups": [("Sessions", [IDLE, LONG])],
        },
    ),
    "admin-settings-empty": _managing(
        "settings",
        lambda: {
            "shown": Thing(**vars(ORGANIZATION), slug="harbor", created_at=NOW),
            "groups": [],
        },
    ),
    "admin-setting": _managing("setting", lambda: _setting(IDLE, HISTORY)),
    "admin-setting-not-mine": _managing("setting", lambda: _setting(LONG, [])),
    "admin-requests": (
        "administration/requests.html",
        OFFICER,
        lambda: _requests(REQUESTS),
    ),
    "admin-requests-empty": ("administration/requests.html", OFFICER, lambda: _requests([])),
}
