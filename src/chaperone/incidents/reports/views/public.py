"""Reporting a concern without signing in: a page for each organization."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from chaperone.access.context import acting_for
from chaperone.access.decorators import public
from chaperone.accounts.actions.throttle import count_wrong_try, is_closed, subject_of_form
from chaperone.accounts.requests import origin_of
from chaperone.incidents.models import Report
from chaperone.incidents.reports.actions.filing import anonymous, file_report
from chaperone.incidents.reports.forms import PublicForm, ReferenceForm
from chaperone.incidents.reports.promises import hours_of
from chaperone.incidents.reports.queries import Place, place_of, standing_of
from chaperone.registers.answers import answer, sent

View = Callable[[HttpRequest, Place], HttpResponse]


def _of_a_place(view: View) -> Callable[..., HttpResponse]:
    @wraps(view)
    def found(request: HttpRequest, organization: str) -> HttpResponse:
        place = place_of(organization)
        if place is None:
            raise Http404
        with timezone.override(ZoneInfo(place.time_zone)):
            return view(request, place)

    return found


@require_http_methods(["GET", "POST"])
@public
@_of_a_place
def concern(request: HttpRequest, place: Place) -> HttpResponse:
    """Takes a concern from anybody."""
    form = PublicForm(sent(request))
    context = {
        "organization_name": place.name,
        "slug": _slug(request),
        "hours": hours_of(place.id),
    }
    if form.is_bound and form.is_valid():
        if _too_many(request):
            return _wait(request, "incidents/reports/public.html", context | {"form": form})
        actor = anonymous(place.id)
        with acting_for(actor):
            filed = file_report(actor=actor, way=Report.Way.PUBLIC, **form.cleaned_data)
        return render(request, "incidents/reports/public_received.html", context | {"filed": filed})
    return answer(request, "incidents/reports/public.html", context, form=form)


@require_http_methods(["GET", "POST"])
@public
@_of_a_place
def followed(request: HttpRequest, place: Place) -> HttpResponse:
    """What became of what I reported? Asked by the number, which is posted and in no address."""
    form = ReferenceForm(sent(request))
    context: dict[str, object] = {"organization_name": place.name, "slug": _slug(request)}
    if form.is_bound and form.is_valid():
        if is_closed(_subject(request)):
            return _wait(
                request, "incidents/reports/public_followed.html", context | {"form": form}
            )
        actor = anonymous(place.id)
        with acting_for(actor):
            context["found"] = standing_of(actor, form.cleaned_data["reference"])
        if context["found"] is None:
            count_wrong_try(_subject(request))
            form.add_error("reference", "There is no report with this number here.")
    return answer(request, "incidents/reports/public_followed.html", context, form=form)


def _slug(request: HttpRequest) -> str:
    match = request.resolver_match
    return str(match.kwargs["organization"]) if match else ""


def _subject(request: HttpRequest) -> str:
    today: date = timezone.now().date()
    return subject_of_form("concern", origin_of(request), today)


def _too_many(request: HttpRequest) -> bool:
    """Whether this address waits; counts what it sends. Counted by the day, so that an office or a
    carrier that many share is never shut out for longer.
    """
    subject = _subject(request)
    if is_closed(subject):
        return True
    count_wrong_try(subject)
    return False


def _wait(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    form = context["form"]
    assert isinstance(form, PublicForm | ReferenceForm)
    form.add_error(
        None,
        "Much was sent from your network in a short time. Nothing of this was kept: wait a few"
        " minutes and send it again, or call us.",
    )
    return render(request, template, context, status=429)
