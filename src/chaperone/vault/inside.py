"""An organization's context in a transaction, for work that no person is at."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction

from chaperone.database.context import Context, apply


@contextmanager
def inside(organization_id: UUID) -> Iterator[None]:
    """A transaction in the context, which commits at the end of the block."""
    with transaction.atomic():
        turn_to(organization_id)
        yield


def turn_to(organization_id: UUID) -> None:
    """Gives the rest of the current transaction the context."""
    with connection.cursor() as cursor:
        apply(cursor, Context(organization_id))
