"""What is held, and by which matters."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from chaperone.ledger.actors import Actor
from chaperone.retention.errors import NoSuchHold
from chaperone.retention.models import Hold

_LOCK = "select pg_advisory_xact_lock{}(hashtextextended('retention holds ' || %s, 0))"
_ANYWHERE = "select retention_held_anywhere(%s)"


class Held(NamedTuple):
    """What holds of an organization keep: all of it, whole classes, members."""

    everything: bool
    classes: frozenset[str]
    members: frozenset[UUID]

    def whole(self, class_name: str) -> bool:
        """Whether all of a class is held."""
        return self.everything or class_name in self.classes


def holds_of(actor: Actor) -> list[Hold]:
    """Every hold of the actor's organization, those in force first, newest first."""
    rows = Hold.objects.filter(organization_id=actor.organization_id).order_by("-id")
    return sorted(rows, key=lambda hold: hold.released_at is not None)


def hold_of(actor: Actor, hold_id: UUID) -> Hold:
    """One of them. Raises ``NoSuchHold``."""
    found = Hold.objects.filter(organization_id=actor.organization_id, id=hold_id).first()
    if found is None:
        raise NoSuchHold
    return found


def in_force(organization_id: UUID) -> list[Hold]:
    """The holds of an organization that nobody has released, oldest first."""
    rows = Hold.objects.filter(organization_id=organization_id, released_at=None)
    return list(rows.order_by("id"))


def held_by(holds: Collection[Hold]) -> Held:
    """What these holds keep."""
    return Held(
        any(hold.reach == Hold.Reach.ORGANIZATION for hold in holds),
        frozenset(hold.class_name for hold in holds if hold.reach == Hold.Reach.CLASS),
        frozenset(hold.member_id for hold in holds if hold.member_id),
    )


def holding_member(organization_id: UUID, member_id: UUID) -> Hold | None:
    """A hold that keeps a member's data: on them or on the whole organization; None: none does.

    The caller's transaction keeps others from placing one meanwhile.
    """
    stay(organization_id)
    holds = in_force(organization_id)
    reaches = (Hold.Reach.ORGANIZATION, Hold.Reach.MEMBER)
    found = (
        hold for hold in holds if hold.reach in reaches and hold.member_id in (None, member_id)
    )
    return next(found, None)


def held_anywhere(class_name: str) -> bool:
    """Whether a hold of any organization keeps what all of them share. By workers."""
    with connection.cursor() as cursor:
        cursor.execute(_ANYWHERE, [class_name])
        return bool(cursor.fetchone()[0])


def stay(organization_id: UUID) -> None:
    """Holds stay as they are until the transaction ends: what goes in it is not held meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK.format("_shared"), [str(organization_id)])


def change(organization_id: UUID) -> None:
    """Waits for what goes at this moment, and lets nothing go until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK.format(""), [str(organization_id)])
