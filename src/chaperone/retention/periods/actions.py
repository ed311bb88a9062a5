"""Choosing how long a class is kept: longer at once, shorter by two people."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.ledger.events import Event
from chaperone.retention.classes import LONGEST, registered
from chaperone.retention.errors import (
    AlreadyAsked,
    NoSuchClass,
    NoSuchPeriod,
    NotToBeChosen,
    NotWaiting,
    OutOfBounds,
    OwnQuestion,
)
from chaperone.retention.events import (
    PERIOD_ASKED,
    PERIOD_DECLINED,
    PERIOD_SET,
    PERIOD_WITHDRAWN,
)
from chaperone.retention.models import Period
from chaperone.retention.periods.queries import kept


@transaction.atomic
def choose_period(*, actor: Actor, class_name: str, days: int, reason: str) -> Period:
    """Keeps a class for so many days. What is longer than before holds at once; what is shorter
    waits for a second person.

    ``reason``: 1 to 500 characters. Raises ``NoSuchClass``, ``NotToBeChosen``, ``OutOfBounds``,
    ``AlreadyAsked``.
    """
    assert actor.id is not None
    kind = registered().get(class_name)
    if kind is None:
        raise NoSuchClass
    if not kind.choosable:
        raise NotToBeChosen
    if not kind.minimum_days <= days <= LONGEST:
        raise OutOfBounds(f"From {kind.minimum_days} to {LONGEST} days.")
    before = kept(actor.organization_id, kind).days
    shorter = days < before
    asked = Period(
        organization_id=actor.organization_id,
        class_name=class_name,
        days=days,
        before=before,
        reason=reason.strip(),
        state=Period.State.WAITING if shorter else Period.State.IN_FORCE,
        asked_by=actor.id,
        decided_at=None if shorter else timezone.now(),
    )
    try:
        with transaction.atomic():
            asked.save(force_insert=True)
    except IntegrityError as problem:
        raise AlreadyAsked("A shorter period waits for a second person already.") from problem
    _record(PERIOD_ASKED if shorter else PERIOD_SET, actor, asked)
    return asked


@transaction.atomic
def agree(*, actor: Actor, period_id: UUID) -> None:
    """The second person's yes. Raises ``NoSuchPeriod``, ``NotWaiting``, ``OwnQuestion``."""
    asked = _of_another(actor, period_id)
    _settle(asked, Period.State.IN_FORCE, actor)
    _record(PERIOD_SET, actor, asked)


@transaction.atomic
def decline(*, actor: Actor, period_id: UUID) -> None:
    """The second person's no. Raises ``NoSuchPeriod``, ``NotWaiting``, ``OwnQuestion``."""
    asked = _of_another(actor, period_id)
    _settle(asked, Period.State.REFUSED, actor)
    _record(PERIOD_DECLINED, actor, asked)


@transaction.atomic
def take_back(*, actor: Actor, period_id: UUID) -> None:
    """Takes back what one asked for. Raises ``NoSuchPeriod``, ``NotWaiting``."""
    asked = _waiting(actor, period_id)
    if asked.asked_by != actor.id:
        raise NoSuchPeriod
    _settle(asked, Period.State.WITHDRAWN, actor)
    _record(PERIOD_WITHDRAWN, actor, asked)


def _of_another(actor: Actor, period_id: UUID) -> Period:
    asked = _waiting(actor, period_id)
    if asked.asked_by == actor.id:
        raise OwnQuestion
    return asked


def _waiting(actor: Actor, period_id: UUID) -> Period:
    rows = Period.objects.filter(organization_id=actor.organization_id, id=period_id)
    found = rows.select_for_update().first()
    if found is None:
        raise NoSuchPeriod
    if found.state != Period.State.WAITING:
        raise NotWaiting
    return found


def _settle(asked: Period, state: Period.State, actor: Actor) -> None:
    asked.state, asked.decided_by, asked.decided_at = state, actor.id, timezone.now()
    asked.save(update_fields=["state", "decided_by", "decided_at"])


def _record(event: Event, actor: Actor, asked: Period) -> None:
    append(
        event=event,
        actor=actor,
        details={
            "period": str(asked.id),
            "class": asked.class_name,
            "from_days": asked.before,
            "to_days": asked.days,
            "reason": asked.reason,
            "asked_by": str(asked.asked_by),
        },
    )
