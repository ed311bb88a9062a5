"""What a coach does in a thread besides writing: who answers, whose it is, what of a draft."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.queries import coaches_by_team
from chaperone.conversations.actions import decide
from chaperone.conversations.actions.assign import assign as assign_to
from chaperone.conversations.actions.choose import choose
from chaperone.conversations.actions.hand_back import hand_back as hand_back_to_assistant
from chaperone.conversations.actions.take_over import take_over as take_over_from_assistant
from chaperone.conversations.errors import ConversationsError
from chaperone.conversations.forms import AnswererForm, AssignForm, DiscardForm
from chaperone.conversations.models import Answerer, Draft, Why
from chaperone.conversations.queries.standing import Standing, standing_of
from chaperone.members.queries import reach_member
from chaperone.registers.answers import sent


@require_POST
@requires("conversations.reply")
def take_over(request: SignedInRequest, conversation_id: UUID) -> HttpResponse:
    return _act(request, conversation_id, take_over_from_assistant)


@require_POST
@requires("conversations.reply")
def hand_back(request: SignedInRequest, conversation_id: UUID) -> HttpResponse:
    return _act(request, conversation_id, hand_back_to_assistant)


@require_POST
@requires("conversations.reply")
def draft_approve(request: SignedInRequest, conversation_id: UUID, draft_id: UUID) -> HttpResponse:
    return _act(request, conversation_id, decide.approve, draft_id=draft_id)


@require_POST
@requires("conversations.reply")
def draft_discard(request: SignedInRequest, conversation_id: UUID, draft_id: UUID) -> HttpResponse:
    form = DiscardForm(request.POST)
    if not form.is_valid():
        reach_member(actor=request.actor, member_id=conversation_id)
        messages.error(request, "Choose why you discard the draft. It is still open.")
        return redirect("conversations:thread", conversation_id=conversation_id)
    flaw = Draft.Flaw(form.cleaned_data["flaw"])
    return _act(request, conversation_id, decide.discard, draft_id=draft_id, flaw=flaw)


@require_http_methods(["GET", "POST"])
@requires("conversations.reply")
def answerer(request: SignedInRequest, conversation_id: UUID) -> HttpResponse:
    """Who should answer from now on, and why."""
    standing = standing_of(request.actor, conversation_id=conversation_id)
    form = AnswererForm(sent(request), now=standing.answerer)
    if request.method == "POST" and form.is_valid():
        try:
            choose(
                actor=request.actor,
                conversation_id=conversation_id,
                answerer=Answerer(form.cleaned_data["answerer"]),
                why=Why(form.cleaned_data["why"]),
            )
        except ConversationsError as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("conversations:thread", conversation_id=conversation_id)
    return _asked(request, "conversations/answerer_choose.html", standing, form)


@require_http_methods(["GET", "POST"])
@requires("conversations.reply")
def assign(request: SignedInRequest, conversation_id: UUID) -> HttpResponse:
    """Whose conversation it is: one of the care team's coaches', or the team's."""
    standing = standing_of(request.actor, conversation_id=conversation_id)
    coaches = coaches_by_team(request.actor).get(standing.care_team_id, [])
    people = {coach.user_id: coach.name for coach in coaches}
    people.setdefault(request.actor.user_id, request.actor.name)
    form = AssignForm(sent(request), people=people, now=standing.assigned_id)
    if request.method == "POST" and form.is_valid():
        try:
            assign_to(
                actor=request.actor, conversation_id=conversation_id, coach_id=form.coach_id()
            )
        except ConversationsError as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("conversations:thread", conversation_id=conversation_id)
    return _asked(request, "conversations/assign.html", standing, form)


def _asked(request: SignedInRequest, template: str, standing: Standing, form: Any) -> HttpResponse:
    context = {"conversation": standing, "form": form}
    return render(request, template, context, status=422 if form.is_bound else 200)


def _act(
    request: SignedInRequest, conversation_id: UUID, verb: Callable[..., Any], **arguments: Any
) -> HttpResponse:
    """Does it and shows the thread again; what could not be done is said there."""
    try:
        verb(actor=request.actor, conversation_id=conversation_id, **arguments)
    except ConversationsError as problem:
        messages.error(request, str(problem))
    return redirect("conversations:thread", conversation_id=conversation_id)
