"""What accounts could have opened in a stretch of time: members and elements (164.404(a)(1)).

At most, never less: every grant that was in force for a moment of it, with everything that its role
opens for any purpose, for every member who was in its reach for a moment. What one role of a person
denies another is not taken off, and clearances are taken to be held.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from chaperone.access.models import Grant, OwnRole, Scope
from chaperone.access.roles import PURPOSES, ROLES, Role, columns_of, elements_of, role_from
from chaperone.incidents.exposure.elements import Members, of_members
from chaperone.ledger.actors import Actor
from chaperone.ledger.queries import find_ids, opened_rows
from chaperone.members.events import MEMBER_MOVED
from chaperone.members.models import Member

_AT_ONCE = 500
_NONE: frozenset[str] = frozenset()


def reached_by(actor: Actor, people: Collection[UUID], since: datetime, until: datetime) -> Members:
    """The members whom these people could have opened, with which elements. Opens no member's
    data; in the context of the whole organization.
    """
    if not people:
        return {}
    grants = Grant.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=since),
        organization_id=actor.organization_id,
        user_id__in=list(people),
        starts_at__lt=until,
    )
    own = _own_roles(actor, since, until)
    where: dict[tuple[str, UUID | None], frozenset[str]] = defaultdict(frozenset)
    for grant in grants:
        place = (grant.scope, grant.care_team_id or grant.member_id)
        where[place] |= _elements(grant, own)
    teams = _teams(actor, since, until)
    return {
        member: found for member, those in teams.items() if (found := _found(where, member, those))
    }


def members_between(actor: Actor, since: datetime, until: datetime) -> list[UUID]:
    """Every member whose data was here for a moment of the time."""
    return list(_teams(actor, since, until))


def _found(
    where: dict[tuple[str, UUID | None], frozenset[str]], member: UUID, teams: Iterable[UUID]
) -> frozenset[str]:
    places = [
        (Scope.ORGANIZATION, None),
        (Scope.MEMBER, member),
        *((Scope.CARE_TEAM, team) for team in teams),
    ]
    return _NONE.union(*(where.get((str(kind), place), _NONE) for kind, place in places))


def _elements(grant: Grant, own: dict[str, list[Role]]) -> frozenset[str]:
    if grant.element:
        columns = columns_of([grant.element])
    else:
        versions = own.get(grant.role, [])
        known = {grant.role: ROLES[grant.role]} if grant.role in ROLES else {}
        columns = frozenset().union(
            *(
                elements_of("staff", [grant.role], purpose, known or {grant.role: version})
                for purpose in PURPOSES
                for version in versions or known.values()
            )
        )
    return of_members() & {f"{table}.{column}" for table, column in columns}


def _own_roles(actor: Actor, since: datetime, until: datetime) -> dict[str, list[Role]]:
    """Every version of the organization's own roles that was in force for a moment."""
    rows = OwnRole.objects.filter(organization_id=actor.organization_id, changed_at__lt=until)
    found: dict[str, list[Role]] = defaultdict(list)
    for row in rows.order_by("name", "-changed_at", "-id"):
        versions = found[row.name]
        if row.definition is not None and not _replaced(row, since, rows):
            versions.append(role_from(row.definition))
    return found


def _replaced(row: OwnRole, since: datetime, rows: Iterable[OwnRole]) -> bool:
    """Whether another version took its place before the time began."""
    return any(
        each.name == row.name and row.id < each.id and each.changed_at <= since for each in rows
    )


def _teams(actor: Actor, since: datetime, until: datetime) -> dict[UUID, set[UUID]]:
    """The care teams in which each member was for a moment of the time.

    From where they are now, back through every move since: the record has them all.
    """
    rows = Member.objects.filter(
        Q(destroyed_at=None) | Q(destroyed_at__gte=since),
        organization_id=actor.organization_id,
        created_at__lt=until,
    )
    now = dict(rows.values_list("id", "care_team_id"))
    teams = {member: {team} for member, team in now.items()}
    for at, member, came_from in _moves(actor, since):
        if member not in now:
            continue
        if at >= until:
            # Where they are now they came to afterwards.
            teams[member] = {came_from}
        else:
            teams[member].add(came_from)
    return teams


def _moves(actor: Actor, since: datetime) -> Iterable[tuple[datetime, UUID, UUID]]:
    """The moves between care teams since then, the latest first."""
    before = None
    while True:
        ids = find_ids(actor, event=MEMBER_MOVED.name, since=since, before=before, limit=_AT_ONCE)
        for row in opened_rows(actor, ids):
            for member in row.members:
                yield row.at, member, UUID(row.details["from"])
        if len(ids) < _AT_ONCE:
            return
        before = ids[-1]
