"""The pages about access, as the gallery shows them: people who do not exist, and what they hold."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import SimpleNamespace as Thing
from typing import Any
from uuid import UUID

from chaperone.access.actors import Held, Staff
from chaperone.access.clearances import Clearance
from chaperone.access.forms import (
    DecisionForm,
    EmergencyForm,
    ReasonForm,
    RequestForm,
    RoleForm,
    VerdictForm,
)
from chaperone.access.frame import Tab
from chaperone.access.queries.clearances import Past
from chaperone.access.queries.emergencies import EmergencyLine
from chaperone.access.queries.entering import Choice
from chaperone.access.queries.grants import GrantLine
from chaperone.access.queries.requests import RequestLine
from chaperone.access.queries.reviews import ItemLine, ReviewLine
from chaperone.access.queries.roles import Opening, RoleLine
from tests.web.contexts import COACH, NOW, OFFICER, ago

Page = tuple[str, Staff | None, Callable[[], dict[str, Any]]]

OWN_TABS = [Tab("Mine", "access:mine"), Tab("Emergency access", "access:emergency")]
TABS = [
    Tab("Mine", "access:mine"),
    Tab("Requests", "access:requests", 2),
    Tab("Who can reach what", "access:register"),
    Tab("Roles", "access:roles"),
    Tab("Reviews", "access:reviews"),
    Tab("Emergencies", "access:emergencies", 1),
]
EMERGENCY = UUID(int=9)
IN_EMERGENCY = replace(
    COACH,
    grants=(
        Held(
            id=UUID(int=5),
            role="emergency",
            element="",
            scope="member",
            care_team_id=None,
            member_id=UUID(int=6),
            ends_at=NOW + timedelta(minutes=42),
            emergency_id=EMERGENCY,
        ),
    ),
)


def a_grant(number: int, **changes: Any) -> GrantLine:
    line = GrantLine(
        id=UUID(int=number),
        user_id=UUID(int=1),
        user_name="Alice Reyes",
        role="coach",
        what="Coach",
        where="North shore",
        starts_at=ago(60 * 24 * 40),
        ends_at=None,
        reason="Set up with the organization.",
        request_id=None,
        emergency_id=None,
    )
    return line._replace(**changes)


GRANTS = [
    a_grant(1),
    a_grant(
        2,
        what="Social Security number",
        where="member …a1b2c3",
        ends_at=NOW + timedelta(days=2),
        reason="Asked for and approved.",
        request_id=UUID(int=3),
    ),
    a_grant(
        3,
        user_name="Dana Whitfield",
        what="Emergency access",
        where="member …a1b2c3",
        ends_at=NOW + timedelta(minutes=42),
        reason="Emergency access.",
        emergency_id=EMERGENCY,
    ),
]


def a_request(number: int, **changes: Any) -> RequestLine:
    line = RequestLine(
        id=UUID(int=number),
        who="Alice Reyes",
        asked_by="Alice Reyes",
        what="Coach",
        where="South shore",
        organization="Harbor Diabetes Care",
        home="Harbor Diabetes Care",
        crosses=False,
        reason="Covers for Dana, who is away until Friday.",
        until=NOW + timedelta(days=5),
        requested_at=ago(50),
        state="waiting",
        home_officer="",
        home_decided_at=None,
        home_note="",
        officer="",
        decided_at=None,
        note="",
        waits_for_home=False,
        mine=False,
        decidable=True,
    )
    return line._replace(**changes)


CROSSING = a_request(
    4,
    who="Noah Fischer",
    asked_by="Noah Fischer",
    where="member …a1b2c3",
    home="Chaperone Operations",
    crosses=True,
    reason="A message shows twice; ticket 4711.",
    home_officer="Amara Kone",
    home_decided_at=ago(20),
    home_note="The ticket is real; one day is enough.",
)
DECIDED = a_request(
    5,
    until=None,
    state="refused",
    officer="Sam Okafor",
    decided_at=ago(30),
    note="Dana is back already.",
    decidable=False,
)


def an_emergency(number: int, **changes: Any) -> EmergencyLine:
    line = EmergencyLine(
        id=UUID(int=number),
        user_id=UUID(int=1),
        who="Alice Reyes",
        reason="She texts that she may have fainted, and her coach cannot be reached.",
        begun_at=ago(18),
        ended_at=NOW + timedelta(minutes=42),
        review_due_at=NOW + timedelta(hours=71),
        state="running",
        members=[UUID(int=6), UUID(int=7)],
        note="",
        reviewer="",
        reviewed_at=None,
        running=True,
        judgeable=False,
    )
    return line._replace(**changes)


OVERDUE = an_emergency(
    10, state="overdue", running=False, judgeable=True, ended_at=ago(5000), review_due_at=ago(60)
)
JUDGED = an_emergency(
    11,
    state="justified",
    running=False,
    ended_at=ago(9000),
    note="Called the member; she was treated.",
    reviewer="Sam Okafor",
    reviewed_at=ago(8000),
)


def an_item(number: int, **changes: Any) -> ItemLine:
    line = ItemLine(
        id=UUID(int=number),
        holder="Alice Reyes",
        what="Coach",
        where="North shore",
        since=ago(60 * 24 * 40),
        until=None,
        over=False,
        reviewer="Sam Okafor",
        mine=True,
        decidable=True,
        state="",
        reason="",
        decided_by="",
        decided_at=None,
    )
    return line._replace(**changes)


ITEMS = [
    an_item(1),
    an_item(2, holder="Dana Whitfield", until=NOW + timedelta(days=3)),
    an_item(
        3,
        holder="Grace Obi",
        what="Administrator",
        where="the whole organization",
        mine=False,
        decidable=False,
        reviewer="Ines Park",
        state="keep",
        reason="Still runs the office.",
        decided_by="Ines Park",
        decided_at=ago(90),
    ),
    an_item(
        4, holder="Sam Okafor", what="Security officer", mine=False, reviewer="", decidable=False
    ),
]


def a_review(**changes: Any) -> ReviewLine:
    line = ReviewLine(UUID(int=1), ago(60 * 24), NOW + timedelta(days=13), 4, 3, "")
    return line._replace(**changes)


ROLES = [
    RoleLine(
        "administrator",
        "Administrator",
        "Manages members and staff, and reads no thread.",
        ["see who works here", "invite staff and end their accounts"],
        ["read members' conversations"],
        [Opening("to care for members", ["Name", "Phone number"], ["Messages", "Readings"])],
        own=False,
    ),
    RoleLine("auditor", "Auditor", "Reads the record.", ["read the ledger"], [], [], own=False),
    RoleLine("night-desk", "Night desk", "", [], [], [], own=True),
]
CLEARANCES = [
    Clearance("second_factor", "Second factor", "Set up a second factor.", "mfa_activate_totp"),
    Clearance("training", "Training", "Do this year's training.", "web:home"),
]


def request_form(data: dict[str, str] | None = None) -> RequestForm:
    return RequestForm(
        data,
        people={UUID(int=1): "Alice Reyes"},
        roles={"coach": "Coach", "auditor": "Auditor"},
        care_teams={UUID(int=2): "North shore"},
        initial={"user": UUID(int=1)},
    )


def history(at: datetime, reason: str, *, retired: bool = False) -> Thing:
    return Thing(at=at, who="Sam Okafor", reason=reason, retired=retired)


def page(template: str, actor: Staff = OFFICER, **context: Any) -> Page:
    tabs = TABS if actor is OFFICER else OWN_TABS
    return (f"access/{template}.html", actor, lambda: {"tabs": tabs} | context)


PAGES: dict[str, Page] = {
    "access-mine": page(
        "mine",
        COACH,
        grants=GRANTS[:2],
        requests=[a_request(1, mine=True, decidable=False), DECIDED],
        emergencies=[JUDGED],
        missing=CLEARANCES,
    ),
    "access-mine-new": page(
        "mine", COACH, grants=GRANTS[:1], requests=[], emergencies=[], missing=[]
    ),
    "access-mine-emergency": page(
        "mine", IN_EMERGENCY, grants=GRANTS, requests=[], emergencies=[an_emergency(9)], missing=[]
    ),
    "access-missing": page(
        "clearances",
        COACH,
        missing=list(zip(CLEARANCES, (None, Past(date(2026, 11, 3), "")), strict=True)),
        held=[("Confidentiality agreement", date(2029, 5, 1))],
    ),
    "access-nothing-missing": page(
        "clearances",
        COACH,
        missing=[],
        held=[("Training", date(2027, 11, 3))],
        second_factor=True,
    ),
    "access-organizations": page(
        "organizations",
        COACH,
        choices=[Choice(UUID(int=1), "Harbor Diabetes Care"), Choice(UUID(int=2), "Lakeside")],
        here=UUID(int=1),
    ),
    "access-ask": page("ask", COACH, form=request_form(), customer=None, customers=[]),
    "access-ask-wrong": page(
        "ask", COACH, form=request_form({"where": "member"}), customer=None, customers=[]
    ),
    "access-ask-customer": page(
        "ask",
        COACH,
        form=request_form(),
        customer=Choice(UUID(int=1), "Lakeside"),
        customers=[Choice(UUID(int=1), "Lakeside"), Choice(UUID(int=2), "Harbor")],
    ),
    "access-request": page("request", asked=CROSSING),
    "access-request-wrong": page(
        "request", asked=a_request(6), form=DecisionForm({"decision": "approve"})
    ),
    "access-request-own": page("request", COACH, asked=a_request(7, mine=True, decidable=False)),
    "access-request-decided": page(
        "request", asked=DECIDED, form=DecisionForm({"decision": "approve"})
    ),
    "access-requests": page("requests", waiting=[a_request(1), CROSSING], decided=[DECIDED]),
    "access-requests-none": page("requests", waiting=[], decided=[]),
    "access-register": page("register", grants=GRANTS, may_end=True),
    "access-end": page("end", grants=GRANTS[:1], name="Alice Reyes", form=ReasonForm(), all=False),
    "access-end-all": page(
        "end", grants=GRANTS, name="Alice Reyes", form=ReasonForm({"reason": ""}), all=True
    ),
    "access-roles": page("roles", roles=ROLES, may_change=True),
    "access-role-new": page("role", form=RoleForm(), name="", history=[], why=ReasonForm()),
    "access-role": page(
        "role",
        form=RoleForm({"label": ""}),
        name="night-desk",
        history=[history(ago(5), "Nights end.", retired=True), history(ago(9000), "Nights.")],
        why=ReasonForm(auto_id="retire_%s"),
    ),
    "access-reviews": page(
        "reviews",
        reviews=[a_review(), a_review(state="overdue"), a_review(undecided=0, state="done")],
        due_at=NOW + timedelta(days=80),
        overdue=False,
    ),
    "access-reviews-none": page("reviews", reviews=[], due_at=None, overdue=True),
    "access-review": page(
        "review",
        review=a_review(state="overdue"),
        items=ITEMS,
        wrong=UUID(int=2),
        problem="Say why, and choose whether to keep or to end it.",
        typed="",
    ),
    "access-emergency": page("emergency", COACH, form=EmergencyForm()),
    "access-emergency-wrong": page(
        "emergency", COACH, form=EmergencyForm({"numbers": "911", "reason": ""})
    ),
    "access-emergency-running": page(
        "one_emergency", IN_EMERGENCY, emergency=an_emergency(9), mine=True, form=VerdictForm()
    ),
    "access-emergency-review": page(
        "one_emergency", emergency=OVERDUE, mine=False, form=VerdictForm({"verdict": "justified"})
    ),
    "access-emergency-judged": page(
        "one_emergency", emergency=JUDGED, mine=False, form=VerdictForm({"verdict": ""})
    ),
    "access-emergencies": page(
        "emergencies", waiting=[OVERDUE, an_emergency(9)], reviewed=[JUDGED]
    ),
    "access-emergencies-none": page("emergencies", waiting=[], reviewed=[]),
    "access-ended": ("web/access_ended.html", None, dict),
}
