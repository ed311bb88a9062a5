"""The pages of emergency mode: they read, and write nothing but the journal."""

from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.queries import coaches_of, names_of
from chaperone.continuity.emergency.desk import desk
from chaperone.continuity.emergency.queries import in_danger, people_to_call
from chaperone.continuity.recovery.queries.contacts import whom_to_call
from chaperone.conversations.forms import InboxForm, PageForm
from chaperone.conversations.paging.queries import may_be_called
from chaperone.conversations.queries import inbox as inboxes
from chaperone.conversations.queries import thread as threads
from chaperone.duties.queries import rota_of
from chaperone.members.queries import is_suppressed, reach_member

_SHOWN = timedelta(days=7)


@require_GET
@requires("conversations.read")
def inbox(request: SignedInRequest) -> HttpResponse:
    """Who needed a coach when the replica was last up to date."""
    show, only, after = InboxForm(request.GET).chosen()
    found = inboxes.inbox(request.actor, show=show, only=only, after=after)
    chosen = {"show": show, "only": only}
    context = {
        "groups": found.groups,
        "show": show,
        "dangers": in_danger(request.actor, desk().remembered.dangers),
        "next_url": "?" + urlencode(chosen | {"after": found.after}) if found.after else "",
    }
    return render(request, "emergency/inbox.html", context)


@require_GET
@requires("conversations.read")
def thread(request: SignedInRequest, conversation_id: UUID) -> HttpResponse:
    """A member's texts. Nothing is marked as read, and nobody sees that somebody looks."""
    before = PageForm(request.GET).message()
    page = threads.thread(request.actor, conversation_id=conversation_id, before=before)
    if page.head.is_destroyed:
        return redirect("members:member", member_id=conversation_id)
    context = {
        "conversation": page.head,
        "thread": page.lines,
        "earlier_url": f"?before={page.before}" if page.before else "",
    }
    return render(request, "emergency/thread.html", context)


@require_GET
@requires("members.read")
def member(request: SignedInRequest, member_id: UUID) -> HttpResponse:
    """Who this is, and how to reach them."""
    shown = reach_member(actor=request.actor, member_id=member_id)
    context = {
        "member": shown,
        "coaches": coaches_of(shown.care_team_id),
        "suppressed": is_suppressed(shown),
        "may_read": request.actor.may("conversations.read") and not shown.destroyed_at,
    }
    return render(request, "emergency/member.html", context)


@require_GET
@requires("pages.answer", purpose="operations")
def on_call(request: SignedInRequest) -> HttpResponse:
    """Who is on call now and in the next days."""
    actor, now = request.actor, timezone.now()
    segments = rota_of(actor, since=now, able=may_be_called(actor)).segments(now, now + _SHOWN)
    names = names_of(segment.user_id for segment in segments if segment.user_id)
    lines = [(segment, names.get(segment.user_id or UUID(int=0), "")) for segment in segments]
    return render(request, "emergency/on_call.html", {"lines": lines})


@require_GET
@requires("access.own", purpose="operations")
def contacts(request: SignedInRequest) -> HttpResponse:
    """Whom to call while the pages that would do it are closed."""
    actor = request.actor
    others = [each for each in whom_to_call(actor) if each.source != "official"]
    context = {"people": people_to_call(actor), "others": others}
    return render(request, "emergency/contacts.html", context)
