"""What keys there are, and how far re-sealing has come; nothing of the keys themselves."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Count, Min, Q

from chaperone.crypto.values import COMMITTING, HEADER_LENGTH, TAG_LENGTH, VERSION
from chaperone.vault.models import Key, Resealing, State
from chaperone.vault.resealing import columns

LOOKED_AT = 200
"""So many values of each column are looked at, the newest."""


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


class Sealing(NamedTuple):
    """Whether what should be sealed is. ``unread``: columns that this login may not read, so that
    nothing is said of them; ``open``: values that name no key there is; ``where``: their columns.
    """

    columns: int
    unread: int
    values: int
    open: int
    where: tuple[str, ...]


def sealing_of(organization_id: UUID) -> Sealing:
    """Looks at the newest values of every sealed column, in the organization's context.

    By their form alone: nothing is opened. Two queries, however many columns there are.
    """
    every = [(each.table, each.name) for each in columns()]
    with connection.cursor() as cursor:
        cursor.execute(_READABLE, [[table for table, _ in every], [name for _, name in every]])
        readable = cursor.fetchall()
        cursor.execute(
            " union all ".join(_LOOK.format(*each) for each in readable) or _NOTHING,
            {
                "organization": organization_id,
                "limit": LOOKED_AT,
                "versions": [VERSION[0], COMMITTING[0]],
                "least": HEADER_LENGTH + TAG_LENGTH,
            },
        )
        found = cursor.fetchall()
    return Sealing(
        columns=len(every),
        unread=len(every) - len(readable),
        values=sum(count for _, count, _ in found),
        open=sum(unsealed for _, _, unsealed in found),
        where=tuple(sorted(column for column, _, unsealed in found if unsealed)),
    )


# Names come from the models, and never from anybody who types.
_READABLE = """
    select asked.table_name, asked.column_name
    from unnest(%s::text[], %s::text[]) as asked (table_name, column_name)
    where has_column_privilege(asked.table_name, asked.column_name, 'SELECT')
"""
_LOOK = """
    select '{0}.{1}', count(*), count(*) filter (where not (
        octet_length(value) > %(least)s and get_byte(value, 0) = any (%(versions)s::int[])
        and exists (select from vault_key
                    where id = encode(substring(value from 2 for 16), 'hex')::uuid)))
    from (select "{1}" as value from "{0}"
          where organization_id = %(organization)s and "{1}" is not null
          order by id desc limit %(limit)s) as newest
"""
_NOTHING = "select '', 0, 0"
