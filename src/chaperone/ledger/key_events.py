"""What the vault reports: it is below the ledger and may not name events itself."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor, Kind
from chaperone.ledger.events import event
from chaperone.vault.models import Key
from chaperone.vault.registry import By

KEY_CREATED = event("vault.key.created", "A key was made under which data is sealed.")
KEY_ANNOUNCED = event("vault.key.announced", "A key was made that will be in force soon.")
KEY_RETIRED = event("vault.key.retired", "A key was replaced: it opens, and seals nothing new.")
KEYS_REWRAPPED = event("vault.keys.rewrapped", "Keys were wrapped anew, under another key.")
VALUES_RESEALED = event("vault.values.resealed", "Values of a retired key were sealed anew.")
KEY_DESTROYED = event("vault.key.destroyed", "A retired key that nothing needs was destroyed.")

_EVENTS = {
    "created": KEY_CREATED,
    "announced": KEY_ANNOUNCED,
    "retired": KEY_RETIRED,
    "rewrapped": KEYS_REWRAPPED,
    "resealed": VALUES_RESEALED,
    "destroyed": KEY_DESTROYED,
}
# An entry stays well below its longest length.
_IN_ONE_ENTRY = 500


def record(what: str, keys: Sequence[Key], by: By, details: Mapping[str, Any]) -> None:
    """Appends what happened to keys, in the transaction in which it happened.

    Keys that are made at once share entries: each entry names the keys and their members.
    """
    for start in range(0, len(keys), _IN_ONE_ENTRY):
        _append(what, keys[start : start + _IN_ONE_ENTRY], by, details)


def _append(what: str, keys: Sequence[Key], by: By, details: Mapping[str, Any]) -> None:
    first = keys[0]
    named = {"key": str(first.id)} if len(keys) == 1 else {"keys": [str(key.id) for key in keys]}
    append(
        event=_EVENTS[what],
        actor=Actor(cast(Kind, by.kind), by.id, first.organization_id),
        members=[key.member_id for key in keys if key.member_id],
        details={**named, "purpose": str(first.purpose), **details},
    )
