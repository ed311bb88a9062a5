"""What was reported, and what is done about it: for those who run incidents."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.access.queries import names_of
from chaperone.incidents.actions.merging import merge_report
from chaperone.incidents.errors import IncidentError, NoSuchReport
from chaperone.incidents.frame import LEFT, MANAGE, PURPOSE, READ
from chaperone.incidents.models import Report
from chaperone.incidents.queries.incidents import open_incidents
from chaperone.incidents.queries.reports import report_of, reports_of
from chaperone.incidents.reports.actions.deciding import (
    acknowledge_report,
    close_report,
    open_report,
)
from chaperone.incidents.reports.actions.texting import text_back
from chaperone.incidents.reports.forms import AnswerForm, CloseForm, MergeForm, TextBackForm
from chaperone.registers.answers import done
from chaperone.registers.lists import Filter, Listing
from chaperone.registers.queries.history import history_of


@require_GET
@requires(READ, purpose=PURPOSE)
def reports(request: SignedInRequest) -> HttpResponse:
    """Every report that the actor may see, the latest first."""
    listing = Listing(
        request,
        reports_of(request.actor),
        filters={
            "state": Filter("State", Report.State.choices, "state"),
            "way": Filter("How it came", Report.Way.choices, "way"),
        },
    )
    now = timezone.now()
    lines = [{"report": each, "state": _state(each, now)} for each in listing.rows]
    return render(request, "incidents/reports/reports.html", {"listing": listing, "lines": lines})


@require_GET
@requires(READ, purpose=PURPOSE)
def one(request: SignedInRequest, report_id: UUID) -> HttpResponse:
    """One report. Its text is opened for those who run incidents alone, on record."""
    return _one(request, report_id, {})


@require_POST
@requires(MANAGE, purpose=PURPOSE)
def acknowledge(request: SignedInRequest, report_id: UUID) -> HttpResponse:
    """Takes it up."""
    _reach(request, report_id)
    form = AnswerForm(request.POST)
    if done(
        form,
        lambda: acknowledge_report(actor=request.actor, report_id=report_id, **form.cleaned_data),
        IncidentError,
    ):
        messages.success(request, "Taken up. Its reporter can see so under their number.")
        return redirect("incidents:one_report", report_id=report_id)
    return _one(request, report_id, {"answer_form": form, "form": form}, status=400)


@require_POST
@requires(MANAGE, purpose=PURPOSE)
def close(request: SignedInRequest, report_id: UUID) -> HttpResponse:
    """Closes it: it is no incident."""
    _reach(request, report_id)
    form = CloseForm(request.POST, auto_id="close_%s")
    if done(
        form,
        lambda: close_report(actor=request.actor, report_id=report_id, **form.cleaned_data),
        IncidentError,
    ):
        messages.success(request, "Closed.")
        return redirect("incidents:one_report", report_id=report_id)
    return _one(request, report_id, {"close_form": form, "form": form}, status=400)


@require_POST
@requires(MANAGE, purpose=PURPOSE)
def merge(request: SignedInRequest, report_id: UUID) -> HttpResponse:
    """Adds it to an incident."""
    _reach(request, report_id)
    form = MergeForm(request.POST, incidents=_choices(request))
    if done(
        form,
        lambda: merge_report(actor=request.actor, report_id=report_id, **form.cleaned_data),
        IncidentError,
    ):
        messages.success(request, "Added to the incident.")
        return redirect("incidents:case", incident_id=form.cleaned_data["incident_id"])
    return _one(request, report_id, {"merge_form": form, "form": form}, status=400)


@require_POST
@requires(MANAGE, purpose=PURPOSE)
def text(request: SignedInRequest, report_id: UUID) -> HttpResponse:
    """Texts back to the member who reported."""
    _reach(request, report_id)
    form = TextBackForm(request.POST, auto_id="text_%s")
    if done(
        form,
        lambda: text_back(actor=request.actor, report_id=report_id, **form.cleaned_data),
        IncidentError,
    ):
        messages.success(request, "It goes out now, unless they said STOP.")
        return redirect("incidents:one_report", report_id=report_id)
    return _one(request, report_id, {"text_form": form, "form": form}, status=400)


def _one(
    request: SignedInRequest, report_id: UUID, forms: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    actor = request.actor
    words, contact = "", ""
    found = _reach(request, report_id)
    may_change = actor.may(MANAGE)
    if may_change:
        found, words, contact = open_report(actor=actor, report_id=report_id)
    people = {found.reporter_id, found.names_id, found.acknowledged_by, found.closed_by}
    names = names_of({each for each in people if each})
    context = {
        "report": found,
        "state": _state(found, timezone.now()),
        "text": words,
        "contact": contact,
        "reporter": names.get(found.reporter_id, LEFT) if found.reporter_id else "",
        "named": names.get(found.names_id, LEFT) if found.names_id else "",
        "acknowledged_by": names.get(found.acknowledged_by, LEFT) if found.acknowledged_by else "",
        "answer": found.answer.reveal() if found.answer and may_change else "",
        "may_change": may_change,
        "answer_form": AnswerForm(),
        "close_form": CloseForm(auto_id="close_%s"),
        "text_form": TextBackForm(auto_id="text_%s"),
        "texts": list(found.texts.order_by("id")) if may_change else [],
        "merge_form": MergeForm(incidents=_choices(request)),
        "changes": history_of(actor, found.id),
        **forms,
    }
    return render(request, "incidents/reports/one.html", context, status=status)


def _reach(request: SignedInRequest, report_id: UUID) -> Report:
    try:
        return report_of(request.actor, report_id)
    except NoSuchReport as problem:
        raise NotReachable(str(problem)) from problem


def _choices(request: SignedInRequest) -> dict[UUID, str]:
    return {
        each.id: f"{each.number}: {each.title.reveal()}" for each in open_incidents(request.actor)
    }


def _state(report: Report, now: Any) -> str:
    late = report.state == Report.State.RECEIVED and report.due_at < now
    return "late" if late else str(report.state)
