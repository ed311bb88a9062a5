"""Opening an incident by hand, from a report or from an alert; beginning a drill."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.access.queries import people_of
from chaperone.detection.models import Alert
from chaperone.incidents.actions import open_case
from chaperone.incidents.cases.forms import DrillForm, OpenForm
from chaperone.incidents.errors import IncidentError, NoSuchReport
from chaperone.incidents.frame import MANAGE, PURPOSE
from chaperone.incidents.models import Incident
from chaperone.incidents.queries.reports import report_of
from chaperone.registers.answers import answer, done, sent

_HINT = (
    "You lead it until somebody else does. Its kind's playbook gives it its tasks. In doubt open"
    " one: it can turn out to be nothing."
)


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def open_by_hand(request: SignedInRequest) -> HttpResponse:
    """Opens an incident; ``?report=`` names the report it comes from."""
    report_id = _report(request)
    back = (
        reverse("incidents:one_report", kwargs={"report_id": report_id})
        if report_id
        else reverse("incidents:incidents")
    )
    return _open(request, {"report_id": report_id}, back=back)


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def open_from_alert(request: SignedInRequest, alert_id: UUID) -> HttpResponse:
    """Opens an incident of an alert, or shows the one there is. Whom the alert is about never
    sees the incident, where that is a person.
    """
    alert = Alert.objects.filter(organization_id=request.actor.organization_id, id=alert_id).first()
    if alert is None or alert.actor_id == request.actor.user_id:
        raise NotReachable("There is no such alert here, or it is not one that you may see.")
    known = Incident.objects.filter(alert_id=alert_id).first()
    if known is not None:
        return redirect("incidents:case", incident_id=known.id)
    about = alert.actor_id if alert.actor_kind == "staff" else None
    initial = {
        "kind": "snooping" if about and alert.member_id else "other",
        "severity": alert.severity,
        "about_id": str(about or ""),
    }
    return _open(
        request, {"alert_id": alert_id}, back=reverse("incidents:incidents"), initial=initial
    )


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def begin_drill(request: SignedInRequest) -> HttpResponse:
    """Begins a drill on the same pages: the clock runs from now."""
    form = DrillForm(sent(request))
    return _shown(
        request,
        form,
        {"drill": True},
        heading="What do you want to play through?",
        hint="Everything works as in a real incident and is marked as a drill. What is stopped is"
        " recorded as exercised: nothing is changed. The clock runs from the moment you begin.",
        submit="Begin the drill",
        back=reverse("incidents:drills"),
    )


def _open(
    request: SignedInRequest, of: dict[str, Any], *, back: str, initial: Any = None
) -> HttpResponse:
    actor = request.actor
    people = {each: name for each, name in people_of(actor).items() if each != actor.user_id}
    form = OpenForm(sent(request), people=people, initial=initial)
    return _shown(
        request,
        form,
        of,
        heading="What happened?",
        hint=_HINT,
        submit="Open the incident",
        back=back,
    )


def _shown(
    request: SignedInRequest, form: forms.Form, of: dict[str, Any], **context: str
) -> HttpResponse:
    made: list[Incident] = []
    if done(
        form,
        lambda: made.append(open_case(actor=request.actor, **form.cleaned_data, **of)),
        IncidentError,
    ):
        messages.success(request, "Open. These are its first steps.")
        return redirect("incidents:case", incident_id=made[0].id)
    return answer(request, "incidents/form_page.html", dict(context), form=form)


def _report(request: SignedInRequest) -> UUID | None:
    given = request.GET.getlist("report")
    if not given:
        return None
    try:
        (report_id,) = map(UUID, given)
    except ValueError as problem:
        raise BadRequest("This names no report.") from problem
    try:
        return report_of(request.actor, report_id).id
    except NoSuchReport as problem:
        raise NotReachable(str(problem)) from problem
