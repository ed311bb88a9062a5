"""Pages about a breach, as the gallery shows them."""

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace as Thing
from typing import Any
from uuid import UUID

from chaperone.access.actors import Staff
from chaperone.incidents.assessing.deadlines import Running
from chaperone.incidents.assessing.forms import AssessForm, DelayForm
from chaperone.incidents.cases.tabs import TABS
from chaperone.incidents.exposure.lines import Difference
from chaperone.incidents.exposure.residence import by_name
from chaperone.incidents.models import Assessment, Exposure, Incident
from chaperone.incidents.notifying.customer import Breach, elements_of, later
from chaperone.incidents.notifying.forms import CustomerForm, NoteForm, NoticeForm, TakeForm
from chaperone.incidents.notifying.wording import READ_IT, THANKS
from tests.web.contexts import NOW, OFFICER, ago

Page = tuple[str, Staff | None, Callable[[], dict[str, Any]]]
SAM, LIN, MEMBER = UUID(int=3), UUID(int=4), UUID(int=0x0198_0000_7000_8000_0000_0000_0000)
NAMES = {SAM: "Sam Okafor", LIN: "Lin Moreau"}
_INCIDENT = Incident(
    id=UUID(int=70),
    organization_id=UUID(int=2),
    number=7,
    kind="snooping",
    severity="high",
    state="contained",
    discovered_at=ago(3000),
)
_GROUND = (
    "It was shown in clear by the program itself, so it was unsecured: encryption at rest protects"
    " nobody from who may open it (45 CFR 164.402; HHS guidance, 74 FR 19006)."
)
_EXPOSURE = Thing(
    id=UUID(int=71),
    number=2,
    members=431,
    seen=27,
    entries=1904,
    unsealed=True,
    ground=_GROUND,
    by_element={"Message": [27, 431], "Name": [27, 431], "Phone number": [0, 431]},
    by_state={"not known": 12, "MA": 401, "NH": 18},
    since=ago(20_000),
    until=ago(2000),
    digest="3f" * 32,
    frozen_by=SAM,
    frozen_at=ago(90),
    get_way_display="A colleague's account",
)
_STATES = by_name(_EXPOSURE.by_state)


def _head(**also: Any) -> dict[str, Any]:
    return {
        "incident": _INCIDENT,
        "title": "A coach looked at members of another team",
        "tabs": TABS,
        "may_change": True,
        **also,
    }


def _clock(name: str, state: str, hours: float, *, citation: str = "45 CFR 164.404(b)") -> Thing:
    due = NOW + timedelta(hours=hours)
    return Thing(
        running=Running("individuals", f"Tell {name}", citation, due),
        state=state,
        open=state != "met",
        owner_id=SAM,
        now=NOW,
    )


CLOCKS = [
    _clock("every individual (what we promise: 24 hours)", "late", -3, citation=""),
    _clock("the supervisory authority", "soon", 9, citation="GDPR Art. 33(1)"),
    _clock("every individual", "runs", 1300),
    _clock("the Secretary of HHS", "met", 1300, citation="45 CFR 164.408(b)"),
    _clock("prominent media", "paused", 1300, citation="45 CFR 164.406"),
]


def _assessment(number: int, state: str, outcome: str) -> Thing:
    return Thing(
        number=number,
        state=state,
        get_outcome_display=outcome,
        written_by=SAM,
        decided_by=LIN,
        decided_at=ago(60),
    )


_SIGNED = _assessment(1, "signed", "A breach: people are told")
_TEXT = "Incident 7, assessment 1\nOutcome: A breach: people are told\nReasons: They were opened."
_WORDS = [
    ("What happened", "A person who works for us looked at records without a reason."),
    ("How to ask us", "1-800-555-0100"),
]
_NOTICE = Thing(
    id=UUID(int=72),
    state="approved",
    posted_on=date(2026, 11, 26),
    posted_until=date(2027, 2, 23),
    written_by=SAM,
)
_SAID = [("en", "English", _WORDS), ("es", "Spanish", [("Qué pasó", "Una persona miró.")])]


