"""What customers signed with the platform: entered by the platform, ended by either side."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.accounts.steps import ask_again
from chaperone.registers.actions.signing import factor_for_form
from chaperone.registers.answers import done, sent
from chaperone.registers.errors import AttachmentRefused
from chaperone.registers.queries.signatures import signatures_by_record
from chaperone.vendors.actions import (
    add_customer_agreement,
    end_customer_agreement,
    sign_customer_agreement,
)
from chaperone.vendors.errors import AlreadyEnded, NoSuchAgreement
from chaperone.vendors.forms import EndForm, SignedForm
from chaperone.vendors.models import CustomerAgreement
from chaperone.vendors.queries import platform_id
from chaperone.vendors.queries.customers import customer_agreement_of, customers_of
from chaperone.vendors.views.parts import PURPOSE, asked, asked_to_sign, signed_page, signing_form


@require_GET
@requires("vendors.read", purpose=PURPOSE)
def customers(request: SignedInRequest) -> HttpResponse:
    """Which customers' data may be touched, and under what."""
    found = customers_of(request.actor) if platform_id() else []
    signed = [agreement.id for each in found for agreement, _ in each.agreements]
    context = {
        "customers": found,
        "signatures": signatures_by_record(request.actor, signed),
        "on_platform": request.actor.on_platform,
        "may_change": request.actor.may("vendors.manage"),
        "may_leave": request.actor.may("destructions.read"),
    }
    return render(request, "vendors/customers.html", context)


@require_http_methods(["GET", "POST"])
@requires("vendors.manage", purpose=PURPOSE)
def customer_agreement_add(request: SignedInRequest, customer_id: UUID) -> HttpResponse:
    """A customer's agreement, by the platform."""
    actor = request.actor
    names = {each.id: each.name for each in customers_of(actor)} if actor.on_platform else {}
    if customer_id not in names:
        raise NotReachable("There is no such customer.")
    factor = factor_for_form(request)
    if not factor:
        return ask_again(request)
    form = signing_form(request, SignedForm)

    def enter() -> None:
        add_customer_agreement(
            actor=actor, customer_id=customer_id, factor=factor, **form.cleaned_data
        )

    if done(form, enter, AttachmentRefused):
        messages.success(request, "Entered and signed. It stands in the customer's record, too.")
        return redirect("vendors:customers")
    context = {
        "title": "Add a customer's agreement",
        "question": f"What did {names[customer_id]} sign with you?",
        "lead": "A business associate agreement: without one in force none of its members' data"
        " opens for your people, and none leaves. You sign with your name and second factor that"
        " these are its terms; the customer signs here as well.",
        "button": "Sign and add the agreement",
        "back": reverse("vendors:customers"),
    }
    return asked(request, form, context)


@require_GET
@requires("vendors.read", purpose=PURPOSE)
def customer_agreement(request: SignedInRequest, customer_agreement_id: UUID) -> HttpResponse:
    """One agreement between a customer and the platform: its terms, and who signed for which."""
    found = _reached(request, customer_agreement_id)
    context = {
        "question": "What did this customer and the platform sign?",
        "back": reverse("vendors:customers"),
    }
    return signed_page(request, found, "vendors:customer_agreement", context)


@require_http_methods(["GET", "POST"])
@requires("vendors.manage", purpose=PURPOSE)
def customer_agreement_sign(request: SignedInRequest, customer_agreement_id: UUID) -> HttpResponse:
    """Signs a customer's agreement, for the side that one is of."""
    found = _reached(request, customer_agreement_id)

    def act(factor: str) -> None:
        sign_customer_agreement(actor=request.actor, agreement_id=found.id, factor=factor)

    page = reverse("vendors:customer_agreement", kwargs={"customer_agreement_id": found.id})
    return asked_to_sign(request, found, act, page)


@require_http_methods(["GET", "POST"])
@requires("vendors.manage", purpose=PURPOSE)
def customer_agreement_end(request: SignedInRequest, customer_agreement_id: UUID) -> HttpResponse:
    """Ends a customer's agreement this second, by either side."""
    agreement = _reached(request, customer_agreement_id)
    form = EndForm(sent(request))
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            end_customer_agreement(actor=request.actor, agreement_id=agreement.id, reason=reason)
        except AlreadyEnded as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Ended. The data does not open under it any more.")
            return redirect("vendors:customers")
    context = {
        "title": "End a customer's agreement",
        "question": "End this customer's agreement with the platform?",
        "lead": "It ends this second: the customer's data does not open for the platform's people"
        " any more, and nothing of it leaves for a vendor. Fixed emergency and crisis texts still"
        " go out. It cannot be taken back: enter the agreement anew if you need to.",
        "button": "End it now",
        "danger": True,
        "back": reverse("vendors:customers"),
    }
    return asked(request, form, context)


def _reached(request: SignedInRequest, agreement_id: UUID) -> CustomerAgreement:
    try:
        return customer_agreement_of(request.actor, agreement_id)
    except NoSuchAgreement as problem:
        raise NotReachable(str(problem)) from problem
