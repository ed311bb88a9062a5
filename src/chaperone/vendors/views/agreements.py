"""What was signed with a vendor."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.vendors.actions import add_agreement, end_agreement
from chaperone.vendors.errors import (
    AlreadyEnded,
    AlreadyRetired,
    MoreThanItMayGet,
    NoSuchAgreement,
)
from chaperone.vendors.forms import AgreementForm, EndForm
from chaperone.vendors.models import Agreement
from chaperone.vendors.queries import agreement_of, today_of
from chaperone.vendors.views.parts import PURPOSE, asked, labels, purposes, reached


@require_http_methods(["GET", "POST"])
@requires("vendors.manage", purpose=PURPOSE)
def agreement_add(request: SignedInRequest, vendor_id: UUID) -> HttpResponse:
    """What was signed with a vendor."""
    vendor = reached(request, vendor_id)
    posted = request.POST if request.method == "POST" else None
    form = AgreementForm(posted, may_get=vendor.elements)
    if form.is_bound and form.is_valid():
        try:
            add_agreement(actor=request.actor, vendor_id=vendor.id, **form.cleaned_data)
        except (AlreadyRetired, MoreThanItMayGet) as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Entered. What was held for want of it goes on now.")
            return redirect("vendors:vendor", vendor_id=vendor.id)
    context = {
        "title": "Add an agreement",
        "question": f"What was signed with {vendor.name}?",
        "lead": "An agreement is never changed here. End a wrong one, and enter it anew.",
        "button": "Add the agreement",
        "back": reverse("vendors:vendor", kwargs={"vendor_id": vendor.id}),
    }
    return asked(request, form, context)


@require_http_methods(["GET", "POST"])
@requires("vendors.manage", purpose=PURPOSE)
def agreement_end(request: SignedInRequest, agreement_id: UUID) -> HttpResponse:
    """Ends an agreement this second."""
    try:
        agreement = agreement_of(request.actor, agreement_id)
    except NoSuchAgreement as problem:
        raise NotReachable(str(problem)) from problem
    form = EndForm(request.POST if request.method == "POST" else None)
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


def _line(request: SignedInRequest, agreement: Agreement) -> dict[str, Any]:
    return {
        "agreement": agreement,
        "state": agreement.state_on(today_of(request.actor)),
        "covers": labels(agreement.covers),
        "purposes": purposes(agreement),
    }
