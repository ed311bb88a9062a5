"""What keys there are, and how far re-sealing has come; nothing of the keys themselves."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Min, Q

from chaperone.vault.models import Key, Resealing, State


class KeysOf(NamedTuple):
    """The keys of one purpose: in force, when the oldest of these was made, and retired ones."""

    purpose: str
    in_force: int
    oldest: datetime | None
    retired: int


class Round(NamedTuple):
    """How far the values of a column have been sealed anew."""

    place: str
    moved: int
    total: int
    stuck: int
    ended: bool


def keys_of(organization_id: UUID) -> list[KeysOf]:
    """By purpose, in one query, in the organization's context."""
    in_force = Q(state=State.ACTIVE)
    found = (
        Key.objects.filter(organization_id=organization_id)
        .values("purpose")
        .annotate(
            in_force=Count("id", filter=in_force),
            oldest=Min("created_at", filter=in_force),
            retired=Count("id", filter=Q(state=State.RETIRED)),
        )
        .order_by("purpose")
        .values_list("purpose", "in_force", "oldest", "retired")
    )
    return [KeysOf(*row) for row in found]


def rounds_of(organization_id: UUID) -> list[Round]:
    """Every round that was begun, the last of each column."""
    found = Resealing.objects.filter(organization_id=organization_id).order_by("table", "column")
    return [
        Round(f"{row.table}.{row.column}", row.moved, row.total, row.stuck, bool(row.ended_at))
        for row in found
    ]
