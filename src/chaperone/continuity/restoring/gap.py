"""What the record tells of an organization's texts after the backup."""

from collections.abc import Callable, Sequence
from uuid import UUID

from chaperone.carriers.events import TEXT_RECEIVED
from chaperone.conversations.actions.hold_outbox import After
from chaperone.conversations.events import (
    TEXT_LOST,
    TEXT_SETTLED,
    TEXTS_NOT_TAKEN,
    TEXTS_PASSED_ON,
    TEXTS_WITHHELD,
    TURN_ANSWERED,
    TURN_FAILED,
    TURN_HANDED_OVER,
    TURN_SILENCED,
)
from chaperone.conversations.models import Delivery, Turn
from chaperone.ledger.entries import Entry

_TURNS = {
    TURN_ANSWERED.name: Turn.State.ANSWERED,
    TURN_HANDED_OVER.name: Turn.State.HANDED_OVER,
    TURN_FAILED.name: Turn.State.HANDED_OVER,
    TURN_SILENCED.name: Turn.State.SILENT,
}
# Those that an attempt may end in, beside one that waits to be tried again.
_ENDED = {
    Delivery.State.SENT,
    Delivery.State.DELIVERED,
    Delivery.State.FAILED,
    Delivery.State.UNCONFIRMED,
}


def after_backup(entries: Sequence[Entry]) -> dict[UUID, After]:
    """By organization; later entries count more."""
    found: dict[UUID, After] = {}
    for entry in entries:
        after = found.setdefault(entry.organization_id, After())
        after.happened[entry.event] = after.happened.get(entry.event, 0) + 1
        if note := _NOTES.get(entry.event):
            note(after, entry)
    return found


def _tried(after: After, entry: Entry) -> None:
    for message_id, state in entry.details["messages"].items():
        if state in _ENDED:
            after.deliveries[UUID(message_id)] = state


def _withheld(after: After, entry: Entry) -> None:
    for message_id in entry.details["messages"]:
        after.deliveries[UUID(message_id)] = Delivery.State.WITHHELD


def _settled(after: After, entry: Entry) -> None:
    after.deliveries[UUID(entry.details["message"])] = Delivery.State.DELIVERED


def _lost(after: After, entry: Entry) -> None:
    after.deliveries[UUID(entry.details["message"])] = Delivery.State.FAILED


def _handled(after: After, entry: Entry) -> None:
    after.turns[UUID(entry.details["message"])] = _TURNS[entry.event]


def _received(after: After, entry: Entry) -> None:
    for member_id in map(str, entry.members):
        after.lost[member_id] = after.lost.get(member_id, 0) + 1


_NOTES: dict[str, Callable[[After, Entry], None]] = {
    TEXTS_PASSED_ON.name: _tried,
    TEXTS_NOT_TAKEN.name: _tried,
    TEXTS_WITHHELD.name: _withheld,
    TEXT_SETTLED.name: _settled,
    TEXT_LOST.name: _lost,
    TEXT_RECEIVED.name: _received,
    **dict.fromkeys(_TURNS, _handled),
}
