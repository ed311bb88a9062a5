"""What was signed with a vendor."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.access.roles import labels_of
from chaperone.accounts.steps import ask_again
from chaperone.organizations.days import today_of
from chaperone.registers.actions.signing import factor_for_form
from chaperone.registers.answers import done, sent
from chaperone.registers.errors import AttachmentRefused
from chaperone.registers.lists import Filter, Listing
from chaperone.registers.queries.signatures import signatures_by_record
from chaperone.vendors.actions import add_agreement, end_agreement, sign_agreement
from chaperone.vendors.errors import AlreadyEnded, NoSuchAgreement, VendorsError
from chaperone.vendors.forms import AgreementForm, EndForm
from chaperone.vendors.models import Agreement
from chaperone.vendors.queries import agreement_of, agreements_of, in_state
from chaperone.vendors.signing import AGREEMENT
from chaperone.vendors.views.parts import (
    PURPOSE,
    STATES,
    asked,
    asked_to_sign,
    may_change,
    purposes,
    reached,
    signed_page,
    signing_form,
)


@require_http_methods(["GET", "POST"])
@requires("vendors.manage", purpose=PURPOSE)
def agreement_add(request: SignedInRequest, vendor_id: UUID) -> HttpResponse:
    """What was signed with a vendor."""
    vendor = reached(request, vendor_id)
    factor = factor_for_form(request)
    if not factor:
        return ask_again(request)
    form = signing_form(request, AgreementForm, may_get=vendor.elements)

    def enter() -> None:
        add_agreement(actor=request.actor, vendor_id=vendor.id, factor=factor, **form.cleaned_data)

    if done(form, enter, (VendorsError, AttachmentRefused)):
        messages.success(request, "Entered and signed. What was held for want of it goes on now.")
        return redirect("vendors:vendor", vendor_id=vendor.id)
    context = {
        "title": "Add an agreement",
        "question": f"What was signed with {vendor.name}?",
        "lead": "You sign with your name and second factor that these are its terms. They are"
        " never changed here: end a wrong agreement, and enter it anew.",
        "button": "Sign and add the agreement",
        "back": reverse("vendors:vendor", kwargs={"vendor_id": vendor.id}),
    }
    return asked(request, form, context)


@require_GET
@requires("vendors.read", purpose=PURPOSE)
def agreements(request: SignedInRequest) -> HttpResponse:
    """Everything that was ever signed with a vendor."""
    actor, today = request.actor, today_of(request.actor)

    def by_state(rows: QuerySet[Agreement], state: str) -> QuerySet[Agreement]:
        return in_state(rows, state, today)

    listing = Listing(
        request,
        agreements_of(actor),
        search=["vendor__name", "reference", "host"],
        filters={
            "kind": Filter("Kind", Agreement.Kind.choices, "kind"),
            "state": Filter("State", STATES, by_state),
        },
        register="agreements",
    )
    signatures = signatures_by_record(actor, [each.id for each in listing.rows])
    context = {
        "listing": listing,
        "lines": [
            (each, each.state_on(today), labels_of(each.covers), signatures.get(each.id, []))
            for each in listing.rows
        ],
    }
    return render(request, "vendors/agreements.html", context)


@require_GET
@requires("vendors.read", purpose=PURPOSE)
def agreement(request: SignedInRequest, agreement_id: UUID) -> HttpResponse:
    """One agreement: its terms, who signed them, its files and its history."""
    actor, found = request.actor, _reached(request, agreement_id)
    context = {
        "question": f"What was signed with {found.vendor.name}?",
        "kind": AGREEMENT,
        "record": found.id,
        "may_attach": may_change(actor, found),
        "back": reverse("vendors:vendor", kwargs={"vendor_id": found.vendor_id}),
    }
    return signed_page(request, found, "vendors:agreement", context)


@require_http_methods(["GET", "POST"])
@requires("vendors.manage", purpose=PURPOSE)
def agreement_sign(request: SignedInRequest, agreement_id: UUID) -> HttpResponse:
    """Signs an agreement that stands here unsigned, or that somebody else has signed."""
    found = _reached(request, agreement_id)

    def act(factor: str) -> None:
        sign_agreement(actor=request.actor, agreement_id=found.id, factor=factor)

    page = reverse("vendors:agreement", kwargs={"agreement_id": found.id})
    return asked_to_sign(request, found, act, page)


@require_http_methods(["GET", "POST"])
@requires("vendors.manage", purpose=PURPOSE)
def agreement_end(request: SignedInRequest, agreement_id: UUID) -> HttpResponse:
    """Ends an agreement this second."""
    agreement = _reached(request, agreement_id)
    form = EndForm(sent(request))
    if form.is_bound and form.is_valid():
        try:
            end_agreement(
                actor=request.actor,
                agreement_id=agreement.id,
                reason=form.cleaned_data["reason"],
            )
        except AlreadyEnded as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Ended. Nothing leaves under it any more.")
            return redirect("vendors:vendor", vendor_id=agreement.vendor_id)
    status = 400 if form.is_bound and form.errors else 200
    context = {"form": form, **_line(request, agreement)}
    return render(request, "vendors/agreement_end.html", context, status=status)


def _reached(request: SignedInRequest, agreement_id: UUID) -> Agreement:
    try:
        return agreement_of(request.actor, agreement_id)
    except NoSuchAgreement as problem:
        raise NotReachable(str(problem)) from problem


def _line(request: SignedInRequest, agreement: Agreement) -> dict[str, Any]:
    return {
        "agreement": agreement,
        "state": agreement.state_on(today_of(request.actor)),
        "covers": labels_of(agreement.covers),
        "purposes": purposes(agreement),
    }