def _assessment_page(**also: Any) -> dict[str, Any]:
    return (
        _head(
            clocks=CLOCKS,
            versions=[_SIGNED, _assessment(0, "returned", "A breach: people are told")],
            waiting=None,
            in_force=_SIGNED,
            text=_TEXT,
            delays=[
                Thing(
                    get_form_display="Orally",
                    stated_on=date(2026, 11, 20),
                    until=date(2026, 12, 20),
                )
            ],
            exposure=_EXPOSURE,
            states=_STATES,
            names=NAMES,
            may_sign=False,
        )
        | also
    )


def _notices_page(**also: Any) -> dict[str, Any]:
    return (
        _head(
            breach=Thing(europe=True),
            notice=_NOTICE,
            approved=True,
            lacking=[],
            said=_SAID,
            states=_STATES,
            to_tell=27,
            deliveries=[("Letter", "Reached them", 25), ("Letter", "Came back", 2)],
            mailings=[Thing(asked_at=ago(40), made=27, letters=27, state="made")],
            unreached=2,
            unconfirmed=3,
            clocks=CLOCKS[:3],
            waits=False,
            names=NAMES,
            slug="harbor",
            may_approve=False,
        )
        | also
    )


def _form(form: Any, heading: str) -> dict[str, Any]:
    return {
        "heading": heading,
        "hint": "A breach is presumed unless a low probability is demonstrated.",
        "submit": "Write it",
        "back": "/incidents/",
        "form": form,
    }


_CUSTOMER = Breach(
    organization="Harbor Care",
    number=7,
    drill=False,
    discovered_on=date(2026, 11, 24),
    assessment=Assessment(whom="all", acting_as="associate"),
    exposure=Exposure(members=431, seen=27, by_state=_EXPOSURE.by_state),
    notice=None,
    individuals=[],
)


def _customer(**also: Any) -> dict[str, Any]:
    return (
        _head(
            elements=elements_of(_CUSTOMER),
            later=later(_CUSTOMER),
            states=_STATES,
            count=431,
            told=[],
            clocks=CLOCKS[:1],
            names=NAMES,
        )
        | also
    )


_LINE = Thing(member=MEMBER, entries=12, seen=["Message", "Name"], could=["Message", "Name"])
_ROW = Thing(id=UUID(int=90), at=ago(4000), actor_id=LIN, actor_kind="staff", position=4711)

