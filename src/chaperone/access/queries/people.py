"""People by their access: names, colleagues, and who may do what."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Now

from chaperone.access.models import Grant, Scope
from chaperone.access.queries.own_roles import own_roles_of
from chaperone.access.roles import ROLES, permissions_of
from chaperone.accounts.models import User
from chaperone.ledger.actors import Actor

IN_FORCE = Q(starts_at__lte=Now()) & (Q(ends_at=None) | Q(ends_at__gt=Now()))


def names_of(user_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Staff names by id, for pages that say who did something."""
    return dict(User.objects.filter(id__in=set(user_ids)).values_list("id", "name"))


def coaches_of(care_team_id: UUID) -> list[str]:
    """Names of the people whose grants reach a care team as coaches now, in order."""
    grants = Grant.objects.filter(IN_FORCE, care_team_id=care_team_id, role="coach")
    return sorted(grants.values_list("user__name", flat=True))


class Coach(NamedTuple):
    """Somebody who coaches in a care team, and by which grant."""

    user_id: UUID
    name: str
    grant_id: UUID


def coaches_by_team(actor: Actor) -> dict[UUID, list[Coach]]:
    """Who coaches now in each care team of the actor's organization, by name."""
    grants = Grant.objects.filter(IN_FORCE, organization_id=actor.organization_id, role="coach")
    found: dict[UUID, list[Coach]] = {}
    rows = grants.filter(scope=Scope.CARE_TEAM).order_by("user__name")
    for team, *coach in rows.values_list("care_team_id", "user_id", "user__name", "id"):
        found.setdefault(team, []).append(Coach(*coach))
    return found


def coached_teams(actor: Actor) -> set[UUID]:
    """The care teams of the actor's organization in which somebody coaches now."""
    grants = Grant.objects.filter(IN_FORCE, organization_id=actor.organization_id, role="coach")
    return {each for each in grants.values_list("care_team_id", flat=True) if each}


def staff_of(actor: Actor) -> dict[UUID, str]:
    """Everybody who has or had a grant in the actor's organization: names by id, by name."""
    grants = Grant.objects.filter(organization_id=actor.organization_id)
    return dict(grants.order_by("user__name").values_list("user_id", "user__name"))


def people_who_may(actor: Actor, permission: str) -> dict[UUID, str]:
    """Who holds the permission now in the actor's organization: e-mail addresses by id."""
    own = own_roles_of(actor)
    held: dict[UUID, set[str]] = {}
    emails: dict[UUID, str] = {}
    grants = Grant.objects.filter(IN_FORCE, organization_id=actor.organization_id)
    for user_id, email, role in grants.values_list("user_id", "user__email", "role"):
        held.setdefault(user_id, set()).add(role)
        emails[user_id] = email
    return {
        user_id: emails[user_id]
        for user_id, roles in held.items()
        if permission in permissions_of(roles, own)
    }


def roles_of(actor: Actor) -> dict[str, str]:
    """The roles that can be given in the actor's organization: labels by name."""
    shipped = {name: role.label for name, role in ROLES.items() if role.requestable}
    return shipped | {name: role.label for name, role in own_roles_of(actor).items()}


def is_active(user_id: UUID) -> bool:
    """Whether the person can sign in at all."""
    return User.objects.filter(id=user_id, is_active=True).exists()
