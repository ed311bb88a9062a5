"""Who acts: staff with their roles, and the programs that act for an organization."""

from dataclasses import dataclass
from uuid import UUID

from chaperone.access.roles import ROLES, permissions_of
from chaperone.ledger.actors import Actor


@dataclass(frozen=True)
class Staff(Actor):
    """A signed-in person with the grants that are in force for this request."""

    name: str = ""
    roles: frozenset[str] = frozenset()
    care_team_ids: tuple[UUID, ...] = ()
    organization_wide: bool = False
    address: str = ""

    def may(self, permission: str) -> bool:
        """Whether any of the person's roles carries the permission."""
        return permission in permissions_of(self.roles)

    @property
    def role_label(self) -> str:
        return ", ".join(sorted(ROLES[role].label for role in self.roles))


def assistant(organization_id: UUID) -> Actor:
    """The assistant, which reads threads to answer them."""
    return Actor(kind="assistant", id=None, organization_id=organization_id)


def worker(organization_id: UUID) -> Actor:
    """A worker process, which opens no PHI."""
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
