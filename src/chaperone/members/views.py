from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render

from chaperone.access.actors import Staff
from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.queries import coaches_of
from chaperone.members.actions import look_up
from chaperone.members.forms import NOBODY_FOUND, PageForm, SearchForm
from chaperone.members.models import Member
from chaperone.members.particulars import LANGUAGES
from chaperone.members.queries import (
    contact_of,
    is_suppressed,
    reach_member,
    who_looked,
)
from chaperone.retention.queries import newest_about


@requires("members.read")
def search(request: SignedInRequest) -> HttpResponse:
    """Exact search by telephone number, so that nobody can browse members by guessing names.

    The number is sent in the body: addresses are kept by browsers and by what stands before us.
    """
    if request.method != "POST":
        return render(request, "members/search.html", {"phone": "", "problem": ""})
    form = SearchForm(request.POST)
    problem = NOBODY_FOUND
    if form.is_valid():
        found = look_up(actor=request.actor, number=form.cleaned_data["phone"])
        if found:
            return redirect("members:member", member_id=found.id)
    else:
        problem = str(form.errors["phone"][0])
    shown = {"phone": request.POST.get("phone", ""), "problem": problem}
    return render(request, "members/search.html", shown, status=422 if form.errors else 200)


@requires("members.read")
def member(request: SignedInRequest, member_id: UUID) -> HttpResponse:
    """Who this is, and who looked: every access, more than 45 CFR 164.528 asks for."""
    actor = request.actor
    shown = reach_member(actor=actor, member_id=member_id)
    before = PageForm(request.GET).entry()
    records, earlier = who_looked(actor=actor, member_id=member_id, before=before)
    context = {
        "member": shown,
        "coaches": coaches_of(shown.care_team_id),
        "language": _language(actor, shown),
        "conversation_id": _conversation(actor, shown),
        "suppressed": is_suppressed(shown),
        "destruction": newest_about(actor, member_id) if shown.destroyed_at else None,
        "access_records": records,
        "records_next_url": f"?before={earlier}" if earlier else "",
    }
    return render(request, "members/member.html", context)


def _language(actor: Staff, member: Member) -> str:
    """The language they are written to in, opened before the witness; empty: not known."""
    contact = contact_of(actor, member)
    return LANGUAGES[contact.language.open()] if contact and contact.language else ""


def _conversation(actor: Staff, member: Member) -> UUID | None:
    if member.destroyed_at or not actor.may("conversations.read"):
        return None
    return member.id
