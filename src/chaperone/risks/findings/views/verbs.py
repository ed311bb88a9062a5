"""What is done to one finding: an owner, the end, a new beginning."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.queries import staff_of
from chaperone.risks.findings.actions.closing import (
    assign_finding,
    close_finding,
    reopen_finding,
)
from chaperone.risks.findings.errors import FindingsError
from chaperone.risks.findings.forms import CloseForm, OwnerForm, ReopenForm
from chaperone.risks.findings.views.register import PURPOSE, one, reach


@require_POST
@requires("risks.manage", purpose=PURPOSE)
def assign(request: SignedInRequest, finding_id: UUID) -> HttpResponse:
    """Names who mends it."""
    reach(request, finding_id)
    form = OwnerForm(request.POST, people=staff_of(request.actor))
    if form.is_valid():
        try:
            assign_finding(actor=request.actor, finding_id=finding_id, **form.cleaned_data)
        except FindingsError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Noted.")
            return redirect("risks:findings:finding", finding_id=finding_id)
    return one(request, finding_id, {"owner_form": form, "form": form}, status=400)


@require_POST
@requires("risks.manage", purpose=PURPOSE)
def close(request: SignedInRequest, finding_id: UUID) -> HttpResponse:
    """Closes it, with why."""
    reach(request, finding_id)
    form = CloseForm(request.POST)
    if form.is_valid():
        try:
            close_finding(actor=request.actor, finding_id=finding_id, **form.cleaned_data)
        except FindingsError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Closed.")
            return redirect("risks:findings:finding", finding_id=finding_id)
    return one(request, finding_id, {"close_form": form, "form": form}, status=400)


@require_POST
@requires("risks.manage", purpose=PURPOSE)
def reopen(request: SignedInRequest, finding_id: UUID) -> HttpResponse:
    """Opens a closed one again."""
    reach(request, finding_id)
    form = ReopenForm(request.POST)
    if form.is_valid():
        try:
            reopen_finding(actor=request.actor, finding_id=finding_id, **form.cleaned_data)
        except FindingsError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Open again, with its old deadline.")
            return redirect("risks:findings:finding", finding_id=finding_id)
    return one(request, finding_id, {"reopen_form": form, "form": form}, status=400)
