"""Every page, rendered without a database: for tests, and for looking at."""

from collections.abc import Callable
from types import SimpleNamespace as Thing
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone

from chaperone.access.actors import Staff
from tests.web import (
    access_pages,
    administration_pages,
    answering_pages,
    backups_pages,
    breach_pages,
    continuity_pages,
    departure_pages,
    destruction_pages,
    detection_pages,
    emergency_pages,
    evidence_pages,
    facilities_pages,
    governance_pages,
    incidents_pages,
    ledger_pages,
    library_pages,
    paging_pages,
    policies_pages,
    register_pages,
    restored_pages,
    retention_pages,
    risk_pages,
    status_pages,
    today_pages,
    training_pages,
    trust_pages,
    unknown_pages,
    vendor_pages,
    workforce_pages,
)
from tests.web.contexts import (
    COACH,
    GROUPS,
    MEMBER,
    ORGANIZATION,
    RECORDS,
    THREAD,
    a_conversation,
    handset_context,
    thread_context,
    wrong_reply,
)
from tests.web.signing_in import SIGNING_IN

COUNTS = {
    "mine": 2,
    "team": 5,
    "unassigned": 1,
    "all": 8,
    "urgent": 2,
    "waiting": 3,
    "unread": 3,
}
ASSISTANT = a_conversation(1, "", answerer="assistant")

Page = tuple[str, Staff | None, Callable[[], dict[str, Any]]]
PAGES: dict[str, Page] = {
    "inbox": (
        "conversations/inbox.html",
        COACH,
        lambda: {
            "groups": GROUPS,
            "show": "team",
            "only": "everything",
            "counts": COUNTS,
            "version": 4,
            "pages": [paging_pages.OPEN],
            "next_url": "?after=6",
        },
    ),
    "inbox-empty": (
        "conversations/inbox.html",
        COACH,
        lambda: {
            "groups": [],
            "show": "mine",
            "only": "urgent",
            "counts": None,
            "version": 0,
            "next_url": "",
            "phone": "617",
            "problem": "617 is not a whole phone number.",
        },
    ),
    "thread": ("conversations/thread.html", COACH, thread_context),
    "thread-paged": (
        "conversations/thread.html",
        COACH,
        lambda: thread_context(pages=[paging_pages.OPEN]),
    ),
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
    **answering_pages.PAGES,
    **incidents_pages.PAGES,
    **ledger_pages.PAGES,
    "handset": ("carriers/handset/phone.html", None, handset_context),
    "handset-empty": (
        "carriers/handset/phone.html",
        None,
        lambda: handset_context(texts=[], form=wrong_reply()),
    ),
    **SIGNING_IN,
    **access_pages.PAGES,
    **administration_pages.PAGES,
    **departure_pages.PAGES,
    **destruction_pages.PAGES,
    **detection_pages.PAGES,
    **facilities_pages.PAGES,
    **continuity_pages.PAGES,
    **backups_pages.PAGES,
    **emergency_pages.PAGES,
    **evidence_pages.PAGES,
    **governance_pages.PAGES,
    **paging_pages.PAGES,
    **status_pages.PAGES,
    **today_pages.PAGES,
    **register_pages.PAGES,
    **restored_pages.PAGES,
    **retention_pages.PAGES,
    **breach_pages.PAGES,
    **risk_pages.PAGES,
    **policies_pages.PAGES,
    **training_pages.PAGES,
    **trust_pages.PAGES,
    **unknown_pages.PAGES,
    **vendor_pages.PAGES,
    **workforce_pages.PAGES,
    **library_pages.PAGES,
    "no-role": ("web/no_role.html", None, dict),
    "form-refused": ("web/form_refused.html", None, dict),
    "not-intact": ("web/not_intact.html", None, dict),
    **{str(status): (f"{status}.html", None, dict) for status in (400, 403, 404, 429, 500, 503)},
    **{name: (f"{name}.html", None, dict) for name in ("503_unknown", "503_unsaved")},
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
