"""A member's thread, and what a coach writes in it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.conversations.actions.decide import edit
from chaperone.conversations.actions.mark_read import mark_read
from chaperone.conversations.actions.reply import reply as reply_to_member
from chaperone.conversations.errors import ConversationsError
from chaperone.conversations.forms import PageForm, ReplyForm
from chaperone.conversations.models import Answerer
from chaperone.conversations.paging.queries import ANSWER, open_pages
from chaperone.conversations.queries import presence
from chaperone.conversations.queries import thread as threads
from chaperone.conversations.views.parts import page_or_part


@require_GET
@requires("conversations.read")
def thread(request: SignedInRequest, conversation_id: UUID) -> HttpResponse:
    """A member's texts and who answers them. Who may answer and looks has read.

    A destroyed member has none: their page says so.
    """
    page = _page(request, conversation_id)
    if page.head.is_destroyed:
        return _to_member(request, conversation_id)
    asked = PageForm(request.GET)
    newest = asked.message() is None
    if page.head.unread and newest and request.actor.may("conversations.reply") and page.lines:
        mark_read(actor=request.actor, conversation_id=conversation_id, shown=page.lines[-1].id)
    form = _begin(page, asked)
    context = _context(request, page, form)
    return render(request, page_or_part(request, "conversations/thread"), context)


@require_GET
@requires("conversations.read")
def thread_version(request: SignedInRequest, conversation_id: UUID) -> HttpResponse:
    """The number that moves, and who else looks. Opens nothing."""
    found = presence.look(request.actor, conversation_id=conversation_id)
    return JsonResponse({"version": found.version, "here": found.others})


@require_POST
@requires("conversations.reply")
def reply(request: SignedInRequest, conversation_id: UUID) -> HttpResponse:
    """Sends what a coach wrote, by which they take over; or what they made of a draft."""
    form = ReplyForm(request.POST)
    if form.is_valid():
        try:
            _send(request, conversation_id, form)
        except ConversationsError as problem:
            form.add_error("body", str(problem))
        else:
            return redirect("conversations:thread", conversation_id=conversation_id)
    page = _page(request, conversation_id)
    if page.head.is_destroyed:
        return _to_member(request, conversation_id)
    context = _context(request, page, form)
    return render(request, "conversations/thread.html", context, status=422)


def _send(request: SignedInRequest, conversation_id: UUID, form: ReplyForm) -> None:
    body, draft_id = form.cleaned_data["body"], form.cleaned_data["draft"]
    if draft_id:
        edit(actor=request.actor, conversation_id=conversation_id, draft_id=draft_id, body=body)
    else:
        reply_to_member(actor=request.actor, conversation_id=conversation_id, body=body)


def _page(request: SignedInRequest, conversation_id: UUID) -> threads.Thread:
    before = PageForm(request.GET).message()
    return threads.thread(request.actor, conversation_id=conversation_id, before=before)


def _begin(page: threads.Thread, asked: PageForm) -> ReplyForm:
    """An empty reply; or the open draft, where a coach asked to edit it."""
    if page.draft and asked.editing() == page.draft.id:
        return ReplyForm(initial={"body": page.draft.body.open(), "draft": page.draft.id})
    return ReplyForm()


def _context(request: SignedInRequest, page: threads.Thread, form: ReplyForm) -> dict[str, Any]:
    head, may_write = page.head, request.actor.may("conversations.reply")
    answered_by_me = head.answerer == Answerer.COACH and head.coach_id == request.actor.id
    return {
        "conversation": head,
        "member": {
            "id": head.id,
            "name": head.member_name,
            "care_team_name": head.care_team_name,
        },
        "thread": page.lines,
        "draft": page.draft,
        "pages": open_pages(request.actor, member_id=head.id) if request.actor.may(ANSWER) else [],
        "earlier_url": f"?before={page.before}" if page.before else "",
        "can_reply": may_write and head.answerer != Answerer.CLOSED,
        "can_choose": may_write,
        "can_take_over": may_write and not answered_by_me,
        "can_hand_back": may_write and head.answerer != Answerer.CLOSED and not head.by_default,
        "form": form,
    }


def _to_member(request: SignedInRequest, member_id: UUID) -> HttpResponse:
    if request.headers.get("HX-Request") == "true":
        address = reverse("members:member", kwargs={"member_id": member_id})
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect("members:member", member_id=member_id)
