"""What customers signed with the platform: entered by the platform, ended by either side."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.vendors.actions import add_customer_agreement, end_customer_agreement
from chaperone.vendors.errors import AlreadyEnded, NoSuchAgreement
from chaperone.vendors.forms import EndForm, SignedForm
from chaperone.vendors.queries import platform_id
from chaperone.vendors.queries.customers import customer_agreement_of, customers_of
from chaperone.vendors.views.parts import PURPOSE, asked


@require_GET
@requires("vendors.read", purpose=PURPOSE)
def customers(request: SignedInRequest) -> HttpResponse:
    """Which customers' data may be touched, and under what."""
    context = {
        "customers": customers_of(request.actor) if platform_id() else [],
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
    form = SignedForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        add_customer_agreement(actor=actor, customer_id=customer_id, **form.cleaned_data)
        messages.success(request, "Entered. It stands in the customer's record, too.")
        return redirect("vendors:customers")
    context = {
        "title": "Add a customer's agreement",
        "question": f"What did {names[customer_id]} sign with you?",
        "lead": "A business associate agreement: without one in force none of its members' data"
        " opens for your people, and none leaves.",
        "button": "Add the agreement",
        "back": reverse("vendors:customers"),
    }
    return asked(request, form, context)


@require_http_methods(["GET", "POST"])
@requires("vendors.manage", purpose=PURPOSE)
def customer_agreement_end(request: SignedInRequest, customer_agreement_id: UUID) -> HttpResponse:
    """Ends a customer's agreement this second, by either side."""
    try:
        agreement = customer_agreement_of(request.actor, customer_agreement_id)
    except NoSuchAgreement as problem:
        raise NotReachable(str(problem)) from problem
    form = EndForm(request.POST if request.method == "POST" else None)
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
