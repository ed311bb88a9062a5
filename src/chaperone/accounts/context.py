"""The transaction in which people act on their own account, before entering an organization."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction

from chaperone.accounts.registry import home_of
from chaperone.database.context import Context, apply
from chaperone.ledger.actors import Actor


@contextmanager
def acting_as(user_id: UUID) -> Iterator[Actor]:
    """A transaction that reaches this person's own sessions and their organization's ledger.

    Not for use within ``requires``: it changes the context of the whole transaction.
    """
    home = home_of(user_id)
    with transaction.atomic():
        with connection.cursor() as cursor:
            apply(cursor, Context(organization=home, staff=user_id, scope="none"))
        yield Actor(kind="staff", id=user_id, organization_id=home)
