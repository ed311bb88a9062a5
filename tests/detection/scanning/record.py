"""A record of days that are over: entries sealed as they were then, and written now, as a restore
writes them again.
"""

from collections.abc import Iterable
from datetime import datetime
from threading import Event
from typing import Any
from uuid import UUID

from chaperone.access.context import acting_for
from chaperone.access.events import ACCESS_RECORDED
from chaperone.database.identifiers import first_id_of, new_id
from chaperone.ledger.actions import append_again
from chaperone.ledger.actors import Actor
from chaperone.ledger.entries import Entry, seal
from chaperone.ledger.opened import Opened
from chaperone.ledger.placing import Placer
from chaperone.vault.keyring import keyring
from tests.cast import LAKESIDE

NAME = ("members_member", "name")
BODY = ("conversations_message", "body")


def wrote(
    event: str,
    at: datetime,
    person: UUID | None,
    *,
    members: Iterable[UUID] = (),
    address: str = "198.51.100.7",
    details: dict[str, Any] | None = None,
    opened: Iterable[tuple[str, str]] = (),
) -> UUID:
    """An entry as it would have been written at the moment, in the caller's transaction."""
    entry = Entry(
        id=UUID(int=first_id_of(at).int + new_id().int % (1 << 60)),
        event=event,
        actor_kind="staff" if person else "anonymous",
        actor_id=person,
        organization_id=LAKESIDE,
        members=tuple(members),
        recorded_at=at,
        details=details or {},
        outcome="success",
        address=address,
        session=None,
        grants=(),
        purpose="",
        opened=tuple(Opened(*each, member, 1, (member,)) for member in members for each in opened),
    )
    append_again(entry, seal(entry, keyring.ledger_key(LAKESIDE)))
    return entry.id


def opened(at: datetime, person: UUID, *members: UUID, care: bool = True) -> UUID:
    """An access record of the moment."""
    elements = (NAME, BODY) if care else (NAME,)
    return wrote(ACCESS_RECORDED.name, at, person, members=members, opened=elements)


def recording() -> Any:
    """The transaction of a worker in the organization."""
    return acting_for(Actor("worker", None, LAKESIDE))


def place_everything(placer: Placer) -> None:
    """Places all that waits, also what bears a time of long ago, which is swept now and then."""
    pending = "select from ledger_pending limit 1"
    while placer._connection.execute(pending).fetchone() is not None:
        if not placer.place():
            Event().wait(0.05)
    placer.sign()
