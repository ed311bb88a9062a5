"""What the tests of the ledger do over and over."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from uuid import UUID

from django.db import connections, transaction

from chaperone.database.context import Context, apply
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.ledger.events import event
from chaperone.ledger.opened import Opened
from chaperone.ledger.placing import Placer

TRIED = event("ledger.thing.tried", "Something was tried, in a test")
SOMEBODY = UUID(int=7)

Record = Callable[..., list[UUID]]
AsLogin = Callable[[str], AbstractContextManager[None]]


@contextmanager
def acting_for(organization_id: UUID) -> Iterator[None]:
    with transaction.atomic():
        with connections["default"].cursor() as cursor:
            apply(cursor, Context(organization_id))
        yield


def append_one(organization_id: UUID, *members: UUID, **details: object) -> UUID:
    """An entry about members, whose names it says were opened."""
    actor = Actor("staff", SOMEBODY, organization_id)
    opened = [Opened("members_member", "name", member, 1, (member,)) for member in members]
    return append(event=TRIED, actor=actor, members=members, details=details, opened=opened)


def place_all(placer: Placer) -> int:
    """Places all that waits and signs; the size of the tree."""
    while placer.place():
        pass
    return placer.sign()
