"""What is the covered entity told, whose business associate we are?"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.access.queries import names_of
from chaperone.documents.rendering import render as render_pdf
from chaperone.incidents.assessing.queries import clocks_of, states_to_tell
from chaperone.incidents.cases.pages import head_of, reach
from chaperone.incidents.errors import IncidentError
from chaperone.incidents.exposure.residence import by_name
from chaperone.incidents.frame import MANAGE, PURPOSE, READ
from chaperone.incidents.models import Incident
from chaperone.incidents.notifying.actions.telling import ask_customer_files, tell_customer
from chaperone.incidents.notifying.customer import (
    Breach,
    as_document,
    as_json,
    elements_of,
    later,
)
from chaperone.incidents.notifying.errors import NoBreach, NotAnAssociate
from chaperone.incidents.notifying.forms import CustomerForm
from chaperone.incidents.notifying.queries.customers import customer_breach, customer_notices
from chaperone.incidents.notifying.views.files import called, file_of, json_of, marked, record_taken
from chaperone.registers.answers import done, sent


@require_GET
@requires(READ, purpose=PURPOSE)
def customer(request: SignedInRequest, incident_id: UUID) -> HttpResponse:
    """What is the covered entity told, and was it?"""
    actor, case = request.actor, reach(request.actor, incident_id)
    breach = _breach(request, case)
    told = customer_notices(actor, case)
    clocks = clocks_of(actor, case)
    context = {
        "elements": elements_of(breach),
        "later": later(breach),
        "states": by_name(states_to_tell(breach.assessment, breach.exposure)),
        "count": len(breach.individuals),
        "told": told,
        "clocks": [each for each in clocks if each.ends_with_notice],
        "names": names_of({each.sent_by for each in told}),
    }
    return render(request, "incidents/customer.html", {**head_of(actor, case), **context})


@require_GET
@requires(READ, purpose=PURPOSE)
def customer_pdf(request: SignedInRequest, incident_id: UUID) -> HttpResponse:
    """The notice to print, without the list of individuals."""
    case = reach(request.actor, incident_id)
    content = render_pdf(as_document(_counted(request, case), made_at=timezone.now()))
    name = f"{called(case, f'breach-{case.number}-customer')}.pdf"
    record_taken(request, name, case.id)
    return file_of(content, name, "application/pdf")


@require_GET
@requires(READ, purpose=PURPOSE)
def customer_json(request: SignedInRequest, incident_id: UUID) -> HttpResponse:
    """The notice for a program, without the list of individuals."""
    case = reach(request.actor, incident_id)
    found, name = marked(case, as_json(_counted(request, case)), f"breach-{case.number}-customer")
    return json_of(request, found, name, case.id)


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def customer_names(request: SignedInRequest, incident_id: UUID) -> HttpResponse:
    """Has it made with everybody's name."""
    case = reach(request.actor, incident_id)
    if request.method == "POST":
        try:
            ask_customer_files(actor=request.actor, incident_id=case.id)
        except IncidentError as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, "The files are being made.")
        return redirect("incidents:customer", incident_id=case.id)
    context = {
        "heading": "Make the notice with everybody's name?",
        "hint": "A worker opens names, numbers and addresses before a witness. An administrator"
        " takes the files on the page “Letters to be sent”, under an approval, and sends them"
        " encrypted.",
        "submit": "Make the files",
        "back": reverse("incidents:customer", kwargs={"incident_id": case.id}),
    }
    return render(request, "incidents/form_page.html", context)


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def customer_sent(request: SignedInRequest, incident_id: UUID) -> HttpResponse:
    """Records that the covered entity was told."""
    case = reach(request.actor, incident_id)
    form = CustomerForm(sent(request))
    if done(
        form,
        lambda: tell_customer(actor=request.actor, incident_id=case.id, **form.cleaned_data),
        IncidentError,
    ):
        messages.success(request, "Recorded. The deadline is met.")
        return redirect("incidents:customer", incident_id=case.id)
    context = {
        "heading": "To whom was it sent?",
        "hint": "The deadline of 45 CFR 164.410(b) ends with this. What you learn later is told"
        " again, and recorded again (164.410(c)(2)).",
        "submit": "Record it as sent",
        "back": reverse("incidents:customer", kwargs={"incident_id": case.id}),
        "form": form,
    }
    status = 400 if form.is_bound else 200
    return render(request, "incidents/form_page.html", context, status=status)


def _counted(request: SignedInRequest, case: Incident) -> Breach:
    """What may be taken without an approval: counts, and words that name nobody."""
    return _breach(request, case)._replace(individuals=())


def _breach(request: SignedInRequest, case: Incident) -> Breach:
    try:
        return customer_breach(request.actor, case)
    except (NoBreach, NotAnAssociate) as problem:
        raise NotReachable(str(problem)) from problem
