"""Who can reach what, why, and until when (45 CFR 164.308(a)(4))."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from chaperone.access.models import Grant, Scope
from chaperone.access.queries.own_roles import own_roles_of
from chaperone.access.queries.people import IN_FORCE
from chaperone.access.registry import members
from chaperone.access.roles import ELEMENTS, ROLES
from chaperone.ledger.actors import Actor


class GrantLine(NamedTuple):
    """A grant as a page tells it."""

    id: UUID
    user_id: UUID
    user_name: str
    role: str
    what: str
    where: str
    starts_at: datetime
    ends_at: datetime | None
    reason: str
    request_id: UUID | None
    emergency_id: UUID | None


def grants_of(actor: Actor, user_id: UUID) -> list[GrantLine]:
    """What a person holds now in the actor's organization."""
    return _lines(actor, _in_force(actor).filter(user_id=user_id))


def register(actor: Actor) -> list[GrantLine]:
    """What everybody holds now in the actor's organization, by person."""
    return _lines(actor, _in_force(actor))


def grant_in_force(actor: Actor, grant_id: UUID) -> Grant | None:
    """A grant of the actor's organization that has not ended; locked for the transaction."""
    return _in_force(actor).select_for_update(of=("self",)).filter(id=grant_id).first()


def what(role: str, element: str, labels: dict[str, str]) -> str:
    """A role or an element group in words."""
    if element:
        return ELEMENTS[element].label if element in ELEMENTS else element
    return labels.get(role, role)


def where(
    scope: str, care_team_id: UUID | None, member_id: UUID | None, teams: dict[UUID, str]
) -> str:
    """A scope in words; a member without a name, since whoever reads this reads no PHI."""
    if scope == Scope.CARE_TEAM and care_team_id:
        return teams.get(care_team_id, "a care team")
    if scope == Scope.MEMBER and member_id:
        return f"member …{member_id.hex[-6:]}"
    return "the whole organization"


def labels_of(actor: Actor) -> dict[str, str]:
    """Every role's label by name."""
    shipped = {name: role.label for name, role in ROLES.items()}
    return shipped | {name: role.label for name, role in own_roles_of(actor).items()}


def _in_force(actor: Actor) -> QuerySet[Grant]:
    grants = Grant.objects.filter(IN_FORCE, organization_id=actor.organization_id)
    return grants.select_related("user").order_by("user__name", "user_id", "starts_at")


def _lines(actor: Actor, grants: Iterable[Grant]) -> list[GrantLine]:
    labels, teams = labels_of(actor), members().care_teams(actor)
    return [
        GrantLine(
            id=grant.id,
            user_id=grant.user_id,
            user_name=grant.user.name,
            role=grant.role,
            what=what(grant.role, grant.element, labels),
            where=where(grant.scope, grant.care_team_id, grant.member_id, teams),
            starts_at=grant.starts_at,
            ends_at=grant.ends_at,
            reason=grant.reason,
            request_id=grant.request_id,
            emergency_id=grant.emergency_id,
        )
        for grant in grants
    ]
