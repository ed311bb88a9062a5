"""Destroying a member's data: asked for here, approved here by somebody else.

45 CFR 164.310(d)(2)(i). The second factor is asked for before each of the two.
"""

from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.access.forms import PostedForm
from chaperone.access.queries import names_of
from chaperone.accounts.steps import step_up
from chaperone.members.forms import PageForm
from chaperone.members.queries import reach_member
from chaperone.registers.answers import answer, sent
from chaperone.registers.paging import page_url
from chaperone.retention.actions import approve, ask, refuse, withdraw
from chaperone.retention.certificates import KEPT, RESIDUE, said_by
from chaperone.retention.errors import (
    AlreadyAsked,
    NoSuchDestruction,
    NotToBeDestroyed,
    NotWaiting,
    OwnQuestion,
)
from chaperone.retention.models import Destruction
from chaperone.retention.queries import (
    certificate_of,
    destruction_of,
    destructions_of,
    newest_about,
    reference_of,
)
from chaperone.vault.shredding import sealed_under
from chaperone.web.administration.forms.destructions import AskForm, DecideForm

PURPOSE = "operations"
PROVED_SECONDS = 15 * 60


class Line(NamedTuple):
    """A destruction in the list, with the names of who asked and who decided."""

    destruction: Destruction
    asked_by: str
    decided_by: str


@require_http_methods(["GET", "POST"])
@requires("members.destroy", purpose=PURPOSE)
@step_up(within_seconds=PROVED_SECONDS)
def member_destroy(request: SignedInRequest, member_id: UUID) -> HttpResponse:
    """Says what would be lost and what stays, and asks."""
    actor = request.actor
    shown = reach_member(actor=actor, member_id=member_id)
    already = newest_about(actor, member_id)
    if already and already.state in (*Destruction.OPEN, Destruction.State.DONE):
        return redirect("administration:destruction", destruction_id=already.id)
    form = AskForm(sent(request))
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        try:
            asked = ask(
                actor=actor,
                member_id=member_id,
                basis=values["basis"],
                file_number=values["file_number"],
            )
        except (AlreadyAsked, NotToBeDestroyed) as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Asked. Somebody else must approve it now.")
            return redirect("administration:destruction", destruction_id=asked.id)
    context = {
        "member": shown,
        "lost": sealed_under(organization_id=actor.organization_id, member_id=member_id),
        "kept": KEPT,
    }
    return answer(request, "administration/member_destroy.html", context, form=form)


@require_GET
@requires("destructions.read", purpose=PURPOSE)
def destructions(request: SignedInRequest) -> HttpResponse:
    """What was destroyed, and what waits."""
    form = PageForm(request.GET)
    found, further = destructions_of(request.actor, before=form.entry())
    names = _names(found)
    context = {
        "lines": [_line(each, names) for each in found],
        "next_url": page_url(request, "before", further),
    }
    return answer(request, "administration/destructions.html", context, form=PostedForm())


@require_GET
@requires("destructions.read", purpose=PURPOSE)
def destruction(request: SignedInRequest, destruction_id: UUID) -> HttpResponse:
    """One of them: who asked, who decided, and the certificate once there is one."""
    found = reach_destruction(request, destruction_id)
    return answer(
        request, "administration/destruction.html", _about(request, found), form=PostedForm()
    )


@require_http_methods(["GET", "POST"])
@requires("destructions.approve", purpose=PURPOSE)
@step_up(within_seconds=PROVED_SECONDS)
def destruction_decide(request: SignedInRequest, destruction_id: UUID) -> HttpResponse:
    """The second person's word on it."""
    found = reach_destruction(request, destruction_id)
    if found.state != Destruction.State.WAITING:
        return redirect("administration:destruction", destruction_id=found.id)
    form = DecideForm(sent(request))
    if form.is_bound and form.is_valid():
        decide = approve if form.cleaned_data["decision"] == "approve" else refuse
        try:
            decide(actor=request.actor, destruction_id=found.id)
        except (NotWaiting, OwnQuestion) as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _done(form.cleaned_data["decision"]))
            return redirect("administration:destruction", destruction_id=found.id)
    context = _about(request, found) | {"kept": KEPT, "residue": RESIDUE}
    return answer(request, "administration/destruction_decide.html", context, form=form)


@require_POST
@requires("members.destroy", purpose=PURPOSE)
def destruction_withdraw(request: SignedInRequest, destruction_id: UUID) -> HttpResponse:
    """Takes back what was asked for and not decided yet."""
    try:
        withdraw(actor=request.actor, destruction_id=destruction_id)
    except NoSuchDestruction as problem:
        raise NotReachable("There is no such destruction of yours.") from problem
    except NotWaiting as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, "Taken back. Nothing is destroyed.")
    return redirect("administration:destruction", destruction_id=destruction_id)


def reach_destruction(request: SignedInRequest, destruction_id: UUID) -> Destruction:
    """The destruction, if it is the organization's. Raises ``NotReachable``."""
    try:
        return destruction_of(request.actor, destruction_id)
    except NoSuchDestruction as problem:
        raise NotReachable("There is no such destruction here.") from problem


def _about(request: SignedInRequest, found: Destruction) -> dict[str, Any]:
    actor = request.actor
    waits = found.state == Destruction.State.WAITING
    own = found.asked_by == actor.id
    certificate = certificate_of(found)
    return {
        "line": _line(found, _names([found])),
        "certificate": certificate,
        "said": said_by(certificate) if certificate else None,
        "reference": reference_of(certificate) if certificate else None,
        "may_decide": waits and not own and actor.may("destructions.approve"),
        "may_withdraw": waits and own and actor.may("members.destroy"),
    }


def _names(found: list[Destruction]) -> dict[UUID, str]:
    people = {each.asked_by for each in found} | {each.decided_by for each in found}
    return names_of({person for person in people if person})


def _line(found: Destruction, names: dict[UUID, str]) -> Line:
    decided_by = names.get(found.decided_by, "") if found.decided_by else ""
    return Line(found, names.get(found.asked_by, "somebody"), decided_by)


def _done(decision: str) -> str:
    if decision == "approve":
        return "Approved. A worker destroys the data now; load this page again in a moment."
    return "Refused. Nothing is destroyed."
