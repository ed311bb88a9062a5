"""Numbers by which people call incidents and reports."""

from uuid import UUID

from django.db import connection

from chaperone.database.identifiers import new_id

_NEXT = """
insert into incidents_counter (id, organization_id, what, last) values (%s, %s, %s, 1)
on conflict (organization_id, what) do update set last = incidents_counter.last + 1
returning last
"""


def next_number(organization_id: UUID, what: str) -> int:
    """The next number of this kind in the organization; what is rolled back leaves none out."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [new_id(), organization_id, what])
        number: int = cursor.fetchone()[0]
    return number
