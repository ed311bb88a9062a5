"""Who acts: staff with what they hold, and the programs that act for an organization."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from chaperone.access.roles import ROLES, Role, permissions_of
from chaperone.ledger.actors import Actor


class Held(NamedTuple):
    """A grant in force: a role or an element group, and where it holds."""

    id: UUID
    role: str
    element: str
    scope: str
    care_team_id: UUID | None
    member_id: UUID | None
    ends_at: datetime | None
    emergency_id: UUID | None


@dataclass(frozen=True)
class Staff(Actor):
    """A signed-in person with the grants that are in force for this request.

    ``clearances``: what they hold today, and until when. Empty unless they entered: then nothing
    opens for them.
    """

    name: str = ""
    roles: frozenset[str] = frozenset()
    care_team_ids: tuple[UUID, ...] = ()
    organization_wide: bool = False
    grants: tuple[Held, ...] = ()
    own_roles: Mapping[str, Role] = field(default_factory=dict)
    on_platform: bool = False
    clearances: Mapping[str, date] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__post_init__()
        # What the ledger keeps of them. Set here, so that it follows the grants wherever they go.
        object.__setattr__(self, "grant_ids", tuple(grant.id for grant in self.grants))

    def may(self, permission: str) -> bool:
        """Whether any of the person's roles carries the permission, and none denies it."""
        return permission in permissions_of(self.roles, self.own_roles)

    @property
    def user_id(self) -> UUID:
        """The person's id, which staff always have."""
        assert self.id is not None
        return self.id

    @property
    def role_label(self) -> str:
        return ", ".join(sorted(role.label for role in map(self.role, self.roles) if role))

    @property
    def emergencies(self) -> tuple[Held, ...]:
        """The grants of emergency access that runs now."""
        return tuple(grant for grant in self.grants if grant.emergency_id)

    @property
    def in_emergency_only(self) -> bool:
        """Whether all that they act by now is emergency access."""
        return bool(self.grants) and len(self.emergencies) == len(self.grants)

    @property
    def emergency_ends_at(self) -> datetime | None:
        """When the emergency access that runs longest ends; None where none runs."""
        return max((grant.ends_at for grant in self.emergencies if grant.ends_at), default=None)

    def role(self, name: str) -> Role | None:
        """A role of the product, or of the organization's own that the person holds."""
        return ROLES.get(name) or self.own_roles.get(name)


def assistant(organization_id: UUID) -> Actor:
    """The assistant, which reads threads to answer them."""
    return Actor(kind="assistant", id=None, organization_id=organization_id)


def worker(organization_id: UUID) -> Actor:
    """A worker process, which opens PHI only to return it to a customer who leaves, and to tell
    people of a breach.
    """
    return Actor(kind="worker", id=None, organization_id=organization_id)


def carrier(organization_id: UUID) -> Actor:
    """The way in and out of the text-message networks."""
    return Actor(kind="carrier", id=None, organization_id=organization_id)


def member(organization_id: UUID, member_id: UUID) -> Actor:
    """A member who acts through their phone."""
    return Actor(kind="member", id=member_id, organization_id=organization_id)


def operator(organization_id: UUID) -> Actor:
    """Whoever runs the installation's commands."""
    return Actor(kind="operator", id=None, organization_id=organization_id)
