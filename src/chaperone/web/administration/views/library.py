"""The answer library: what the assistant may say, and who of the organization approved it."""

from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.access.queries import names_of
from chaperone.assistant.actions import approve_entry, refuse_entry, withdraw_review
from chaperone.assistant.errors import AnotherVersion, NoSuchEntry, NothingToWithdraw, NotLater
from chaperone.assistant.models import Review
from chaperone.assistant.passages import reply_from, short_reply
from chaperone.assistant.reviews import Entry, entries_of, entry_of, history_of
from chaperone.assistant.settings import UNREVIEWED
from chaperone.organizations.queries import value_of
from chaperone.registers.answers import answer
from chaperone.web.administration.forms.library import (
    APPROVE,
    REFUSE,
    LibrarySearchForm,
    ReviewForm,
    a_year_from,
)

PURPOSE = "operations"
_DONE = {
    APPROVE: "Approved. The assistant may send it until the day that you named.",
    REFUSE: "Kept. The assistant never sends it here.",
}


class Decision(NamedTuple):
    """One decision of the past, with who made it."""

    review: Review
    who: str
    of_this_version: bool


@require_http_methods(["GET", "POST"])
@requires("library.read", purpose=PURPOSE)
def library(request: SignedInRequest) -> HttpResponse:
    """Entries by state and topic, or those that a question would find.

    A question is sent in the body: addresses are kept by browsers and by what stands before us.
    """
    form = LibrarySearchForm(request.POST or request.GET.dict() | {"asked": ""})
    found: list[Entry] = []
    after = ""
    if form.is_valid():
        found, after = entries_of(request.actor, **form.cleaned_data)
    context = {
        "entries": found,
        "next_url": _next_url(form, after),
        "unreviewed_go_out": value_of(UNREVIEWED, request.actor.organization_id),
        "may_see_setting": request.actor.may("settings.read"),
    }
    return answer(request, "administration/library.html", context, form=form)


@require_GET
@requires("library.read", purpose=PURPOSE)
def library_entry(request: SignedInRequest, passage_id: str) -> HttpResponse:
    """One entry: its text, what a member would get, its source, and who decided what about it."""
    found = _reach(request, passage_id)
    form = ReviewForm(
        initial={
            "version": found.passage.version,
            "review_again_on": a_year_from(timezone.now().date()),
        }
    )
    return answer(request, "administration/library_entry.html", _about(request, found), form=form)


@require_POST
@requires("library.review", purpose=PURPOSE)
def library_review(request: SignedInRequest, passage_id: str) -> HttpResponse:
    """A clinician's decision about the version that was on the page."""
    found = _reach(request, passage_id)
    form = ReviewForm(request.POST)
    if form.is_valid():
        try:
            _decide(request, passage_id, form.cleaned_data)
        except (AnotherVersion, NothingToWithdraw, NotLater) as problem:
            form.add_error(None, str(problem))
        else:
            decision = form.cleaned_data["decision"]
            messages.success(request, _DONE.get(decision, "Withdrawn. It is unreviewed again."))
            return redirect("administration:library_entry", passage_id=passage_id)
    return answer(request, "administration/library_entry.html", _about(request, found), form=form)


def _next_url(form: LibrarySearchForm, after: str) -> str:
    """Where the list goes on; empty where it ends. Never with a question in it."""
    if not after:
        return ""
    kept = {name: form.cleaned_data[name] for name in ("state", "topic")}
    return "?" + urlencode({**kept, "after": after})


def _decide(request: SignedInRequest, passage_id: str, said: dict[str, Any]) -> None:
    what = {
        "actor": request.actor,
        "passage_id": passage_id,
        "version": said["version"],
        "note": said["note"],
    }
    if said["decision"] == APPROVE:
        approve_entry(**what, review_again_on=said["review_again_on"])
    elif said["decision"] == REFUSE:
        refuse_entry(**what)
    else:
        withdraw_review(**what)


def _reach(request: SignedInRequest, passage_id: str) -> Entry:
    try:
        return entry_of(request.actor, passage_id)
    except NoSuchEntry as problem:
        raise NotReachable(str(problem)) from problem


def _about(request: SignedInRequest, found: Entry) -> dict[str, Any]:
    passage = found.passage
    past = history_of(request.actor, passage.id)
    names = names_of({review.decided_by for review in past})
    return {
        "entry": found,
        "sent": short_reply(passage.short, passage.source)
        if passage.short
        else reply_from(passage.answer, passage.source, ()),
        "history": [_decision(review, names, passage.version) for review in past],
        "may_review": request.actor.may("library.review"),
        "unreviewed_go_out": value_of(UNREVIEWED, request.actor.organization_id),
    }


def _decision(review: Review, names: dict[UUID, str], version: str) -> Decision:
    who = names.get(review.decided_by, "somebody who has left")
    return Decision(review, who, review.version == version)
