from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Now

from chaperone.access.actors import Staff
from chaperone.access.models import Grant
from chaperone.accounts.models import User
from chaperone.ledger.actors import Actor


class EnteredOrganization(NamedTuple):
    """What pages show of the organization that a person entered."""

    id: UUID
    name: str
    time_zone: str


class Entered(NamedTuple):
    staff: Staff
    organization: EnteredOrganization


def home_organization(user_id: UUID) -> UUID | None:
    """The organization in which the user may act now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_home(%s)", [user_id])
        row = cursor.fetchone()
    return row[0] if row else None


def enter(user: User, *, address: str) -> Entered | None:
    """Sets this transaction's context from the user's grants; None where none is in force."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM access_enter(%s)", [user.id])
        grants = cursor.fetchall()
    if not grants:
        return None
    staff = Staff(
        kind="staff",
        id=user.id,
        organization_id=grants[0][0],
        name=user.name,
        roles=frozenset(grant[1] for grant in grants),
        care_team_ids=tuple(grant[3] for grant in grants if grant[3]),
        organization_wide=any(grant[2] == "organization" for grant in grants),
        address=address,
    )
    return Entered(staff, EnteredOrganization(grants[0][0], *grants[0][4:]))


def names_of(user_ids: set[UUID]) -> dict[UUID, str]:
    """Staff names by id, for pages that say who did something."""
    return dict(User.objects.filter(id__in=user_ids).values_list("id", "name"))


def coaches_of(care_team_id: UUID) -> list[str]:
    """Names of the people whose grants reach a care team as coaches now, in order."""
    in_force = Q(starts_at__lte=Now()) & (Q(ends_at=None) | Q(ends_at__gt=Now()))
    grants = Grant.objects.filter(in_force, care_team_id=care_team_id, role="coach")
    return sorted(grants.values_list("user__name", flat=True))


def staff_of(actor: Actor) -> dict[UUID, str]:
    """Everybody who has or had a grant in the actor's organization: names by id, by name."""
    grants = Grant.objects.filter(organization_id=actor.organization_id)
    return dict(grants.order_by("user__name").values_list("user_id", "user__name"))
