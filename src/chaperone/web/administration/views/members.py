"""The register of members: who is here, who is missing something; added, moved, ended."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.members.actions import (
    end_member,
    enrol_member,
    look_up,
    mark_vip,
    move_member,
    take_back_member,
)
from chaperone.members.contacting import record_contact
from chaperone.members.errors import DestructionAsked, NotACareTeam, NumberTaken
from chaperone.members.models import Member
from chaperone.members.particulars import Particulars
from chaperone.members.queries import (
    Entry,
    contact_of,
    missing_of,
    reach_member,
    register_of,
    teams_of,
)
from chaperone.registers.answers import answer, sent
from chaperone.registers.paging import page_url
from chaperone.retention.queries import newest_about
from chaperone.sms.errors import SmsError
from chaperone.sms.numbers import normalise_typed
from chaperone.web.administration.forms.members import (
    MemberForm,
    MoveForm,
    ParticularsForm,
    RegisterForm,
    Teams,
)
from chaperone.web.administration.forms.posted import ReasonForm
from chaperone.workforce.kinship import address_of

PURPOSE = "operations"


@require_GET
@requires("members.manage", purpose=PURPOSE)
def members(request: SignedInRequest) -> HttpResponse:
    """Who is here? Names are opened page by page, each before the witness."""
    teams = teams_by_id(request)
    form = RegisterForm(request.GET, teams=teams)
    entries: list[Entry] = []
    further = None
    if form.is_valid():
        asked = form.cleaned_data
        entries, further = register_of(
            request.actor,
            care_team_id=UUID(asked["care_team"]) if asked["care_team"] else None,
            status=asked["status"],
            before=asked["before"],
        )
    context = {
        "entries": entries,
        "next_url": page_url(request, "before", further),
        "searched": any(request.GET.values()),
        "teams": teams,
    }
    return answer(request, "administration/members.html", context, form=form)


@require_POST
@requires("members.manage", purpose=PURPOSE)
def member_find(request: SignedInRequest) -> HttpResponse:
    """Exact search by telephone number, which never stands in an address."""
    found = None
    try:
        number = normalise_typed(request.POST.get("phone", "")[:32])
        found = look_up(actor=request.actor, number=number)
        problem = "No member has this number."
    except SmsError as refused:
        problem = f"{refused} Write the whole number with its country code."
    if found:
        return redirect("administration:member", member_id=found.id)
    messages.warning(request, problem)
    return redirect("administration:members")


@require_http_methods(["GET", "POST"])
@requires("members.manage", purpose=PURPOSE)
def member_add(request: SignedInRequest) -> HttpResponse:
    """A new member."""
    teams = teams_by_id(request)
    form = MemberForm(sent(request), teams=teams)
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        try:
            member = enrol_member(
                actor=request.actor,
                care_team_id=UUID(values["care_team"]),
                name=values["name"],
                phone=values["phone"],
                birth_date=values["birth_date"],
                address=address_of(values["street"], values["postal_code"]),
                particulars=form.particulars(),
            )
        except NumberTaken as problem:
            form.add_error("phone", str(problem))
        else:
            messages.success(request, "Enrolled. They can text and be texted from now on.")
            return redirect("administration:member", member_id=member.id)
    return answer(request, "administration/member_add.html", {"teams": teams}, form=form)


@require_http_methods(["GET", "POST"])
@requires("members.manage", purpose=PURPOSE)
def member(request: SignedInRequest, member_id: UUID) -> HttpResponse:
    """One member: what is missing, and another care team for them."""
    shown = reach_member(actor=request.actor, member_id=member_id)
    teams = teams_by_id(request)
    data = sent(request)
    form = MoveForm(data, teams=teams, now=shown.care_team_id)
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        try:
            move_member(
                actor=request.actor,
                member=shown,
                care_team_id=UUID(values["care_team"]),
                reason=values["reason"],
            )
        except NotACareTeam as problem:
            form.add_error("care_team", str(problem))
        else:
            messages.success(request, "Done. The coaches of that care team reach them now.")
            return redirect("administration:member", member_id=shown.id)
    return answer(request, "administration/member.html", _about(request, shown), form=form)


@require_http_methods(["GET", "POST"])
@requires("members.manage", purpose=PURPOSE)
def member_end(request: SignedInRequest, member_id: UUID) -> HttpResponse:
    """Asks before a membership ends, and before an ended one is taken up again."""
    shown = reach_member(actor=request.actor, member_id=member_id)
    if shown.destroyed_at:
        return redirect("administration:member", member_id=shown.id)
    form = ReasonForm(sent(request))
    if form.is_bound and form.is_valid():
        change = end_member if shown.status == Member.Status.ACTIVE else take_back_member
        try:
            change(actor=request.actor, member=shown, reason=form.cleaned_data["reason"])
        except DestructionAsked as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(
                request, "Ended." if shown.status == Member.Status.ENDED else "Taken up again."
            )
            return redirect("administration:member", member_id=shown.id)
    return answer(request, "administration/member_end.html", {"member": shown}, form=form)


@require_http_methods(["GET", "POST"])
@requires("members.manage", purpose=PURPOSE)
def member_vip(request: SignedInRequest, member_id: UUID) -> HttpResponse:
    """Asks before it is watched closely who opens a member's record, and before that ends."""
    shown = reach_member(actor=request.actor, member_id=member_id)
    if shown.destroyed_at:
        return redirect("administration:member", member_id=shown.id)
    form = ReasonForm(sent(request))
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        mark_vip(actor=request.actor, member=shown, vip=not shown.vip, reason=reason)
        messages.success(request, "Watched closely from now on." if shown.vip else "Ended.")
        return redirect("administration:member", member_id=shown.id)
    return answer(request, "administration/member_vip.html", {"member": shown}, form=form)


@require_http_methods(["GET", "POST"])
@requires("members.manage", purpose=PURPOSE)
def member_contact(request: SignedInRequest, member_id: UUID) -> HttpResponse:
    """Where a member lives and how they are written to; what was known before is shown."""
    shown = reach_member(actor=request.actor, member_id=member_id)
    if shown.destroyed_at:
        return redirect("administration:member", member_id=shown.id)
    if request.method == "POST":
        form = ParticularsForm(request.POST)
    else:
        form = ParticularsForm(initial=_particulars(request, shown)._asdict())
    if form.is_bound and form.is_valid():
        record_contact(actor=request.actor, member=shown, particulars=form.particulars())
        messages.success(request, "Recorded.")
        return redirect("administration:member", member_id=shown.id)
    return answer(request, "administration/member_contact.html", {"member": shown}, form=form)


def teams_by_id(request: SignedInRequest) -> Teams:
    """The organization's care teams by id, in the order of their names."""
    return {team.id: team.name for team, _ in teams_of(request.actor)}


def _particulars(request: SignedInRequest, shown: Member) -> Particulars:
    """What is known, opened before the witness."""
    contact = contact_of(request.actor, shown)
    if contact is None:
        return Particulars(shown.state)
    language = contact.language.open() if contact.language else ""
    email = contact.email.open() if contact.email else ""
    return Particulars(shown.state, language, email, contact.electronic)


def _about(request: SignedInRequest, shown: Member) -> dict[str, Any]:
    return {
        "member": shown,
        "missing": missing_of(request.actor, shown),
        "contact": contact_of(request.actor, shown),
        "destruction": newest_about(request.actor, shown.id),
        "may_destroy": request.actor.may("members.destroy"),
        "may_hold": request.actor.may("retention.manage"),
    }
