"""Every page, rendered without a database: for tests, and for looking at."""

from collections.abc import Callable
from types import SimpleNamespace as Thing
from typing import Any
from uuid import UUID

from django import forms
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone

from chaperone.access.actors import Staff
from tests.web.contexts import (
    BAD,
    COACH,
    GOOD,
    GROUPS,
    MEMBER,
    OFFICER,
    ORGANIZATION,
    QR,
    RECORDS,
    THREAD,
    Code,
    SignIn,
    a_conversation,
    handset_context,
    ledger_context,
    thread_context,
    wrong_reply,
)

COUNTS = {"mine": 2, "team": 5, "unassigned": 1, "all": 8}
ASSISTANT = a_conversation(1, "", answerer="assistant")

Page = tuple[str, Staff | None, Callable[[], dict[str, Any]]]
PAGES: dict[str, Page] = {
    "inbox": (
        "conversations/inbox.html",
        COACH,
        lambda: {
            "groups": GROUPS,
            "show": "team",
            "counts": COUNTS,
            "version": 4,
            "next_url": "?after=6",
        },
    ),
    "inbox-empty": (
        "conversations/inbox.html",
        COACH,
        lambda: {"groups": [], "show": "mine", "counts": None, "version": 0, "next_url": ""},
    ),
    "thread": ("conversations/thread.html", COACH, thread_context),
    "thread-shared": (
        "conversations/thread.html",
        COACH,
        lambda: thread_context(
            conversation=ASSISTANT, thread=THREAD[:5], can_take_over=True, can_hand_back=False
        ),
    ),
    "thread-assistant": (
        "conversations/thread.html",
        COACH,
        lambda: thread_context(
            conversation=ASSISTANT,
            thread=THREAD[:3],
            earlier_url="",
            can_reply=False,
            can_take_over=True,
            can_hand_back=False,
        ),
    ),
    "thread-empty": (
        "conversations/thread.html",
        COACH,
        lambda: thread_context(thread=[], earlier_url="", form=wrong_reply()),
    ),
    "member": (
        "members/member.html",
        COACH,
        lambda: {
            "member": MEMBER,
            "coaches": ["Alice Reyes", "Dana Whitfield"],
            "conversation_id": UUID(int=1),
            "suppressed": True,
            "access_records": RECORDS,
            "records_next_url": "?before=1",
        },
    ),
    "member-new": (
        "members/member.html",
        COACH,
        lambda: {
            "member": MEMBER,
            "coaches": [],
            "conversation_id": None,
            "suppressed": False,
            "access_records": [],
            "records_next_url": "",
        },
    ),
    "members-search": (
        "members/search.html",
        COACH,
        lambda: {"phone": "617", "problem": "617 is not a whole phone number."},
    ),
    "ledger": ("ledger/search.html", OFFICER, ledger_context),
    "ledger-verified": (
        "ledger/search.html",
        OFFICER,
        lambda: ledger_context(verification=GOOD),
    ),
    "ledger-broken": (
        "ledger/search.html",
        OFFICER,
        lambda: ledger_context(verification=BAD, entries=[], searched=True, next_url=""),
    ),
    "ledger-empty": (
        "ledger/search.html",
        OFFICER,
        lambda: ledger_context(checkpoint=None, pending=0, entries=[], next_url=""),
    ),
    "handset": ("carriers/handset/phone.html", None, handset_context),
    "handset-empty": (
        "carriers/handset/phone.html",
        None,
        lambda: handset_context(texts=[], form=wrong_reply()),
    ),
    "sign-in": ("account/login.html", None, lambda: {"form": SignIn()}),
    "sign-in-wrong": (
        "account/login.html",
        None,
        lambda: {"form": SignIn({"login": "alice", "password": ""})},
    ),
    "sign-out": ("account/logout.html", None, dict),
    "closed": ("account/account_inactive.html", None, dict),
    "no-sign-up": ("account/signup_closed.html", None, dict),
    "still-you": (
        "account/reauthenticate.html",
        None,
        lambda: {
            "form": SignIn(),
            "reauthentication_alternatives": [{"url": "/", "description": "Use your app"}],
        },
    ),
    "still-you-code": ("mfa/reauthenticate.html", None, lambda: {"form": Code()}),
    "code": ("mfa/authenticate.html", None, lambda: {"form": Code({"code": ""})}),
    "second-factor": ("mfa/index.html", None, lambda: {"authenticators": {}}),
    "second-factor-on": (
        "mfa/index.html",
        None,
        lambda: {
            "authenticators": {
                "totp": True,
                "recovery_codes": Thing(get_unused_codes=lambda: ["a"] * 8),
            }
        },
    ),
    "enrol": (
        "mfa/totp/activate_form.html",
        None,
        lambda: {"form": Code(), "totp_svg_data_uri": QR},
    ),
    "remove-app": ("mfa/totp/deactivate_form.html", None, lambda: {"form": forms.Form()}),
    "codes": (
        "mfa/recovery_codes/index.html",
        None,
        lambda: {
            "unused_codes": [f"{number:08}" for number in range(11_111_111, 11_111_119)],
            "total_count": 10,
            "can_view_codes": True,
            "can_download_codes": True,
            "can_generate_codes": True,
        },
    ),
    "new-codes": (
        "mfa/recovery_codes/generate.html",
        None,
        lambda: {"form": forms.Form(), "unused_code_count": 8},
    ),
    "no-role": ("web/no_role.html", None, dict),
    "form-refused": ("web/form_refused.html", None, dict),
    **{str(status): (f"{status}.html", None, dict) for status in (400, 403, 404, 500, 503)},
}


def render(name: str, template: str = "") -> str:
    """The whole HTML of one page, or of its part `template`, in the organization's zone."""
    whole, actor, context = PAGES[name]
    request = RequestFactory().get("/")
    room, page = whole.removesuffix(".html").split("/")[:2] if "/" in whole else ("", "")
    request.resolver_match = Thing(app_name=room, view_name=f"{room}:{page}")
    if actor is not None:
        request.actor = actor
        request.organization = ORGANIZATION
    with timezone.override(ORGANIZATION.time_zone):
        return render_to_string(template or whole, context(), request)
