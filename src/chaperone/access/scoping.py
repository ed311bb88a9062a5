"""Where a permission or an element holds.

Row security shows every row that any grant reaches; in which of them something is allowed is
decided here, so that two grants together never give more than each.
"""

from collections.abc import Iterable
from uuid import UUID

from chaperone.access.actors import Held, Staff
from chaperone.access.models import Scope
from chaperone.access.registry import members
from chaperone.access.roles import OF_NOBODY, columns_of, denied_groups, elements_of, permissions_of
from chaperone.ledger.actors import Actor
from chaperone.vault.witness import Permits


def permits_for(actor: Actor, purpose: str) -> Permits:
    """Which elements of which members the actor may open for the purpose."""
    if not isinstance(actor, Staff):
        allowed = elements_of(actor.kind, (), purpose)
        return lambda table, element, _member: (table, element) in allowed
    denied = columns_of(denied_groups(actor.roles, purpose, actor.own_roles))
    opening = [(grant, _columns(actor, grant, purpose) - denied) for grant in actor.grants]

    def permits(table: str, element: str, member_id: UUID | None, /) -> bool:
        grants = [grant for grant, columns in opening if (table, element) in columns]
        if member_id is None and (table, element) in OF_NOBODY:
            return any(grant.role for grant in grants)
        return _cover(actor, grants, member_id)

    return permits


def may_for(actor: Staff, permission: str, member_id: UUID | None) -> bool:
    """Whether the actor may do something with this member, whom row security shows.

    None: with the organization as a whole, or with whoever is reached.
    """
    if not actor.may(permission):
        return False
    if member_id is None:
        return True
    grants = [
        grant
        for grant in actor.grants
        if grant.role and permission in permissions_of([grant.role], actor.own_roles)
    ]
    return _cover(actor, grants, member_id)


def _columns(actor: Staff, grant: Held, purpose: str) -> frozenset[tuple[str, str]]:
    if grant.element:
        return columns_of([grant.element]) if purpose == "treatment" else frozenset()
    return elements_of("staff", [grant.role], purpose, actor.own_roles)


def _cover(actor: Staff, grants: Iterable[Held], member_id: UUID | None) -> bool:
    """Whether one of the grants holds for the member."""
    listed = list(grants)
    if any(grant.scope == Scope.ORGANIZATION for grant in listed):
        return True
    if member_id is None:
        return False
    if any(grant.member_id == member_id for grant in listed):
        return True
    teams = {grant.care_team_id for grant in listed if grant.scope == Scope.CARE_TEAM}
    if not teams:
        return False
    if all(grant.care_team_id in teams for grant in actor.grants):
        # Nothing else shows members, so row security has answered already.
        return True
    return members().care_team_of(member_id) in teams
