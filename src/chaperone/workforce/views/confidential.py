"""Sanctions and background checks: for few, and each reading is recorded."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.registers.answers import sent
from chaperone.registers.queries.history import history_of
from chaperone.workforce.actions.confidential import (
    add_record,
    read_records,
    retire_record,
    subject_of,
)
from chaperone.workforce.errors import AboutOneself
from chaperone.workforce.forms import ConfidentialForm
from chaperone.workforce.queries.confidential import file_of
from chaperone.workforce.queries.people import person_of
from chaperone.workforce.views.answering import PURPOSE, answer, reached


@require_GET
@requires("workforce.sanctions", purpose=PURPOSE)
def file(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    """What is confidentially on record about somebody?"""
    with reached():
        try:
            person, records = read_records(actor=request.actor, person_id=person_id)
        except AboutOneself as problem:
            raise NotReachable(str(problem)) from problem
    context = {
        "person": person,
        "records": records,
        "changes": history_of(request.actor, file_of(person)),
    }
    return render(request, "workforce/confidential.html", context)


@require_http_methods(["GET", "POST"])
@requires("workforce.sanctions", purpose=PURPOSE)
def record_add(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    """A new record, sealed."""
    with reached():
        person = person_of(request.actor, person_id)
        form = ConfidentialForm(sent(request))
        if form.is_bound and form.is_valid():
            try:
                add_record(actor=request.actor, person_id=person_id, **form.cleaned_data)
            except AboutOneself as problem:
                raise NotReachable(str(problem)) from problem
            messages.success(request, "Kept, sealed.")
            return redirect("workforce:confidential", person_id=person_id)
    return answer(request, "workforce/confidential_add.html", form, {"person": person})


@require_http_methods(["GET", "POST"])
@requires("workforce.sanctions", purpose=PURPOSE)
def record_retire(request: SignedInRequest, record_id: UUID) -> HttpResponse:
    """Shows a record no longer, after asking once more."""
    with reached():
        try:
            if request.method == "GET":
                whose = subject_of(actor=request.actor, record_id=record_id)
                context = {"record_id": record_id, "person": whose}
                return render(request, "workforce/confidential_retire.html", context)
            person_id = retire_record(actor=request.actor, record_id=record_id)
        except AboutOneself as problem:
            raise NotReachable(str(problem)) from problem
    messages.success(request, "Retired. It is kept, and shown no longer.")
    return redirect("workforce:confidential", person_id=person_id)
