from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from chaperone.duties.hours import Hours
from chaperone.duties.models import Away, Contact, Shift
from chaperone.duties.rota import Holiday, OnCall, Rota
from chaperone.duties.settings import (
    CLOSED_DAYS,
    OFFICE_CLOSES,
    OFFICE_DAYS,
    OFFICE_OPENS,
    as_days,
    as_time,
)
from chaperone.ledger.actors import Actor
from chaperone.organizations.models import Organization
from chaperone.organizations.queries import organization_of, value_of

AHEAD = timedelta(days=7)
"""How far ahead the rota must be filled."""
_SLACK = timedelta(days=2)


def rota_of(actor: Actor, *, since: datetime, able: Collection[UUID] | None = None) -> Rota:
    """What the organization's rota holds from the moment on. Three queries.

    ``able``: who may be called at all, which other rooms know.
    """
    # Days of any zone: a little more is read than is needed.
    first = (since - _SLACK).date()
    here = {"organization_id": actor.organization_id}
    shifts = Shift.objects.filter(**here, ends_on__gte=first).order_by("id")
    away = Away.objects.filter(**here, last_day__gte=first, withdrawn_at=None)
    return Rota(
        zone=ZoneInfo(organization_of(actor).time_zone),
        shifts=[
            OnCall(row.user_id, row.begins_on, row.begins_at, row.ends_on, row.ends_at)
            for row in shifts
        ],
        holidays=[Holiday(row.user_id, row.first_day, row.last_day) for row in away],
        able=able,
    )


def away_of(actor: Actor) -> list[Away]:
    """Holidays of today and later, the next first."""
    rows = Away.objects.filter(
        organization_id=actor.organization_id,
        last_day__gte=(datetime.now(UTC) - _SLACK).date(),
        withdrawn_at=None,
    )
    return list(rows.order_by("first_day", "id"))


def latest_shifts(actor: Actor, *, limit: int = 20) -> list[Shift]:
    """What was entered last, newest first."""
    rows = Shift.objects.filter(organization_id=actor.organization_id)
    return list(rows.order_by("-id")[:limit])


def hours_of(organization: Organization) -> Hours:
    """The organization's office hours, as they are set."""
    opens = as_time(value_of(OFFICE_OPENS, organization.id))
    closes = as_time(value_of(OFFICE_CLOSES, organization.id))
    return Hours(
        zone=ZoneInfo(organization.time_zone),
        weekdays=frozenset(map(int, value_of(OFFICE_DAYS, organization.id))),
        opens=opens,
        closes=closes,
        closed=frozenset(as_days(value_of(CLOSED_DAYS, organization.id))),
    )


def number_of(organization_id: UUID, user_id: UUID) -> str | None:
    """The number at which somebody is called by text; None where none is set."""
    contact = Contact.objects.filter(organization_id=organization_id, user_id=user_id).first()
    return contact.phone.reveal() if contact else None


def numbers_of(organization_id: UUID, user_ids: Collection[UUID]) -> dict[UUID, str]:
    """The same for several people: numbers by person, of those who have set one."""
    rows = Contact.objects.filter(organization_id=organization_id, user_id__in=user_ids)
    return {row.user_id: row.phone.reveal() for row in rows}


def called_by_text(organization_id: UUID, user_ids: Collection[UUID]) -> set[UUID]:
    """Who of these people has a number at which they are called."""
    rows = Contact.objects.filter(organization_id=organization_id, user_id__in=user_ids)
    return set(rows.values_list("user_id", flat=True))
