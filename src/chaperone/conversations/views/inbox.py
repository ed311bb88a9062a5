"""Who needs a coach now, and the way to one member's thread."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.conversations.forms import InboxForm
from chaperone.conversations.paging.queries import ANSWER, open_pages
from chaperone.conversations.queries import inbox as inboxes
from chaperone.conversations.views.parts import page_or_part
from chaperone.members.actions import look_up
from chaperone.members.forms import NOBODY_FOUND, SearchForm


@require_GET
@requires("conversations.read")
def inbox(request: SignedInRequest) -> HttpResponse:
    """Who needs a coach now."""
    return render(request, page_or_part(request, "conversations/inbox"), _inbox(request))


@require_GET
@requires("conversations.read")
def inbox_version(request: SignedInRequest) -> HttpResponse:
    return JsonResponse({"version": inboxes.inbox_version(request.actor)})


@require_POST
@requires("conversations.read")
def find(request: SignedInRequest) -> HttpResponse:
    """Leads to the thread of the member with exactly this number, which is sent in the body."""
    form = SearchForm(request.POST)
    problem = NOBODY_FOUND
    if form.is_valid():
        found = look_up(actor=request.actor, number=form.cleaned_data["phone"])
        if found:
            return redirect("conversations:thread", conversation_id=found.id)
    else:
        problem = str(form.errors["phone"][0])
    typed = {"phone": request.POST.get("phone", ""), "problem": problem}
    status = 422 if form.errors else 200
    return render(request, "conversations/inbox.html", _inbox(request) | typed, status=status)


def _inbox(request: SignedInRequest) -> dict[str, Any]:
    show, only, after = InboxForm(request.GET).chosen()
    found = inboxes.inbox(request.actor, show=show, only=only, after=after)
    chosen = {"show": show, "only": only}
    return {
        "groups": found.groups,
        "show": show,
        "only": only,
        "counts": inboxes.counts(request.actor, show=show),
        "pages": open_pages(request.actor) if request.actor.may(ANSWER) else [],
        "version": inboxes.inbox_version(request.actor),
        "next_url": "?" + urlencode(chosen | {"after": found.after}) if found.after else "",
    }
