"""The register of vendors: who else may get members' data, and under which agreement."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.access.queries import names_of
from chaperone.access.roles import ELEMENTS
from chaperone.vendors.actions import add_agreement, add_vendor, end_agreement
from chaperone.vendors.errors import AlreadyEnded, AlreadyRegistered, NoSuchAgreement, NoSuchVendor
from chaperone.vendors.forms import AgreementForm, EndForm, VendorForm
from chaperone.vendors.models import Agreement
from chaperone.vendors.queries import agreement_of, register_of, vendor_of

PURPOSE = "operations"


@require_GET
@requires("vendors.read", purpose=PURPOSE)
def register(request: SignedInRequest) -> HttpResponse:
    """Every vendor with its agreements, and whether each is in force."""
    found = register_of(request.actor)
    names = names_of({each.recorded_by for entry in found for each in entry.agreements})
    context = {
        "vendors": [
            (entry.vendor, [_line(each, names) for each in entry.agreements]) for entry in found
        ],
        "may_change": request.actor.may("vendors.manage"),
    }
    return render(request, "vendors/register.html", context)


@require_http_methods(["GET", "POST"])
@requires("vendors.manage", purpose=PURPOSE)
def vendor_add(request: SignedInRequest) -> HttpResponse:
    """A new vendor."""
    form = VendorForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            vendor = add_vendor(actor=request.actor, **form.cleaned_data)
        except AlreadyRegistered as problem:
            form.add_error("name", str(problem))
        else:
            messages.success(request, "Entered. Now enter what was signed with it.")
            return redirect("vendors:agreement_add", vendor_id=vendor.id)
    return _answer(request, "vendors/vendor_add.html", form, {})


@require_http_methods(["GET", "POST"])
@requires("vendors.manage", purpose=PURPOSE)
def agreement_add(request: SignedInRequest, vendor_id: UUID) -> HttpResponse:
    """What was signed with a vendor."""
    try:
        vendor = vendor_of(request.actor, vendor_id)
    except NoSuchVendor as problem:
        raise NotReachable(str(problem)) from problem
    form = AgreementForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        add_agreement(actor=request.actor, vendor_id=vendor.id, **form.cleaned_data)
        messages.success(request, "Entered.")
        return redirect("vendors:register")
    return _answer(request, "vendors/agreement_add.html", form, {"vendor": vendor})


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
            return redirect("vendors:register")
    return _answer(request, "vendors/agreement_end.html", form, _line(agreement, {}))


def _answer(
    request: SignedInRequest, template: str, form: Any, context: dict[str, Any]
) -> HttpResponse:
    status = 400 if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)


def _line(agreement: Agreement, names: dict[UUID, str]) -> dict[str, Any]:
    return {
        "agreement": agreement,
        "state": agreement.state_on(timezone.localdate()),
        "covers": [ELEMENTS[name].label for name in agreement.covers if name in ELEMENTS],
        "recorded_by": names.get(agreement.recorded_by, "Somebody who has left"),
    }
