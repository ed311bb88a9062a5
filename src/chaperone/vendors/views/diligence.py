"""Judging a vendor, and what it has shown of itself."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.organizations.days import today_of
from chaperone.registers.answers import sent
from chaperone.vendors.actions import add_assurance, assess_vendor, retire_assurance
from chaperone.vendors.errors import AlreadyRetired, NoSuchAssurance, VendorsError
from chaperone.vendors.forms import AssessmentForm, AssuranceForm
from chaperone.vendors.views.parts import PURPOSE, asked, reached


@require_http_methods(["GET", "POST"])
@requires("vendors.manage", purpose=PURPOSE)
def assess(request: SignedInRequest, vendor_id: UUID) -> HttpResponse:
    """The questionnaire."""
    vendor = reached(request, vendor_id)
    posted = sent(request)
    form = AssessmentForm(posted, today=today_of(request.actor))
    if form.is_bound and form.is_valid():
        try:
            made = assess_vendor(
                actor=request.actor,
                vendor_id=vendor.id,
                answers=form.answers,
                review_on=form.cleaned_data["review_on"],
                note=form.cleaned_data["note"],
            )
        except VendorsError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"Kept: {made.score} percent.")
            return redirect("vendors:vendor", vendor_id=vendor.id)
    context = {
        "title": f"Judge {vendor.name}",
        "question": f"Can {vendor.name} be trusted with what it gets?",
        "lead": "Fill in what it answered. The score counts the questions that apply.",
        "button": "Keep the answers",
        "back": reverse("vendors:vendor", kwargs={"vendor_id": vendor.id}),
    }
    return asked(request, form, context)


@require_http_methods(["GET", "POST"])
@requires("vendors.manage", purpose=PURPOSE)
def assurance_add(request: SignedInRequest, vendor_id: UUID) -> HttpResponse:
    """A document or attestation of the vendor's own."""
    vendor = reached(request, vendor_id)
    form = AssuranceForm(sent(request))
    if form.is_bound and form.is_valid():
        try:
            add_assurance(actor=request.actor, vendor_id=vendor.id, **form.cleaned_data)
        except AlreadyRetired as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "On file. Add the file itself under “Files”.")
            return redirect("vendors:vendor", vendor_id=vendor.id)
    context = {
        "title": "Add a document",
        "question": f"What has {vendor.name} shown of itself?",
        "button": "Put it on file",
        "back": reverse("vendors:vendor", kwargs={"vendor_id": vendor.id}),
    }
    return asked(request, form, context)


@require_POST
@requires("vendors.manage", purpose=PURPOSE)
def assurance_retire(request: SignedInRequest, assurance_id: UUID) -> HttpResponse:
    """A document does not count any more."""
    try:
        retired = retire_assurance(actor=request.actor, assurance_id=assurance_id)
    except NoSuchAssurance as problem:
        raise NotReachable(str(problem)) from problem
    except AlreadyRetired as problem:
        messages.error(request, str(problem))
        return redirect("vendors:register")
    messages.success(request, "It does not count any more; it stays on file.")
    return redirect("vendors:vendor", vendor_id=retired.vendor_id)
