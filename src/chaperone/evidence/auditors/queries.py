"""Who audits the organization, until when, and what an auditor sees."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from chaperone.access.models import Request
from chaperone.access.queries.grants import register
from chaperone.access.roles import PERMISSIONS, ROLES
from chaperone.ledger.actors import Actor

ROLE = "auditor"


class Auditor(NamedTuple):
    """Who audits, or shall. ``state``: ``waiting`` for an approval, or ``in_force``.

    ``request_id``: of the request that waits; ``grant_id``: of the access that is given.
    """

    user_id: UUID
    name: str
    until: datetime | None
    state: str
    grant_id: UUID | None = None
    request_id: UUID | None = None


def auditors_of(actor: Actor) -> list[Auditor]:
    """Who holds the role now, and for whom it was asked, by name."""
    held = [
        Auditor(each.user_id, each.user_name, each.ends_at, "in_force", grant_id=each.id)
        for each in register(actor)
        if each.role == ROLE
    ]
    rows = Request.objects.filter(
        organization_id=actor.organization_id, role=ROLE, state=Request.State.WAITING
    )
    asked = [
        Auditor(each.user_id, each.user.name, each.until, "waiting", request_id=each.id)
        for each in rows.select_related("user").order_by("id")
    ]
    return [*held, *asked]


def what_they_see() -> list[str]:
    """What the role allows, in the words of pages."""
    return sorted(PERMISSIONS[each] for each in ROLES[ROLE].permissions.allow)
