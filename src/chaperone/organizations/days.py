"""Days by an organization's own clock: what is due, in force or over is so there."""

from calendar import monthrange
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from chaperone.ledger.actors import Actor
from chaperone.organizations.clocks import begin_of
from chaperone.organizations.queries import organization_of


def today_of(actor: Actor) -> date:
    """Which day it is in the actor's organization. One query."""
    return timezone.localdate(timezone=ZoneInfo(organization_of(actor).time_zone))


def begins(day: date, actor: Actor) -> datetime:
    """The moment at which a day begins in the actor's organization. One query."""
    return begin_of(day, ZoneInfo(organization_of(actor).time_zone))


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where that has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
