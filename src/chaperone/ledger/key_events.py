"""What the vault reports: it is below the ledger and may not name events itself."""

from collections.abc import Sequence

from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.ledger.events import event
from chaperone.vault.models import Key

KEY_CREATED = event("vault.key.created", "A key was made under which data is sealed.")

_EVENTS = {"created": KEY_CREATED}
# An entry stays well below its longest length.
_IN_ONE_ENTRY = 500


def record(what: str, keys: Sequence[Key]) -> None:
    """Appends what happened to keys, in the transaction in which it happened.

    Keys that are made at once share entries: each entry names the keys and their members.
    """
    for start in range(0, len(keys), _IN_ONE_ENTRY):
        _append(what, keys[start : start + _IN_ONE_ENTRY])


def _append(what: str, keys: Sequence[Key]) -> None:
    first = keys[0]
    named = {"key": str(first.id)} if len(keys) == 1 else {"keys": [str(key.id) for key in keys]}
    append(
        event=_EVENTS[what],
        actor=Actor("worker", None, first.organization_id),
        members=[key.member_id for key in keys if key.member_id],
        details={**named, "purpose": str(first.purpose)},
    )
