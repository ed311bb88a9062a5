"""What was held in a time that is over: for those who look back at who opened what."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from chaperone.access.models import Grant
from chaperone.access.queries.own_roles import own_roles_of
from chaperone.access.roles import permissions_of
from chaperone.ledger.actors import Actor


class HeldOnce(NamedTuple):
    """A grant of a role, with its reach and its time. ``permissions``: what the role lets do now.

    ``asked``: it stands on a request that was approved; ``emergency``: it was taken.
    """

    user_id: UUID
    permissions: frozenset[str]
    care_team_id: UUID | None
    member_id: UUID | None
    starts_at: datetime
    ends_at: datetime | None
    asked: bool
    emergency: bool

    def held(self, at: datetime) -> bool:
        """Whether it was in force at the moment."""
        return self.starts_at <= at and (self.ends_at is None or at < self.ends_at)


def grants_between(actor: Actor, *, since: datetime, until: datetime) -> QuerySet[Grant]:
    """Grants of the actor's organization that were in force at any moment of the time."""
    return Grant.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=since),
        organization_id=actor.organization_id,
        starts_at__lt=until,
    )


def held_between(actor: Actor, *, since: datetime, until: datetime) -> list[HeldOnce]:
    """The same with what each lets do."""
    own = own_roles_of(actor)
    return [
        HeldOnce(
            grant.user_id,
            permissions_of([grant.role], own) if grant.role else frozenset(),
            grant.care_team_id,
            grant.member_id,
            grant.starts_at,
            grant.ends_at,
            grant.request_id is not None,
            grant.emergency_id is not None,
        )
        for grant in grants_between(actor, since=since, until=until).order_by("id")
    ]
