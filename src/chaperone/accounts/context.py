"""The transaction in which people act on their own account, before entering an organization."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction

from chaperone.accounts.registry import home_of
from chaperone.database.context import Context, apply
from chaperone.ledger.actors import Actor


class Whereabouts(NamedTuple):
    """From where a person acts: the network address, and the session once they have one."""

    address: str = ""
    session: UUID | None = None


_NOWHERE = Whereabouts()
_here: ContextVar[Whereabouts] = ContextVar("chaperone_whereabouts", default=_NOWHERE)


@contextmanager
def acting_from(whereabouts: Whereabouts) -> Iterator[None]:
    """In this block, what people do on their own account is recorded as done from there."""
    token = _here.set(whereabouts)
    try:
        yield
    finally:
        _here.reset(token)


def current_session() -> UUID | None:
    """The session of the request at hand; None before sign-in and outside requests."""
    return _here.get().session


@contextmanager
def acting_as(user_id: UUID, whereabouts: Whereabouts | None = None) -> Iterator[Actor]:
    """A transaction that reaches this person's own sessions and their organization's ledger.

    ``whereabouts``: from where, if not from where the request at hand came.

    Not for use within ``requires``: it changes the context of the whole transaction.
    """
    home = home_of(user_id)
    with transaction.atomic():
        with connection.cursor() as cursor:
            apply(cursor, Context(organization=home, staff=user_id, scope="none"))
        address, session = whereabouts or _here.get()
        yield Actor("staff", user_id, home, address=address, session=session)
