"""Reporting a concern as a colleague: one page, a click from every other."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.queries import staff_of
from chaperone.incidents.errors import IncidentError
from chaperone.incidents.frame import PURPOSE
from chaperone.incidents.models import Report
from chaperone.incidents.reports.actions.filing import Filed, file_report
from chaperone.incidents.reports.forms import StaffForm
from chaperone.incidents.reports.promises import hours_of
from chaperone.incidents.reports.queries import own_reports
from chaperone.organizations.queries import organization_of
from chaperone.registers.answers import answer, done, sent


@require_http_methods(["GET", "POST"])
@requires("access.own", purpose=PURPOSE)
def report(request: SignedInRequest) -> HttpResponse:
    """Takes a concern, and shows what became of those before."""
    actor = request.actor
    people = {each: name for each, name in staff_of(actor).items() if each != actor.user_id}
    form = StaffForm(sent(request), people=people)
    filed: list[Filed] = []
    if done(
        form,
        lambda: filed.append(file_report(actor=actor, way=Report.Way.STAFF, **form.cleaned_data)),
        IncidentError,
    ):
        # Shown at once and not after a redirect: the number stands in no address and no message.
        return render(request, "incidents/reports/received.html", {"filed": filed[0]})
    context = {
        "own": own_reports(actor),
        "hours": hours_of(actor.organization_id),
        "slug": organization_of(actor).slug,
    }
    return answer(request, "incidents/reports/report.html", context, form=form)
