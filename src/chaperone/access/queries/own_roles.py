"""The roles that an organization made itself."""

from chaperone.access.models import OwnRole
from chaperone.access.roles import Role, role_from
from chaperone.ledger.actors import Actor


def own_roles_of(actor: Actor) -> dict[str, Role]:
    """The roles of the actor's organization that are in use, by name."""
    return {
        version.name: role_from(version.definition)
        for version in _latest(actor)
        if version.definition is not None
    }


def versions_of(actor: Actor, name: str) -> list[OwnRole]:
    """Every version of a role, newest first."""
    versions = OwnRole.objects.filter(organization_id=actor.organization_id, name=name)
    return list(versions.order_by("-id"))


def _latest(actor: Actor) -> list[OwnRole]:
    versions = OwnRole.objects.filter(organization_id=actor.organization_id)
    return list(versions.order_by("name", "-id").distinct("name"))
