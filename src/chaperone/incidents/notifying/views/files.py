"""What authorities are told, as files; letters, for who sends them."""

import csv
import io
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import CopyNotApproved, NotReachable
from chaperone.facilities.queries.copies import usable_by
from chaperone.incidents.cases.pages import reach
from chaperone.incidents.errors import IncidentError
from chaperone.incidents.frame import PURPOSE, READ
from chaperone.incidents.models import Incident, Mailing
from chaperone.incidents.notifying.actions.printing import ELEMENTS, take_letters
from chaperone.incidents.notifying.authority import points
from chaperone.incidents.notifying.errors import NoBreach
from chaperone.incidents.notifying.events import REPORT_TAKEN
from chaperone.incidents.notifying.forms import TakeForm
from chaperone.incidents.notifying.portal import Told, fields
from chaperone.incidents.notifying.queries.told import annual_log, told_of
from chaperone.ledger.actions import append
from chaperone.registers.answers import sent

SENDS = "members.manage"
_NAMES = {
    Mailing.Kind.LETTERS: "letters-{}.pdf",
    Mailing.Kind.CUSTOMER_PDF: "breach-notice-{}.pdf",
    Mailing.Kind.CUSTOMER_JSON: "breach-notice-{}.json",
}
_FIRST_YEAR, _LAST_YEAR = 2009, 2200


@require_GET
@requires(READ, purpose=PURPOSE)
def secretary_csv(request: SignedInRequest, incident_id: UUID) -> HttpResponse:
    """The questions of HHS's breach portal with their answers, as CSV."""
    told = _told(request, incident_id)
    found, name = marked(told.incident, fields(told), f"hhs-breach-{incident_id}")
    return _csv(request, [found], f"{name}.csv", incident_id)


@require_GET
@requires(READ, purpose=PURPOSE)
def secretary_json(request: SignedInRequest, incident_id: UUID) -> HttpResponse:
    """The same as JSON."""
    told = _told(request, incident_id)
    found, name = marked(told.incident, fields(told), f"hhs-breach-{incident_id}")
    return json_of(request, found, name, incident_id)


@require_GET
@requires(READ, purpose=PURPOSE)
def authority_json(request: SignedInRequest, incident_id: UUID) -> HttpResponse:
    """The content of GDPR Art. 33(3) as JSON."""
    told = _told(request, incident_id)
    found, name = marked(told.incident, points(told), f"authority-{incident_id}")
    return json_of(request, found, name, incident_id)


@require_GET
@requires(READ, purpose=PURPOSE)
def log(request: SignedInRequest, year: int) -> HttpResponse:
    """The breaches of fewer than 500 of a year, as CSV (45 CFR 164.408(c))."""
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise NotReachable("There is no log of this year.")
    return _csv(request, annual_log(request.actor, year), f"breaches-{year}.csv", None)


@require_GET
@requires(SENDS, purpose=PURPOSE)
def mailings(request: SignedInRequest) -> HttpResponse:
    """Which letters are to be sent?"""
    rows = Mailing.objects.filter(organization_id=request.actor.organization_id)
    context = {"mailings": list(rows.order_by("-id")[:50])}
    return render(request, "incidents/letters.html", context)


@require_http_methods(["GET", "POST"])
@requires(SENDS, purpose=PURPOSE)
def letters(request: SignedInRequest, mailing_id: UUID) -> HttpResponse:
    """The file of letters, under an approval by somebody else."""
    approvals = usable_by(request.actor, ELEMENTS)
    form = TakeForm(sent(request), approvals=approvals)
    rows = Mailing.objects.filter(organization_id=request.actor.organization_id, id=mailing_id)
    mailing = rows.first()
    if mailing is None:
        raise NotReachable("There are no such letters here.")
    if form.is_bound and form.is_valid():
        try:
            content = take_letters(
                actor=request.actor,
                mailing_id=mailing_id,
                approval=form.cleaned_data["approval"],
            )
        except (CopyNotApproved, IncidentError) as refusal:
            form.add_error("approval", str(refusal))
        else:
            name = _NAMES[Mailing.Kind(mailing.kind)].format(mailing_id)
            kind = "application/json" if name.endswith(".json") else "application/pdf"
            return file_of(content, name, kind)
    context = {"form": form, "mailing": mailing, "approvals": approvals}
    status = 400 if form.is_bound else 200
    return render(request, "incidents/letters_take.html", context, status=status)


def marked(case: Incident, found: dict[str, Any], name: str) -> tuple[dict[str, Any], str]:
    """What is exported of a drill says so first, and in its name, so that nobody sends it on."""
    first = {"DRILL": "This is a drill: do not submit it."} if case.drill else {}
    return first | found, called(case, name)


def called(case: Incident, name: str) -> str:
    """The name of a file about a case, which says where it is a drill."""
    return f"drill-{name}" if case.drill else name


def _told(request: SignedInRequest, incident_id: UUID) -> Told:
    case = reach(request.actor, incident_id)
    try:
        return told_of(request.actor, case)
    except NoBreach as problem:
        raise NotReachable(str(problem)) from problem


def _csv(
    request: SignedInRequest, lines: list[dict[str, str]], name: str, incident_id: UUID | None
) -> HttpResponse:
    out = io.StringIO()
    if lines:
        writer = csv.DictWriter(out, list(lines[0]))
        writer.writeheader()
        writer.writerows({key: _tame(value) for key, value in line.items()} for line in lines)
    record_taken(request, name, incident_id)
    return file_of(out.getvalue().encode(), name, "text/csv; charset=utf-8")


def json_of(
    request: SignedInRequest, found: dict[str, Any], name: str, incident_id: UUID
) -> HttpResponse:
    """A file of JSON; that it was taken is recorded."""
    record_taken(request, f"{name}.json", incident_id)
    response = JsonResponse(found)
    disposition: Any = content_disposition_header(as_attachment=True, filename=f"{name}.json")
    response.headers["Content-Disposition"] = disposition
    return response


def record_taken(request: SignedInRequest, name: str, incident_id: UUID | None) -> None:
    """That what somebody outside is told was taken as a file."""
    details = {"file": name, "record": str(incident_id) if incident_id else None}
    append(event=REPORT_TAKEN, actor=request.actor, details=details)


def file_of(content: bytes, name: str, kind: str) -> HttpResponse:
    """An answer that is kept as a file."""
    disposition: Any = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})


def _tame(value: str) -> str:
    """A cell that a spreadsheet would take for a formula begins with an apostrophe."""
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
