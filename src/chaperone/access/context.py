"""The transaction in which somebody acts, with its row-security context."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from chaperone.database.context import Context, apply
from chaperone.ledger.actors import Actor


@contextmanager
def acting_for(actor: Actor) -> Iterator[None]:
    """A transaction of a program in the actor's organization. People enter by ``requires``."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            apply(cursor, Context(organization=actor.organization_id, scope="organization"))
        yield
