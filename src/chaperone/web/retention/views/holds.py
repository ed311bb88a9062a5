"""Legal holds: what must stay, whatever its period says."""

from contextlib import suppress
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.access.forms import PostedForm
from chaperone.access.registry import members
from chaperone.members.queries import reach_member
from chaperone.registers.answers import answer, sent
from chaperone.retention.errors import NoSuchHold, NotWaiting, OwnQuestion
from chaperone.retention.holds.actions import ask_release, keep_on, place_hold, release
from chaperone.retention.holds.queries import hold_of, holds_of
from chaperone.retention.models import Hold
from chaperone.sms.errors import SmsError
from chaperone.web.retention.forms import (
    EVERYTHING,
    MEMBER,
    DecideForm,
    HoldForm,
    MemberHoldForm,
)
from chaperone.web.retention.shown import APPROVE, MANAGE, PURPOSE, READ, hold_lines


@require_GET
@requires(READ, purpose=PURPOSE)
def holds(request: SignedInRequest) -> HttpResponse:
    """What must stay, and for which matter?"""
    lines = hold_lines(holds_of(request.actor))
    return render(request, "retention/holds.html", {"lines": lines})


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def hold_add(request: SignedInRequest) -> HttpResponse:
    """Has everything, a class or one member's data kept from now on. Whoever places it need not
    see members: the one who is meant is named by a telephone number, and nothing is opened.
    """
    form = HoldForm(sent(request))
    return _placed(request, form, reverse("retention:hold_add"))


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def hold_member(request: SignedInRequest, member_id: UUID) -> HttpResponse:
    """Has one member's data kept from now on."""
    reach_member(actor=request.actor, member_id=member_id)
    form = MemberHoldForm(sent(request))
    address = reverse("retention:hold_member", kwargs={"member_id": member_id})
    return _placed(request, form, address, member_id=member_id)


@require_http_methods(["GET", "POST"])
@requires(READ, purpose=PURPOSE)
def hold(request: SignedInRequest, hold_id: UUID) -> HttpResponse:
    """One hold; the second person's word on its end."""
    actor = request.actor
    found = _reached(request, hold_id)
    may_decide = (
        found.state == "asked" and found.release_asked_by != actor.id and actor.may(APPROVE)
    )
    if request.method == "POST" and not actor.may(APPROVE):
        raise NotReachable("This is not yours to decide.")
    form = DecideForm(sent(request))
    if form.is_bound and form.is_valid():
        decide = release if form.cleaned_data["decision"] == "agree" else keep_on
        try:
            decide(actor=actor, hold_id=hold_id)
        except (NotWaiting, OwnQuestion) as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Decided.")
            return redirect("retention:hold", hold_id=hold_id)
    context = {
        "line": hold_lines([found])[0],
        "may_decide": may_decide,
        "may_ask": found.state == "in_force" and actor.may(MANAGE),
    }
    return answer(request, "retention/hold.html", context, form=form)


@require_POST
@requires(MANAGE, purpose=PURPOSE)
def hold_release(request: SignedInRequest, hold_id: UUID) -> HttpResponse:
    """Asks for a hold to be released."""
    _reached(request, hold_id)
    try:
        ask_release(actor=request.actor, hold_id=hold_id)
    except NotWaiting as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, "Asked. The hold stays until somebody else agrees.")
    return redirect("retention:hold", hold_id=hold_id)


def _placed(
    request: SignedInRequest, form: PostedForm, address: str, member_id: UUID | None = None
) -> HttpResponse:
    if form.is_bound and form.is_valid() and (meant := _meant(request, form, member_id)):
        values: dict[str, Any] = form.cleaned_data
        placed = place_hold(
            actor=request.actor,
            ground=values["ground"],
            matter=values["matter"],
            class_name=meant.class_name,
            member_id=meant.member_id,
        )
        messages.success(request, "In force. Nothing that it names goes from now on.")
        return redirect("retention:hold", hold_id=placed.id)
    context = {"address": address, "member_id": member_id}
    return answer(request, "retention/hold_add.html", context, form=form)


class _Meant(NamedTuple):
    """A class, a member, or neither: everything."""

    class_name: str
    member_id: UUID | None


def _meant(request: SignedInRequest, form: PostedForm, member_id: UUID | None) -> _Meant | None:
    """What the hold is to keep; None, and said in the form, where nobody has the number."""
    what = form.cleaned_data.get("what", MEMBER if member_id else EVERYTHING)
    if what != MEMBER or member_id:
        return _Meant("" if what in (MEMBER, EVERYTHING) else what, member_id)
    found, number = None, form.cleaned_data["number"]
    with suppress(SmsError):
        found = members().by_number(organization_id=request.actor.organization_id, number=number)
    if found is None:
        form.add_error("number", "No member of this organization has this number.")
        return None
    return _Meant("", found)


def _reached(request: SignedInRequest, hold_id: UUID) -> Hold:
    try:
        return hold_of(request.actor, hold_id)
    except NoSuchHold as problem:
        raise NotReachable(str(problem)) from problem
