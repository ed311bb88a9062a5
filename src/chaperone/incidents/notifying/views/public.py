"""The page that stands in for letters (45 CFR 164.404(d)(2)(ii)): for anybody, for 90 days."""

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_safe

from chaperone.access.actors import worker
from chaperone.access.context import acting_for
from chaperone.access.decorators import public
from chaperone.incidents.models import Delivery, Notice
from chaperone.incidents.notifying.actions.emailing import confirm_read, digest_of
from chaperone.incidents.notifying.elements import LANGUAGES
from chaperone.incidents.notifying.wording import (
    READ_IT,
    THANKS,
    facts_of,
    heading,
    spoken,
    told,
)
from chaperone.incidents.reports.actions.filing import anonymous

_EMAILED = (
    "SELECT organization_id, organization, notice_id, delivery_id FROM incidents_emailed(%s, %s)"
)
_POSTED = "SELECT organization_id, organization, notice_id, posted_on FROM incidents_posted(%s)"


@require_safe
@public
def posted(request: HttpRequest, organization: str) -> HttpResponse:  # noqa: ARG001
    """What an organization posted of breaches; 404 where it has posted nothing."""
    with connection.cursor() as cursor:
        cursor.execute(_POSTED, [organization])
        rows = cursor.fetchall()
    if not rows:
        raise Http404
    with acting_for(worker(rows[0][0])):
        found = Notice.objects.in_bulk([row[2] for row in rows])
        shown = [
            {
                "posted_on": posted_on,
                "languages": [_in(found[notice_id], language) for language in LANGUAGES],
            }
            for _, _, notice_id, posted_on in rows
        ]
    context = {"organization_name": rows[0][1], "notices": shown}
    return HttpResponse(render_to_string("incidents/posted.html", context))


@require_http_methods(["GET", "HEAD", "POST"])
@public
def emailed(request: HttpRequest, organization: str, token: str) -> HttpResponse:
    """The notice to which an e-mail leads; it names nobody. That it was read is confirmed by a
    button, since mail programs open links by themselves.
    """
    with connection.cursor() as cursor:
        cursor.execute(_EMAILED, [organization, digest_of(token)])
        row = cursor.fetchone()
    if row is None:
        raise Http404
    organization_id, name, notice_id, delivery_id = row
    with acting_for(worker(organization_id)):
        if request.method == "POST":
            confirm_read(actor=anonymous(organization_id), delivery_id=delivery_id)
        notice = Notice.objects.get(id=notice_id)
        delivery = Delivery.objects.get(id=delivery_id)
        languages = spoken(delivery.language)
        context = {
            "organization_name": name,
            "languages": [_in(notice, language) for language in languages],
            "buttons": [(each, READ_IT[each]) for each in languages],
            "thanks": [(each, THANKS[each]) for each in languages],
            "read": delivery.state == Delivery.State.DELIVERED,
        }
    return render(request, "incidents/emailed.html", context)


def _in(notice: Notice, language: str) -> tuple[str, str, object, object]:
    title = heading("title", language)
    return language, title, told(notice, language), facts_of(notice, language)
