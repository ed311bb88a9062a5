from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from chaperone.access.errors import NotARole
from chaperone.access.events import ACCESS_REFUSED, GRANT_GIVEN
from chaperone.access.models import Grant, Scope
from chaperone.access.roles import ROLES
from chaperone.ledger.actions import append, append_apart
from chaperone.ledger.actors import Actor


@transaction.atomic
def give_grant(
    *,
    actor: Actor,
    user_id: UUID,
    role: str,
    care_team_id: UUID | None = None,
    ends_at: datetime | None = None,
    reason: str,
) -> Grant:
    """Gives a person a role in the actor's organization, or in one of its care teams.

    Raises ``NotARole``.
    """
    if role not in ROLES:
        raise NotARole(f"“{role}” is not a role. Roles are: {', '.join(ROLES)}.")
    grant = Grant.objects.create(
        organization_id=actor.organization_id,
        user_id=user_id,
        role=role,
        scope=Scope.CARE_TEAM if care_team_id else Scope.ORGANIZATION,
        care_team_id=care_team_id,
        ends_at=ends_at,
        reason=reason,
    )
    append(
        event=GRANT_GIVEN,
        actor=actor,
        details={
            "user": str(user_id),
            "role": role,
            "care_team": str(care_team_id) if care_team_id else None,
            "until": ends_at.isoformat() if ends_at else None,
            "reason": reason,
        },
    )
    return grant


def record_refusal(
    *, actor: Actor, route: str, reason: str, address: str, asked_for: Mapping[str, UUID | str]
) -> None:
    """Records a refused request in a transaction of its own, so that no rollback erases it.

    ``asked_for``: the arguments of the route. Ids in it are noted as members, so that a refused
    look at a member shows under "who looked".
    """
    append_apart(
        event=ACCESS_REFUSED,
        actor=actor,
        members=[value for value in asked_for.values() if isinstance(value, UUID)],
        details={
            "route": route,
            "reason": reason,
            "address": address,
            "asked_for": {name: str(value) for name, value in asked_for.items()},
        },
    )
