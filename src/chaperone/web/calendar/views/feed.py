"""A person's duties for their calendar program (RFC 5545). Outside the house: no PHI, no names."""

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from chaperone.access.decorators import public
from chaperone.access.queries import EnteredOrganization, enter
from chaperone.accounts.models import User
from chaperone.accounts.requests import address_of as caller
from chaperone.duties.actions.feeds import opened_by
from chaperone.duties.dues import Listed
from chaperone.duties.errors import NoSuchFeed
from chaperone.web.calendar.listing import AHEAD, ROOMS, address_of, listed_for, today_in

_ASKED_AGAIN = timedelta(hours=4)


@require_safe
@public
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """What falls due for whom the link belongs to, while they have access; else as if there were
    no such address.
    """
    with transaction.atomic():
        try:
            opened = opened_by(token)
        except NoSuchFeed as problem:
            raise Http404 from problem
        user = User.objects.filter(id=opened.user_id, is_active=True).first()
        entered = user and enter(user, address=caller(request), organization=opened.organization_id)
        if not entered or entered.organization.id != opened.organization_id:
            raise Http404
        today = today_in(entered.organization)
        listed = listed_for(entered.staff, today=today, until=today + AHEAD)
        content = _calendar(entered.organization, [each for each in listed if each.mine])
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="chaperone.ics"'
    return response


def _calendar(organization: EnteredOrganization, listed: list[Listed]) -> bytes:
    found = Calendar()
    found.add("prodid", "-//Chaperone//Duties//EN")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", f"Duties at {organization.name}")
    found.add("refresh-interval", _ASKED_AGAIN, parameters={"VALUE": "DURATION"})
    now = timezone.now().astimezone(UTC).replace(microsecond=0)
    for each in listed:
        found.add_component(_event(organization, each, now))
    content: bytes = found.to_ical()
    return content


def _event(organization: EnteredOrganization, listed: Listed, now: datetime) -> Event:
    due = listed.due
    event = Event()
    event.add("uid", _uid(organization, due.key, due.due_on))
    event.add("dtstamp", now)
    event.add("dtstart", due.due_on)
    event.add("summary", f"Overdue: {due.what}" if listed.state == "overdue" else due.what)
    event.add("url", settings.CHAPERONE_URL + address_of(due))
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    event.add("categories", [ROOMS.get(due.room, due.room)])
    if due.citation:
        event.add("description", due.citation)
    return event


def _uid(organization: EnteredOrganization, key: str, due_on: date) -> str:
    """The same for the same duty, and telling nothing of it."""
    of = f"{organization.id} {key} {due_on}".encode()
    return f"{sha256(of).hexdigest()[:32]}@chaperone"
