"""Pages about the workforce, as the gallery shows them."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.safestring import mark_safe

from chaperone.access.actors import Staff
from chaperone.accounts.models import User
from chaperone.documents.markdown import as_html
from chaperone.registers.models import Signature
from chaperone.registers.queries.history import Change
from chaperone.workforce.forms import (
    ConfidentialForm,
    HomeForm,
    LeaveForm,
    LineForm,
    OfficialForm,
    PersonForm,
    SignForm,
)
from chaperone.workforce.models import Agreement, Line, Person
from chaperone.workforce.queries.checklists import Shown, ShownList
from chaperone.workforce.queries.confidential import Record
from chaperone.workforce.queries.designated import Contact
from chaperone.workforce.queries.homes import HomeKept
from chaperone.workforce.queries.people import PersonLine
from chaperone.workforce.texts import _starter
from tests.web.contexts import COACH, OFFICER, ago
from tests.web.listed import listed

Page = tuple[str, Staff | None, Callable[[], dict[str, Any]]]
PEOPLE = {UUID(int=4): "Grace Lin", UUID(int=5): "Samuel Brandt"}
MARIA = Person(
    id=UUID(int=970),
    user=User(id=UUID(int=3), name="Maria Alvarez", email="maria.alvarez@lakeside.example"),
    position="Diabetes coach, north shore",
    started_on=date(2025, 10, 2),
)
DANIEL = Person(
    id=UUID(int=971),
    user=User(id=UUID(int=6), name="Daniel Osei", email="daniel.osei@lakeside.example"),
    started_on=date(2026, 1, 5),
    ended_on=date(2026, 11, 20),
)
OFFICIALS = [
    Contact(
        kind,
        label,
        "Samuel Brandt",
        f"{kind}@lakeside.example",
        "+1 508 555 0100",
        "1 Shore Road, Plymouth, MA",
        date(2026, 2, 1),
    )
    for kind, label in (("security", "Security official"), ("privacy", "Privacy official"))
]


def _line(number: int, label: str, state: str, **changes: Any) -> Shown:
    values: dict[str, Any] = {
        "owner": "Grace Lin",
        "due_on": date(2026, 11, 30),
        "done": "",
        "by_itself": False,
    }
    return Shown(id=UUID(int=980 + number), label=label, state=state, **values | changes)


LISTS = [
    ShownList(
        "termination",
        "Termination",
        [
            _line(1, "Access ended: grants, sessions, keys", "done", by_itself=True, owner=""),
            _line(2, "Collect devices, keys and badges", "overdue"),
            _line(3, "File the papers", "open", owner=""),
            _line(4, "Change the shared secrets that they knew", "done", done="Grace Lin"),
        ],
        2,
    ),
    ShownList(
        "onboarding",
        "Onboarding",
        [_line(5, "Training passed", "open", by_itself=True, owner="")],
        1,
    ),
]
CHANGES = [Change(ago(60), "Samuel Brandt", "Somebody began to work here.", [("Reason", "Hired")])]
AGREEMENT = Agreement(
    id=UUID(int=990),
    title="Confidentiality agreement",
    signed_at=ago(3000),
    until=date(2027, 11, 1),
)
SIGNATURE = Signature(
    name="Maria Alvarez",
    role="Coach",
    meaning="I have read this agreement and will keep to it.",
    factor="totp",
    sha256="ab" * 32,
    signed_at=ago(3000),
)


def _text() -> dict[str, Any]:
    text = _starter()
    return {"title": text.title, "text": mark_safe(as_html(text.body)), "until": None}


def _person(**changes: Any) -> dict[str, Any]:
    return {
        "person": MARIA,
        "supervisor": "Samuel Brandt",
        "checklists": LISTS,
        "agreements": [AGREEMENT],
        "changes": CHANGES,
        "may_change": True,
        "may_end": True,
        "may_confide": True,
    } | changes


PAGES: dict[str, Page] = {
    "people": (
        "workforce/register.html",
        OFFICER,
        lambda: {
            "people": [PersonLine(MARIA, ["Training", "Policies"]), PersonLine(DANIEL, [])],
            "listing": listed(exported="workforce", imported="workforce"),
        },
    ),
    "people-none": (
        "workforce/register.html",
        OFFICER,
        lambda: {"people": [], "listing": listed()},
    ),
    "people-none-found": (
        "workforce/register.html",
        OFFICER,
        lambda: {"people": [], "listing": listed(searched=True)},
    ),
    "person": ("workforce/person.html", OFFICER, _person),
    "person-read": (
        "workforce/person.html",
        OFFICER,
        lambda: _person(
            person=DANIEL,
            checklists=[],
            agreements=[],
            changes=[],
            may_change=False,
            may_end=False,
            may_confide=False,
            supervisor="",
        ),
    ),
    "person-change": (
        "workforce/change.html",
        OFFICER,
        lambda: {"person": MARIA, "form": PersonForm({"position": ""}, people=PEOPLE)},
    ),
    "person-home": (
        "workforce/home.html",
        OFFICER,
        lambda: {"person": MARIA, "kept": HomeKept(True, True), "form": HomeForm()},
    ),
    "person-home-none": (
        "workforce/home.html",
        OFFICER,
        lambda: {"person": DANIEL, "kept": HomeKept(), "form": HomeForm({"street": "1 Elm Rd"})},
    ),
    "person-leave": (
        "workforce/leave.html",
        OFFICER,
        lambda: {"person": MARIA, "form": LeaveForm(people=PEOPLE)},
    ),
    "checklist-line": (
        "workforce/line.html",
        OFFICER,
        lambda: {
            "person": MARIA,
            "line": Line(id=UUID(int=981)),
            "label": "Collect devices, keys and badges",
            "form": LineForm(people=PEOPLE, initial={"due_on": date(2026, 11, 30)}),
        },
    ),
    "my-start": (
        "workforce/mine.html",
        COACH,
        lambda: {"person": MARIA, "checklists": LISTS[1:], "officials": OFFICIALS},
    ),
    "my-start-guest": (
        "workforce/mine.html",
        COACH,
        lambda: {"person": None, "checklists": [], "officials": []},
    ),
    "confidentiality": (
        "workforce/confidentiality.html",
        COACH,
        lambda: _text() | {"form": SignForm(initial={"digest": "ab" * 32}), "signatures": []},
    ),
    "confidentiality-signed": (
        "workforce/confidentiality.html",
        COACH,
        lambda: (
            _text()
            | {
                "form": SignForm({"digest": "ab" * 32}),
                "signatures": [SIGNATURE],
                "until": date(2027, 11, 1),
            }
        ),
    ),
    "officials": (
        "workforce/officials.html",
        OFFICER,
        lambda: {"officials": OFFICIALS, "slug": "lakeside", "may_change": True},
    ),
    "officials-none": (
        "workforce/officials.html",
        OFFICER,
        lambda: {"officials": [], "slug": "lakeside", "may_change": False},
    ),
    "official-add": (
        "workforce/official_add.html",
        OFFICER,
        lambda: {"form": OfficialForm({"email": "nobody"}, people=PEOPLE)},
    ),
    "contacts": (
        "workforce/contacts.html",
        None,
        lambda: {"organization": "Lakeside Diabetes Care", "officials": OFFICIALS},
    ),
    "contacts-none": (
        "workforce/contacts.html",
        None,
        lambda: {"organization": "Lakeside Diabetes Care", "officials": []},
    ),
    "confidential": (
        "workforce/confidential.html",
        OFFICER,
        lambda: {
            "person": MARIA,
            "changes": CHANGES,
            "records": [
                Record(
                    UUID(int=995),
                    "Sanction",
                    "Left a screen open.\nA reminder followed.",
                    date(2026, 5, 5),
                    "Samuel Brandt",
                )
            ],
        },
    ),
    "confidential-none": (
        "workforce/confidential.html",
        OFFICER,
        lambda: {"person": MARIA, "changes": [], "records": []},
    ),
    "confidential-add": (
        "workforce/confidential_add.html",
        OFFICER,
        lambda: {"person": MARIA, "form": ConfidentialForm()},
    ),
    "confidential-retire": (
        "workforce/confidential_retire.html",
        OFFICER,
        lambda: {"record_id": UUID(int=995), "person": MARIA},
    ),
}
