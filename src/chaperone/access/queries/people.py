"""People by their access: names, colleagues, and who may do what."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat, Now

from chaperone.access.actors import Staff
from chaperone.access.models import Grant, Request, Scope
from chaperone.access.queries.own_roles import own_roles_of
from chaperone.access.roles import ROLES, permissions_of
from chaperone.accounts.models import Invitation, User
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
    for grant in grants.filter(scope=Scope.CARE_TEAM).select_related("user").order_by("user__name"):
        if grant.care_team_id:
            coach = Coach(grant.user_id, grant.user.name, grant.id)
            found.setdefault(grant.care_team_id, []).append(coach)
    return found


def coached_teams(actor: Actor) -> set[UUID]:
    """The care teams of the actor's organization in which somebody coaches now."""
    grants = Grant.objects.filter(IN_FORCE, organization_id=actor.organization_id, role="coach")
    return {each for each in grants.values_list("care_team_id", flat=True) if each}


def staff_of(actor: Actor) -> dict[UUID, str]:
    """Everybody who has or had a grant in the actor's organization: names by id, by name."""
    grants = Grant.objects.filter(organization_id=actor.organization_id)
    return dict(grants.order_by("user__name").values_list("user_id", "user__name"))


def holders_of(actor: Actor) -> set[UUID]:
    """Everybody who holds a grant in the actor's organization now."""
    grants = Grant.objects.filter(IN_FORCE, organization_id=actor.organization_id)
    return set(grants.values_list("user_id", flat=True))


def people_of(actor: Actor) -> dict[UUID, str]:
    """The same with their e-mail addresses, as a search asks for them: two may share a name."""
    grants = Grant.objects.filter(organization_id=actor.organization_id)
    rows = grants.order_by("user__name").values_list("user_id", "user__name", "user__email")
    return {user_id: f"{name} ({email})" for user_id, name, email in rows.distinct()}


class Colleague(NamedTuple):
    """Somebody of the organization, and the roles they hold now."""

    user_id: UUID
    roles: list[str]


STAFF_PAGE = 50


def staff_page(
    actor: Actor, *, name: str = "", after: str = "", only: UUID | None = None
) -> tuple[list[Colleague], str | None]:
    """Who holds, held, was asked for or was invited to a role here, by name; a page at a time.

    ``name``: part of a name or an e-mail address. ``after``: the second value of the page above.
    Two queries.
    """
    # Names are not unique: the id after the name makes the order one.
    place = Concat("name", Value(" "), Cast("id", CharField()))
    here = {"organization_id": actor.organization_id, "user_id": OuterRef("id")}
    users = User.objects.annotate(place=place).filter(
        Exists(Grant.objects.filter(**here))
        | Exists(Request.objects.filter(**here))
        | Exists(Invitation.objects.filter(**here))
    )
    if name:
        users = users.filter(Q(name__icontains=name) | Q(email__icontains=name))
    if after:
        users = users.filter(place__gt=after)
    if only:
        users = users.filter(id=only)
    found = list(users.order_by("place").values_list("id", "place")[: STAFF_PAGE + 1])
    shown = found[:STAFF_PAGE]
    roles = _roles_held(actor, [user_id for user_id, _ in shown])
    return (
        [Colleague(user_id, roles.get(user_id, [])) for user_id, _ in shown],
        shown[-1][1] if len(found) > STAFF_PAGE else None,
    )


def _roles_held(actor: Actor, user_ids: list[UUID]) -> dict[UUID, list[str]]:
    labels = {name: role.label for name, role in ROLES.items()}
    labels |= {name: role.label for name, role in own_roles_of(actor).items()}
    grants = Grant.objects.filter(IN_FORCE, organization_id=actor.organization_id)
    held: dict[UUID, list[str]] = {}
    rows = grants.filter(user_id__in=user_ids).exclude(role="")
    for user_id, role in rows.values_list("user_id", "role").distinct().order_by("role"):
        held.setdefault(user_id, []).append(labels.get(role, role))
    return held


def people_who_may(actor: Actor, permission: str) -> dict[UUID, str]:
    """Who holds the permission now in the actor's organization: e-mail addresses by id."""
    own = own_roles_of(actor)
    # Only roles that give or deny it say anything: not a row for each person of ten thousand.
    rules = {name: role.permissions for name, role in {**ROLES, **own}.items()}
    telling = [name for name, each in rules.items() if permission in each.allow | each.deny]
    held: dict[UUID, set[str]] = {}
    emails: dict[UUID, str] = {}
    grants = Grant.objects.filter(IN_FORCE, organization_id=actor.organization_id, role__in=telling)
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
    on_platform = isinstance(actor, Staff) and actor.on_platform
    shipped = {
        name: role.label
        for name, role in ROLES.items()
        if role.requestable and (on_platform or not role.platform)
    }
    return shipped | {name: role.label for name, role in own_roles_of(actor).items()}


def is_active(user_id: UUID) -> bool:
    """Whether the person can sign in at all."""
    return User.objects.filter(id=user_id, is_active=True).exists()
