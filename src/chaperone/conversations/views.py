"""The coach's pages: the inbox, a thread, and what a coach does in it."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.conversations.actions.hand_back import hand_back as hand_back_to_assistant
from chaperone.conversations.actions.mark_read import mark_read
from chaperone.conversations.actions.reply import reply as reply_to_member
from chaperone.conversations.actions.take_over import take_over as take_over_from_assistant
from chaperone.conversations.errors import ConversationsError
from chaperone.conversations.forms import InboxForm, PageForm, ReplyForm
from chaperone.conversations.models import Answerer
from chaperone.conversations.paging.queries import ANSWER, open_pages
from chaperone.conversations.queries import inbox as inboxes
from chaperone.conversations.queries import thread as threads


@require_GET
@requires("conversations.read")
def inbox(request: SignedInRequest) -> HttpResponse:
    """Who needs a coach now."""
    show, after = InboxForm(request.GET).chosen()
    found = inboxes.inbox(request.actor, show=show, after=after)
    context = {
        "groups": found.groups,
        "show": show,
        "counts": inboxes.counts(request.actor),
        "pages": open_pages(request.actor) if request.actor.may(ANSWER) else [],
        "version": inboxes.inbox_version(request.actor),
        "next_url": "?" + urlencode({"show": show, "after": found.after}) if found.after else "",
    }
    return render(request, _page_or_part(request, "conversations/inbox"), context)


@require_GET
@requires("conversations.read")
def inbox_version(request: SignedInRequest) -> HttpResponse:
    return JsonResponse({"version": inboxes.inbox_version(request.actor)})


@require_GET
@requires("conversations.read")
def thread(request: SignedInRequest, conversation_id: UUID) -> HttpResponse:
    """A member's texts and who answers them. To look is to have read.

    A destroyed member has none: their page says so.
    """
    context = _thread(request, conversation_id, ReplyForm())
    if context["conversation"].is_destroyed:
        return _to_member(request, conversation_id)
    if context["conversation"].unread:
        mark_read(actor=request.actor, conversation_id=conversation_id)
    return render(request, _page_or_part(request, "conversations/thread"), context)


@require_GET
@requires("conversations.read")
def thread_version(request: SignedInRequest, conversation_id: UUID) -> HttpResponse:
    version = threads.thread_version(request.actor, conversation_id=conversation_id)
    return JsonResponse({"version": version})


@require_POST
@requires("conversations.reply")
def reply(request: SignedInRequest, conversation_id: UUID) -> HttpResponse:
    """Sends what a coach wrote; whoever answered before, the coach does from now on."""
    form = ReplyForm(request.POST)
    if form.is_valid():
        try:
            reply_to_member(
                actor=request.actor,
                conversation_id=conversation_id,
                body=form.cleaned_data["body"],
            )
        except ConversationsError as problem:
            form.add_error("body", str(problem))
        else:
            return redirect("conversations:thread", conversation_id=conversation_id)
    context = _thread(request, conversation_id, form)
    if context["conversation"].is_destroyed:
        return _to_member(request, conversation_id)
    return render(request, "conversations/thread.html", context, status=422)


@require_POST
@requires("conversations.reply")
def take_over(request: SignedInRequest, conversation_id: UUID) -> HttpResponse:
    take_over_from_assistant(actor=request.actor, conversation_id=conversation_id)
    return redirect("conversations:thread", conversation_id=conversation_id)


@require_POST
@requires("conversations.reply")
def hand_back(request: SignedInRequest, conversation_id: UUID) -> HttpResponse:
    hand_back_to_assistant(actor=request.actor, conversation_id=conversation_id)
    return redirect("conversations:thread", conversation_id=conversation_id)


def _thread(request: SignedInRequest, conversation_id: UUID, form: ReplyForm) -> dict[str, Any]:
    page = threads.thread(
        request.actor, conversation_id=conversation_id, before=PageForm(request.GET).message()
    )
    head = page.head
    may_write = request.actor.may("conversations.reply")
    return {
        "conversation": head,
        "member": {
            "id": head.id,
            "name": head.member_name,
            "care_team_name": head.care_team_name,
        },
        "thread": page.lines,
        "pages": open_pages(request.actor, member_id=conversation_id)
        if request.actor.may(ANSWER)
        else [],
        "earlier_url": f"?before={page.before}" if page.before else "",
        "can_reply": may_write,
        "can_take_over": may_write and head.coach_id != request.actor.id,
        "can_hand_back": may_write and head.answerer != Answerer.ASSISTANT,
        "form": form,
    }


def _to_member(request: SignedInRequest, member_id: UUID) -> HttpResponse:
    if request.headers.get("HX-Request") == "true":
        address = reverse("members:member", kwargs={"member_id": member_id})
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect("members:member", member_id=member_id)


def _page_or_part(request: SignedInRequest, name: str) -> str:
    """htmx asks for the part that has changed."""
    return f"{name}_part.html" if request.headers.get("HX-Request") == "true" else f"{name}.html"
