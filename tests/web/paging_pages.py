"""Pages about calling somebody, as the gallery shows them: people who do not exist."""

from collections.abc import Callable
from datetime import date, time, timedelta
from types import SimpleNamespace as Thing
from typing import Any
from uuid import UUID

from chaperone.access.actors import Staff
from chaperone.access.forms import EmergencyReasonForm
from chaperone.access.queries.requests import ToDecide
from chaperone.conversations.paging.errors import LinkUseless
from chaperone.conversations.paging.queries import OpenPage, Told
from chaperone.conversations.texts.defaults import KINDS, LANGUAGES, default_text
from chaperone.conversations.texts.queries import Line
from chaperone.duties.rota import Segment
from chaperone.web.fixed_texts.forms import TextForm
from chaperone.web.fixed_texts.views import Version
from chaperone.web.on_call.forms import (
    AwayForm,
    CoverForm,
    NumberForm,
    SwapForm,
    WebhookForm,
    WeeksForm,
)
from chaperone.web.on_call.views import _AWAY, _COVER, _NUMBER, _SWAP, _WEEKS
from chaperone.web.today.views import Draft
from tests.web.administration_pages import ADMINISTRATOR
from tests.web.contexts import COACH, OFFICER, ago

Page = tuple[str, Staff | None, Callable[[], dict[str, Any]]]
PEOPLE = {UUID(int=1): "Alice Reyes", UUID(int=7): "Dana Whitfield"}
WEEKS = [
    ("2026-11-23", "Monday 23 November 2026: Alice Reyes"),
    ("2026-11-30", "Monday 30 November 2026: nobody"),
]
OPEN = OpenPage(
    id=UUID(int=501),
    conversation_id=UUID(int=1),
    text_id=UUID(int=2),
    level="emergency",
    made_at=ago(7),
    due_at=ago(-3),
    step=2,
    told=[
        Told("Alice Reyes", "Text message", "Sent", ago(7)),
        Told("Grace Lin", "E-mail", "Waiting to be sent", ago(2)),
    ],
    is_mine_to_open=True,
)
UNHEARD = OPEN._replace(id=UUID(int=502), level="urgent", told=[], step=3)
NEW = OPEN._replace(id=UUID(int=503), level="crisis", told=[], step=0)
FRIDAY = ago(-3000)
SEGMENTS = [
    (Segment(ago(0), FRIDAY, UUID(int=1)), "Alice Reyes"),
    (Segment(FRIDAY, FRIDAY + timedelta(days=2), None), ""),
    (Segment(FRIDAY + timedelta(days=2), ago(-40000), UUID(int=7)), "Dana Whitfield"),
]
SHIFT = Thing(
    made_at=ago(90),
    get_kind_display="Week",
    begins_on=date(2026, 11, 23),
    begins_at=time(8),
    ends_on=date(2026, 11, 30),
    ends_at=time(8),
)
AWAY = Thing(id=UUID(int=44), first_day=date(2026, 12, 24), last_day=date(2027, 1, 2))
URL = "https://events.pager.example/integrations/9c3f/enqueue"
TEXT = "Harbor: this may be an emergency. Call 911 now, or have someone near you call."


def _today(**changes: Any) -> dict[str, Any]:
    context = {
        "pages": [],
        "gaps": [],
        "drafts": [],
        "requests": None,
        "told": [],
        "may_manage_rota": False,
        "may_reach": True,
        "nothing": False,
    }
    return context | changes


def _rota(**changes: Any) -> dict[str, Any]:
    context = {
        "lines": SEGMENTS,
        "now": "Alice Reyes",
        "shifts": [(SHIFT, "Alice Reyes", "Grace Lin")],
        "away": [(AWAY, "Dana Whitfield")],
        "may_manage": True,
        "has_number": True,
        "webhook": Thing(url=URL),
    }
    return context | changes


def _change(page: Any, form: Any) -> Callable[[], dict[str, Any]]:
    return lambda: {"page": page, "form": form()}


def _version(state: str, *, is_mine: bool = False) -> Version:
    return Version(
        id=UUID(int=71 + is_mine),
        body=TEXT,
        state=state,
        writer="Grace Lin",
        written_at=ago(300),
        decider="Sam Okafor" if state else "",
        decided_at=ago(200) if state else None,
        is_mine=is_mine,
    )


def _text(**changes: Any) -> dict[str, Any]:
    context = {
        "name": "emergency",
        "language": "en",
        "language_label": "English",
        "kind": KINDS["emergency"],
        "body": TEXT,
        "is_default": False,
        "drafts": [_version(""), _version("", is_mine=True)],
        "history": [_version("approved"), _version("refused")],
        "form": TextForm(name="emergency", initial={"body": TEXT}),
    }
    return context | changes


