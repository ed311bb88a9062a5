"""Saying that one sees to a conversation: signed in, or by the link that one was sent."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from chaperone.access.actions.emergencies import begin_emergency_for
from chaperone.access.decorators import SignedInRequest, public, requires
from chaperone.access.errors import NotReachable
from chaperone.access.forms import EmergencyReasonForm
from chaperone.access.queries import names_of
from chaperone.accounts.requests import address_of
from chaperone.accounts.steps import ask_again, stepped_up
from chaperone.conversations.models import Page
from chaperone.conversations.paging.actions import acknowledge as acknowledging
from chaperone.conversations.paging.errors import PagingError
from chaperone.conversations.paging.queries import (
    ANSWER,
    EMERGENCY,
    UNKNOWN,
    called_to,
    conversations_reached,
)
from chaperone.conversations.paging.tokens import read
from chaperone.registers.answers import sent

_PROVED_WITHIN = 15 * 60


@require_POST
@requires(ANSWER)
def acknowledge(request: SignedInRequest, page_id: UUID) -> HttpResponse:
    """The person sees to it; to the thread, where they may read it."""
    seen = acknowledging.acknowledge(actor=request.actor, page_id=page_id, via=Page.Via.PAGE)
    if seen is None:
        raise NotReachable("There is no such page here.")
    if seen.first:
        messages.success(request, "Thank you. Nobody else is called for it.")
    else:
        name = names_of([seen.by]).get(seen.by, "Somebody") if seen.by else "Somebody"
        messages.info(request, f"{name} sees to it already.")
    if seen.page.member_id is None:
        return _to_unknown(request, seen)
    if conversations_reached(request.actor, [seen.page.member_id]):
        return redirect("conversations:thread", conversation_id=seen.page.member_id)
    if request.actor.may(EMERGENCY):
        return redirect("paging:reach", page_id=page_id)
    return redirect("today:today")


def _to_unknown(request: SignedInRequest, seen: acknowledging.Seen) -> HttpResponse:
    """To what the number wrote; where somebody was first, it may be gone from there."""
    if not request.actor.may(UNKNOWN):
        return redirect("today:today")
    if seen.first:
        return redirect("unknown:number", unknown_id=seen.page.message_id)
    return redirect("unknown:numbers")


@require_http_methods(["GET", "POST"])
@requires(EMERGENCY, purpose="operations", for_emergency=True)
def reach(request: SignedInRequest, page_id: UUID) -> HttpResponse:
    """Emergency access for whoever was called to a member whom they do not reach.

    The number, by which one asks otherwise, they do not have (45 CFR 164.312(a)(2)(ii)).
    """
    if not stepped_up(request, within_seconds=_PROVED_WITHIN):
        return ask_again(request)
    member_id = called_to(request.actor, page_id)
    if member_id is None:
        raise NotReachable("There is no such page here.")
    if conversations_reached(request.actor, [member_id]):
        return redirect("conversations:thread", conversation_id=member_id)
    form = EmergencyReasonForm(sent(request))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        begin_emergency_for(actor=request.actor, member_ids=[member_id], reason=reason)
        return redirect("conversations:thread", conversation_id=member_id)
    context = {"form": form, "page_id": page_id}
    status = 422 if form.is_bound else 200
    return render(request, "conversations/paging/reach.html", context, status=status)


@require_http_methods(["GET", "POST"])
@public
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Asks first, since programs open links in mails; shows nothing of the conversation."""
    try:
        found = read(token)
        if request.method == "GET":
            return render(request, "conversations/paging/by_link.html")
        seen = acknowledging.acknowledge_by_link(token=found, address=address_of(request))
    except PagingError as problem:
        told = {"problem": str(problem)}
        return render(request, "conversations/paging/useless.html", told, status=404)
    context = {"first": seen.first, "mine": seen.by == found.user_id}
    return render(request, "conversations/paging/acknowledged.html", context)
