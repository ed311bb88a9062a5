"""The page that stands in for letters (45 CFR 164.404(d)(2)(ii)): for anybody, for 90 days."""

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from chaperone.access.actors import worker
from chaperone.access.context import acting_for
from chaperone.access.decorators import public
from chaperone.incidents.models import Notice
from chaperone.incidents.notifying.elements import LANGUAGES
from chaperone.incidents.notifying.wording import facts_of, heading, told

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
                "languages": [
                    (
                        language,
                        heading("title", language),
                        told(found[notice_id], language),
                        facts_of(found[notice_id], language),
                    )
                    for language in LANGUAGES
                ],
            }
            for _, _, notice_id, posted_on in rows
        ]
    context = {"organization_name": rows[0][1], "notices": shown}
    return HttpResponse(render_to_string("incidents/posted.html", context))
