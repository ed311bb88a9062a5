"""What we decided on each addressable specification, who signed it, and when it is due again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.access.queries import names_of
from chaperone.access.sentences import LEFT
from chaperone.accounts.steps import ask_again
from chaperone.registers.actions.signing import factor_for_form
from chaperone.registers.answers import answer, sent
from chaperone.registers.lists import Filter, Listing
from chaperone.registers.queries.history import history_of
from chaperone.registers.queries.signatures import signatures_of
from chaperone.risks.specifications.actions import (
    review_decision,
    sign_decisions,
    text_of,
    write_decision,
    write_proposals,
)
from chaperone.risks.specifications.errors import NotAddressable, SpecificationsError
from chaperone.risks.specifications.forms import ReviewForm, SignForm, WriteForm
from chaperone.risks.specifications.proposals import proposals
from chaperone.risks.specifications.queries import (
    Decided,
    drafts_of,
    record_of,
    specification_of,
    specifications_of,
)

PURPOSE = "operations"
_STATES = (
    ("undecided", "Not decided yet"),
    ("draft", "Written"),
    ("in_force", "Decided"),
    ("due", "Due for review"),
)


@require_GET
@requires("risks.read", purpose=PURPOSE)
def register(request: SignedInRequest) -> HttpResponse:
    """All addressable specifications with who decided what."""
    found = specifications_of(request.actor)
    names = names_of({each.signed_by for each in found if each.signed_by})
    today = timezone.localdate()
    states = [each.state(today) for each in found]

    def by_state(lines: list[Decided], state: str) -> list[Decided]:
        return [each for each in lines if each.state(today) == state]

    listing = Listing(
        request,
        found,
        filters={"state": Filter("State", _STATES, by_state)},
        register="specifications",
    )
    context = {
        "listing": listing,
        "lines": [
            (each, each.state(today), names.get(each.signed_by, LEFT) if each.signed_by else "")
            for each in listing.rows
        ],
        "all": len(found),
        "decided": sum(state in ("in_force", "due") for state in states),
        "due": states.count("due"),
        "undecided": states.count("undecided"),
        "drafts": sum(each.draft is not None for each in found),
        "may_write": request.actor.may("risks.manage"),
        "may_sign": request.actor.may("risks.accept"),
    }
    return render(request, "risks/specifications/register.html", context)


@require_POST
@requires("risks.manage", purpose=PURPOSE)
def propose(request: SignedInRequest) -> HttpResponse:
    """Takes our proposals over as drafts, for whatever is undecided."""
    count = write_proposals(actor=request.actor)
    if count:
        messages.success(request, f"{count} drafts were written. Read, change and sign them.")
    else:
        messages.warning(request, "There is nothing left to propose.")
    return redirect("risks:specifications:register")


@require_GET
@requires("risks.read", purpose=PURPOSE)
def specification(request: SignedInRequest, citation: str) -> HttpResponse:
    """One specification: the rule, our decision, its signatures and history."""
    found = _reach(request, citation)
    record = record_of(request.actor.organization_id, citation)
    people = [each.written_by for each in (found.in_force, found.draft) if each]
    context = {
        "found": found,
        "standard": found.standard,
        "state": found.state(timezone.localdate()),
        "names": names_of({*people, *([found.signed_by] if found.signed_by else [])}),
        "proposal": proposals().get(citation),
        "may_write": request.actor.may("risks.manage"),
        "may_sign": request.actor.may("risks.accept"),
        "signatures": signatures_of(request.actor, record),
        "changes": history_of(request.actor, record),
    }
    return render(request, "risks/specifications/specification.html", context)


@require_http_methods(["GET", "POST"])
@requires("risks.manage", purpose=PURPOSE)
def write(request: SignedInRequest, citation: str) -> HttpResponse:
    """Writes what shall be decided."""
    found = _reach(request, citation)
    begun: Any = found.draft or found.in_force or proposals().get(citation)
    form = WriteForm(
        sent(request),
        initial={"choice": begun.choice, "reasoning": begun.reasoning} if begun else None,
    )
    if form.is_bound and form.is_valid():
        write_decision(actor=request.actor, citation=citation, **form.cleaned_data)
        messages.success(request, "Written. It holds once it is signed.")
        return redirect("risks:specifications:specification", citation=citation)
    context = {
        "heading": "What do we decide, and why?",
        "about": f"{found.standard.specification} (45 CFR {citation})",
        "hint": found.standard.text,
        "submit": "Save the draft",
        "back": reverse("risks:specifications:specification", kwargs={"citation": citation}),
    }
    return answer(request, "risks/form_page.html", context, form=form)


@require_http_methods(["GET", "POST"])
@requires("risks.accept", purpose=PURPOSE)
def sign(request: SignedInRequest) -> HttpResponse:
    """Shows every draft in full, and signs those that are chosen."""
    factor = factor_for_form(request)
    if not factor:
        return ask_again(request)
    drafts = drafts_of(request.actor)
    form = SignForm(
        sent(request),
        drafts={each.id: each.citation for each in drafts},
    )
    if form.is_bound and form.is_valid():
        chosen: list[UUID] = form.cleaned_data["decision_ids"]
        try:
            count = sign_decisions(actor=request.actor, decision_ids=chosen, factor=factor)
        except SpecificationsError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{count} decisions are signed with your name, and in force.")
            return redirect("risks:specifications:register")
    boxes = {choice.data["value"]: choice for choice in form["decision_ids"]}
    context = {"drafts": [(boxes[str(each.id)], text_of(each)) for each in drafts]}
    return answer(request, "risks/specifications/sign.html", context, form=form)


@require_http_methods(["GET", "POST"])
@requires("risks.accept", purpose=PURPOSE)
def review(request: SignedInRequest, citation: str) -> HttpResponse:
    """Says that the decision was looked at and stays, and signs that."""
    found = _reach(request, citation)
    factor = factor_for_form(request)
    if not factor:
        return ask_again(request)
    form = ReviewForm(sent(request))
    if form.is_bound and form.is_valid():
        try:
            review_decision(
                actor=request.actor, citation=citation, factor=factor, **form.cleaned_data
            )
        except SpecificationsError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Reviewed, and signed with your name. It is due in a year.")
            return redirect("risks:specifications:specification", citation=citation)
    context = {
        "heading": "Is this decision still right?",
        "about": text_of(found.in_force) if found.in_force else "",
        "hint": "If it is not, go back and write a new one. This signs that it stays.",
        "submit": "It stays: sign",
        "back": reverse("risks:specifications:specification", kwargs={"citation": citation}),
    }
    return answer(request, "risks/form_page.html", context, form=form)


def _reach(request: SignedInRequest, citation: str) -> Decided:
    try:
        return specification_of(request.actor, citation)
    except NotAddressable as problem:
        raise NotReachable(str(problem)) from problem
