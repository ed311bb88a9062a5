"""A transaction in an organization's context, for work on its keys that no person asked for."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction

from chaperone.database.context import Context, apply


@contextmanager
def inside(organization_id: UUID) -> Iterator[None]:
    """Commits at the end of the block."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            apply(cursor, Context(organization=organization_id, scope="organization"))
        yield
