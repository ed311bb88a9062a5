"""Telling a member when somebody will answer, where the office is closed."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from chaperone.conversations.models import Answerer, Author, Delivery, Turn, Urgency
from chaperone.conversations.outbox import say
from chaperone.conversations.queries.waiting import Held
from chaperone.conversations.texts.in_force import text_for
from chaperone.duties.queries import hours_of
from chaperone.organizations.models import Organization

_DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "es": ("lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo"),
}
_MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre"),
    *("octubre", "noviembre", "diciembre"),
)
_FAR = timedelta(days=6)


def tell_hours(held: Held, turn: Turn, language: str) -> None:
    """Says once, until the office opens, when somebody will answer what was left to a person.

    Not in an emergency or crisis, in which somebody is called at once.
    """
    conversation, now = held.conversation, timezone.now()
    if held.suppressed or turn.triage in (Urgency.EMERGENCY, Urgency.CRISIS):
        return
    if conversation.answerer == Answerer.CLOSED:
        return
    if conversation.told_until and now < conversation.told_until:
        return
    organization = Organization.objects.get(id=conversation.organization_id)
    hours = hours_of(organization)
    opens = None if hours.is_open(now) else hours.next_opening(now)
    if opens is None:
        return
    time = opening_in_words(opens, now, hours.zone, language)
    body = text_for(conversation.organization_id, "after_hours", language, time=time)
    say(conversation, body, author=Author.SYSTEM, kind=Delivery.Kind.HOURS)
    conversation.told_until = opens


def opening_in_words(opens: datetime, now: datetime, zone: ZoneInfo, language: str) -> str:
    """``on Monday at 8:00 AM``, ``el lunes a las 8:00``; with the date where it is days away."""
    local, far = opens.astimezone(zone), opens - now > _FAR
    if language == "es":
        date = f" {local.day} de {_MONTHS[local.month - 1]}" if far else ""
        one = "la" if local.hour == 1 else "las"
        return f"el {_DAYS['es'][local.weekday()]}{date} a {one} {local.hour}:{local:%M}"
    date = f", {local:%B} {local.day}," if far else ""
    hour = local.hour % 12 or 12
    return f"on {_DAYS['en'][local.weekday()]}{date} at {hour}:{local:%M} {local:%p}"