PAGES: dict[str, Page] = {
    "customer": ("incidents/customer.html", OFFICER, _customer),
    "customer-told": (
        "incidents/customer.html",
        OFFICER,
        lambda: _customer(
            later=[],
            told=[
                Thing(
                    sent_at=ago(30),
                    sent_by=SAM,
                    customer=Thing(reveal="Lakeside Health Plan of New England"),
                    recipient=Thing(reveal="Privacy office"),
                    way=Thing(reveal="Their portal, encrypted"),
                    individuals=431,
                    identified=True,
                )
            ],
        ),
    ),
    "customer-sent": (
        "incidents/form_page.html",
        OFFICER,
        lambda: _form(CustomerForm({"customer": ""}), "To whom was it sent?"),
    ),
    "emailed": (
        "incidents/emailed.html",
        None,
        lambda: {
            "organization_name": "Harbor Care",
            "languages": [("es", "Aviso sobre su información", _WORDS, _WORDS)],
            "buttons": [("es", READ_IT["es"])],
            "thanks": [("es", THANKS["es"])],
            "read": False,
        },
    ),
    "emailed-read": (
        "incidents/emailed.html",
        None,
        lambda: {
            "organization_name": "Harbor Care",
            "languages": [
                ("en", "Notice about your information", _WORDS, _WORDS),
                ("es", "Aviso sobre su información", _WORDS, _WORDS),
            ],
            "buttons": [],
            "thanks": list(THANKS.items()),
            "read": True,
        },
    ),
    "exposure": (
        "incidents/exposure.html",
        OFFICER,
        lambda: _head(kept=[_EXPOSURE], latest=_EXPOSURE, states=_STATES, people=NAMES),
    ),
    "exposure-empty": (
        "incidents/exposure.html",
        OFFICER,
        lambda: _head(kept=[], latest=None, people={}),
    ),
    "exposure-lines": (
        "incidents/exposure_lines.html",
        OFFICER,
        lambda: _head(
            exposure=_EXPOSURE,
            lines=[_LINE, Thing(member=SAM, entries=0, seen=[], could=["Name"])],
            page=1,
            more=True,
            difference=Difference(1, 0, 2),
        ),
    ),
    "exposure-proof": (
        "incidents/exposure_proof.html",
        OFFICER,
        lambda: _head(
            exposure=_EXPOSURE,
            line=_LINE,
            rows=[(_ROW, ["Message", "Name"])],
            people=NAMES,
            newest=True,
            older=_ROW.id,
        ),
    ),
    "assessment": ("incidents/assessment.html", OFFICER, _assessment_page),
    "assessment-waiting": (
        "incidents/assessment.html",
        OFFICER,
        lambda: _assessment_page(
            waiting=_assessment(2, "waiting", "No breach"), may_sign=True, in_force=None
        ),
    ),
    "assessment-empty": (
        "incidents/assessment.html",
        OFFICER,
        lambda: _assessment_page(
            clocks=[], versions=[], in_force=None, text="", delays=[], exposure=None
        ),
    ),
    "assessment-sign": (
        "incidents/assessment_sign.html",
        OFFICER,
        lambda: _head(text=_TEXT, problem=""),
    ),
    "assessment-write": (
        "incidents/form_page.html",
        OFFICER,
        lambda: _form(AssessForm({}), "How high is the risk, factor by factor?"),
    ),
    "breach-delay": (
        "incidents/form_page.html",
        OFFICER,
        lambda: _form(DelayForm(), "What did the official state?"),
    ),
    "notices": ("incidents/notices.html", OFFICER, _notices_page),
    "notices-draft": (
        "incidents/notices.html",
        OFFICER,
        lambda: _notices_page(
            approved=False,
            notice=Thing(state="draft", posted_on=None, written_by=LIN),
            lacking=["What happened, in Spanish: 164.404(c)(1)(A)"],
            deliveries=[],
            mailings=[],
            may_approve=True,
        ),
    ),
    "notices-empty": (
        "incidents/notices.html",
        OFFICER,
        lambda: _notices_page(
            breach=None,
            notice=None,
            approved=False,
            said=[],
            deliveries=[],
            mailings=[],
            clocks=[],
            to_tell=0,
        ),
    ),
    "notice-write": (
        "incidents/form_page.html",
        OFFICER,
        lambda: _form(NoticeForm({"telephone": "1"}), "What are people told?"),
    ),
    "letters-note": (
        "incidents/form_page.html",
        OFFICER,
        lambda: _form(NoteForm(), "What became of the letters?"),
    ),
    "breach-media": ("incidents/media.html", OFFICER, lambda: _head(text=_TEXT)),
    "letters": (
        "incidents/letters.html",
        OFFICER,
        lambda: {
            "mailings": [
                Thing(
                    id=UUID(int=80),
                    asked_at=ago(40),
                    made=27,
                    letters=27,
                    state="made",
                    get_kind_display="Letters to members",
                ),
                Thing(
                    id=UUID(int=81),
                    asked_at=ago(2),
                    made=0,
                    letters=250,
                    state="waiting",
                    get_kind_display="Notice to the covered entity, PDF",
                ),
            ]
        },
    ),
    "letters-empty": ("incidents/letters.html", OFFICER, lambda: {"mailings": []}),
    "letters-take": (
        "incidents/letters_take.html",
        OFFICER,
        lambda: {
            "form": TakeForm({}),
            "mailing": Thing(made=27, get_kind_display="Letters to members"),
            "approvals": [],
        },
    ),
    "breach-posted": (
        "incidents/posted.html",
        None,
        lambda: {
            "organization_name": "Harbor Diabetes Care",
            "notices": [
                {
                    "posted_on": date(2026, 11, 26),
                    "languages": [
                        ("en", "Notice about your information", _WORDS, [("See", "us")]),
                        ("es", "Aviso sobre su información", _WORDS, [("Vea", "nos")]),
                    ],
                }
            ],
        },
    ),
}