PAGES: dict[str, Page] = {
    "today": (
        "today/today.html",
        OFFICER,
        lambda: _today(
            pages=[OPEN, UNHEARD, NEW],
            gaps=[SEGMENTS[1][0]],
            drafts=[Draft("emergency", "en", "Emergency, English")],
            requests=ToDecide(2, ago(3000)),
            told=[(ago(7), "A conversation needs you")],
        ),
    ),
    "today-nothing": ("today/today.html", OFFICER, lambda: _today(nothing=True)),
    "today-lead": (
        "today/today.html",
        ADMINISTRATOR,
        lambda: _today(gaps=[SEGMENTS[1][0]], may_manage_rota=True),
    ),
    "on-call": ("on_call/rota.html", ADMINISTRATOR, _rota),
    "on-call-empty": (
        "on_call/rota.html",
        COACH,
        lambda: _rota(
            lines=[(Segment(ago(0), ago(-40000), None), "")],
            now="",
            shifts=[],
            away=[],
            may_manage=False,
            has_number=False,
            webhook=None,
        ),
    ),
    "on-call-weeks": (
        "on_call/change.html",
        ADMINISTRATOR,
        _change(_WEEKS, lambda: WeeksForm(people=PEOPLE, weeks=WEEKS)),
    ),
    "on-call-cover-wrong": (
        "on_call/change.html",
        ADMINISTRATOR,
        _change(_COVER, lambda: CoverForm({"begins_on": "1999-01-01"}, people=PEOPLE)),
    ),
    "on-call-swap-wrong": (
        "on_call/change.html",
        ADMINISTRATOR,
        _change(
            _SWAP,
            lambda: SwapForm({"monday": WEEKS[0][0], "other_monday": WEEKS[0][0]}, weeks=WEEKS),
        ),
    ),
    "on-call-away": (
        "on_call/change.html",
        ADMINISTRATOR,
        _change(_AWAY, lambda: AwayForm(people=PEOPLE)),
    ),
    "on-call-number": ("on_call/change.html", COACH, _change(_NUMBER, NumberForm)),
    "on-call-webhook": (
        "on_call/webhook.html",
        ADMINISTRATOR,
        lambda: {
            "webhook": Thing(url=URL, get_style_display="Standard Webhooks, signed"),
            "form": WebhookForm(),
        },
    ),
    "on-call-webhook-none": (
        "on_call/webhook.html",
        ADMINISTRATOR,
        lambda: {"webhook": None, "form": WebhookForm({"url": ""})},
    ),
    "on-call-webhook-secret": (
        "on_call/webhook_secret.html",
        ADMINISTRATOR,
        lambda: {"secret": "whsec_" + "a1B2" * 10},
    ),
    "fixed-texts": (
        "fixed_texts/texts.html",
        OFFICER,
        lambda: {
            "lines": [
                (
                    Line(name, language, default_text(name, language), number % 3, number % 2),
                    kind,
                    LANGUAGES[language],
                )
                for number, (name, kind) in enumerate(KINDS.items())
                for language in LANGUAGES
            ]
        },
    ),
    "fixed-text": ("fixed_texts/text.html", OFFICER, _text),
    "fixed-text-new": (
        "fixed_texts/text.html",
        ADMINISTRATOR,
        lambda: _text(
            name="after_hours",
            kind=KINDS["after_hours"],
            body=default_text("after_hours", "en"),
            is_default=True,
            drafts=[],
            history=[],
            form=TextForm({"body": "See https://x.example"}, name="after_hours"),
        ),
    ),
    "page-by-link": ("conversations/paging/by_link.html", None, dict),
    "page-acknowledged": (
        "conversations/paging/acknowledged.html",
        None,
        lambda: {"first": True, "mine": True},
    ),
    "page-acknowledged-before": (
        "conversations/paging/acknowledged.html",
        None,
        lambda: {"first": False, "mine": True},
    ),
    "page-acknowledged-by-other": (
        "conversations/paging/acknowledged.html",
        None,
        lambda: {"first": False, "mine": False},
    ),
    "page-reach": (
        "conversations/paging/reach.html",
        COACH,
        lambda: {"form": EmergencyReasonForm(), "page_id": UUID(int=44)},
    ),
    "page-useless": (
        "conversations/paging/useless.html",
        None,
        lambda: {"problem": LinkUseless.__doc__},
    ),
}
