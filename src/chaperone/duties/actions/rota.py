"""Changes of the rota; each recorded. The caller has checked ``duties.manage``, and that whoever is
put on call may be called.
"""

from datetime import date, datetime, time
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from chaperone.duties.errors import NobodyToSwap, NotAway, NoTime
from chaperone.duties.events import (
    AWAY_SET,
    AWAY_WITHDRAWN,
    CONTACT_CHANGED,
    SHIFT_SET,
    SHIFTS_SWAPPED,
)
from chaperone.duties.models import Away, Contact, Shift
from chaperone.duties.queries import rota_of
from chaperone.duties.rota import WEEK
from chaperone.duties.settings import HAND_OVER, as_time
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.organizations.clocks import instant
from chaperone.organizations.queries import organization_of, value_of
from chaperone.sms.numbers import normalise


class _Span(NamedTuple):
    """When a shift begins and ends, by the organization's clock; as `Shift` has it."""

    begins_on: date
    begins_at: time
    ends_on: date
    ends_at: time


@transaction.atomic
def set_weeks(*, actor: Actor, user_id: UUID, monday: date, weeks: int) -> None:
    """Puts somebody on call for whole weeks, from hand-over to hand-over.

    ``monday``: the day of the first hand-over; ``weeks``: 1 to 52, one after another.
    """
    at = as_time(value_of(HAND_OVER, actor.organization_id))
    for number in range(weeks):
        begins = monday + WEEK * number
        _put(actor, user_id, Shift.Kind.WEEK, _Span(begins, at, begins + WEEK, at))


@transaction.atomic
def set_cover(
    *,
    actor: Actor,
    user_id: UUID,
    begins_on: date,
    begins_at: time,
    ends_on: date,
    ends_at: time,
) -> None:
    """Puts somebody on call for a time, whoever was before. Raises ``NoTime``."""
    zone = ZoneInfo(organization_of(actor).time_zone)
    if instant(begins_on, begins_at, zone) >= instant(ends_on, ends_at, zone):
        raise NoTime
    _put(actor, user_id, Shift.Kind.COVER, _Span(begins_on, begins_at, ends_on, ends_at))


@transaction.atomic
def swap_weeks(*, actor: Actor, monday: date, other_monday: date) -> None:
    """Each of two people takes the other's week. Raises ``NobodyToSwap``."""
    at = as_time(value_of(HAND_OVER, actor.organization_id))
    zone = ZoneInfo(organization_of(actor).time_zone)
    moments = [instant(each, at, zone) for each in (monday, other_monday)]
    rota = rota_of(actor, since=min(moments))
    first, other = (rota.on_call(moment) for moment in moments)
    if first is None or other is None:
        raise NobodyToSwap
    for begins, user_id in ((monday, other), (other_monday, first)):
        _enter(actor, user_id, Shift.Kind.SWAP, _Span(begins, at, begins + WEEK, at))
    append(
        event=SHIFTS_SWAPPED,
        actor=actor,
        details={str(monday): str(other), str(other_monday): str(first)},
    )


@transaction.atomic
def set_away(*, actor: Actor, user_id: UUID, first_day: date, last_day: date) -> Away:
    """Somebody is not called on these days. Raises ``NoTime``."""
    if first_day > last_day:
        raise NoTime
    away = Away(
        organization_id=actor.organization_id,
        user_id=user_id,
        first_day=first_day,
        last_day=last_day,
        made_by=actor.id,
    )
    away.save(force_insert=True)
    append(event=AWAY_SET, actor=actor, details=_about(away))
    return away


@transaction.atomic
def withdraw_away(*, actor: Actor, away_id: UUID) -> None:
    """Somebody is there after all. Raises ``NotAway``."""
    rows = Away.objects.filter(organization_id=actor.organization_id, withdrawn_at=None)
    away = rows.select_for_update().filter(id=away_id).first()
    if away is None:
        raise NotAway
    away.withdrawn_at = timezone.now()
    away.save(update_fields=["withdrawn_at"])
    append(event=AWAY_WITHDRAWN, actor=actor, details=_about(away))


@transaction.atomic
def set_contact(*, actor: Actor, user_id: UUID, phone: str) -> None:
    """The number at which somebody is called by text; empty takes it away. Raises ``NotE164``."""
    number = normalise(phone) if phone.strip() else ""
    Contact.objects.filter(organization_id=actor.organization_id, user_id=user_id).delete()
    if number:
        contact = Contact(organization_id=actor.organization_id, user_id=user_id, phone=number)
        contact.save(force_insert=True)
    append(
        event=CONTACT_CHANGED, actor=actor, details={"person": str(user_id), "set": bool(number)}
    )


def _put(actor: Actor, user_id: UUID, kind: str, span: _Span) -> None:
    _enter(actor, user_id, kind, span)
    append(
        event=SHIFT_SET,
        actor=actor,
        details={
            "person": str(user_id),
            "kind": str(kind),
            "from": datetime.combine(span.begins_on, span.begins_at).isoformat(),
            "until": datetime.combine(span.ends_on, span.ends_at).isoformat(),
        },
    )


def _enter(actor: Actor, user_id: UUID, kind: str, span: _Span) -> None:
    Shift(
        organization_id=actor.organization_id,
        user_id=user_id,
        kind=kind,
        made_by=actor.id,
        **span._asdict(),
    ).save(force_insert=True)


def _about(away: Away) -> dict[str, str]:
    return {
        "person": str(away.user_id),
        "from": str(away.first_day),
        "until": str(away.last_day),
    }
