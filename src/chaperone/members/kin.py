"""Members as they are compared with who opens their records: indexes and ids, nothing sealed."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from chaperone.ledger.actors import Actor
from chaperone.members.models import Member


class Marks(NamedTuple):
    """The blind indexes of a member, each absent where there is nothing to compare."""

    care_team: UUID
    vip: bool
    phone: bytes | None
    surname: bytes | None
    household: bytes | None
    area: bytes | None


def marks_by_member(actor: Actor, members: Collection[UUID] | None = None) -> dict[bytes, Marks]:
    """Those of the actor's organization by the bytes of their ids; all of them where None."""
    rows = Member.objects.filter(organization_id=actor.organization_id)
    if members is not None:
        rows = rows.filter(id__in=members)
    found = rows.values_list(
        "id",
        "care_team_id",
        "vip",
        "phone_index",
        "surname_index",
        "household_index",
        "area_index",
    )
    return {
        member_id.bytes: Marks(team, vip, *(bytes(each) if each else None for each in indexes))
        for member_id, team, vip, *indexes in found
    }
