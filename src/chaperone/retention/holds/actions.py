"""Placing a legal hold, and releasing it by two people.

Whoever asks that it be released and who agrees are two people; who placed it may be either.
"""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.database.identifiers import PLATFORM
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.ledger.events import Event
from chaperone.retention.classes import registered
from chaperone.retention.errors import NoSuchClass, NoSuchHold, NotWaiting, OwnQuestion
from chaperone.retention.events import HOLD_PLACED, HOLD_RELEASE_ASKED, HOLD_RELEASED, HOLD_STAYS
from chaperone.retention.holds.queries import change
from chaperone.retention.models import Hold


@transaction.atomic
def place_hold(
    *,
    actor: Actor,
    ground: str,
    matter: str,
    class_name: str = "",
    member_id: UUID | None = None,
) -> Hold:
    """Has something kept from now on: a member's data, a class, or else everything.

    ``matter``: the number of the file. Waits for a batch that is just being purged; the next finds
    the hold. Raises ``NoSuchClass``.
    """
    assert actor.id is not None
    if class_name and class_name not in registered():
        raise NoSuchClass
    for organization_id in (actor.organization_id, PLATFORM):
        change(organization_id)
    reach = Hold.Reach.ORGANIZATION
    if class_name:
        reach = Hold.Reach.CLASS
    elif member_id:
        reach = Hold.Reach.MEMBER
    hold = Hold(
        organization_id=actor.organization_id,
        reach=reach,
        class_name=class_name,
        member_id=member_id,
        ground=ground,
        matter=matter,
        placed_by=actor.id,
    )
    hold.save(force_insert=True)
    _record(HOLD_PLACED, actor, hold)
    return hold


@transaction.atomic
def ask_release(*, actor: Actor, hold_id: UUID) -> None:
    """Says that it need not be kept any more. Raises ``NoSuchHold``, ``NotWaiting``."""
    hold = _locked(actor, hold_id)
    if hold.state != "in_force":
        raise NotWaiting("Somebody has asked for this already, or it was released.")
    hold.release_asked_by, hold.release_asked_at = actor.id, timezone.now()
    hold.save(update_fields=["release_asked_by", "release_asked_at"])
    _record(HOLD_RELEASE_ASKED, actor, hold)


@transaction.atomic
def release(*, actor: Actor, hold_id: UUID) -> None:
    """The second person's word: it is kept no longer than its period from now on.

    Raises ``NoSuchHold``, ``NotWaiting``, ``OwnQuestion``.
    """
    hold = _asked(actor, hold_id)
    hold.released_by, hold.released_at = actor.id, timezone.now()
    hold.save(update_fields=["released_by", "released_at"])
    _record(HOLD_RELEASED, actor, hold)


@transaction.atomic
def keep_on(*, actor: Actor, hold_id: UUID) -> None:
    """The second person says no: the hold stays. Raises ``NoSuchHold``, ``NotWaiting``."""
    hold = _locked(actor, hold_id)
    if hold.state != "asked":
        raise NotWaiting
    _record(HOLD_STAYS, actor, hold)
    hold.release_asked_by = hold.release_asked_at = None
    hold.save(update_fields=["release_asked_by", "release_asked_at"])


def _asked(actor: Actor, hold_id: UUID) -> Hold:
    hold = _locked(actor, hold_id)
    if hold.state != "asked":
        raise NotWaiting
    if hold.release_asked_by == actor.id:
        raise OwnQuestion
    return hold


def _locked(actor: Actor, hold_id: UUID) -> Hold:
    rows = Hold.objects.filter(organization_id=actor.organization_id, id=hold_id)
    found = rows.select_for_update().first()
    if found is None:
        raise NoSuchHold
    return found


def _record(event: Event, actor: Actor, hold: Hold) -> None:
    details: dict[str, Any] = {
        "hold": str(hold.id),
        "reach": hold.reach,
        "class": hold.class_name,
        "ground": hold.ground,
        "matter": hold.matter,
        "placed_by": str(hold.placed_by),
        "release_asked_by": str(hold.release_asked_by) if hold.release_asked_by else None,
    }
    append(event=event, actor=actor, members=filter(None, [hold.member_id]), details=details)
