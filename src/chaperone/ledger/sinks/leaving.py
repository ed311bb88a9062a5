"""What of an entry leaves the installation: the minimum necessary (45 CFR 164.502(b)).

Ids leave as they are, and so do numbers, addresses of staff, and words of the program. What a
person may have typed (a reason, a note, a name) stays here, whatever a room put into an entry: text
leaves only under a name that is listed below, and only where it looks like a word of the program.
Everything else is named as withheld, and is found in the ledger by the entry's id.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from math import isfinite
from typing import Any
from uuid import UUID

from chaperone.ledger.entries import Entry
from chaperone.ledger.events import registered

# Each was looked up in the rooms that write it: a constant of the program, never typed by a person.
# Not here, though rooms write them: reason, note, name, number, user_agent, triage (it would tell a
# receiver who was in crisis), topic, and from and to, which hold whatever was changed.
TEXT_THAT_LEAVES = frozenset(
    {"carrier", "element", "factor", "for", "how", "kind", "permission", "place", "problem"}
    | {"purpose", "role", "roles", "route", "scope", "setting", "state", "table", "type", "until"}
)
_WORD = re.compile(r"[A-Za-z0-9_.:/@+*<>-]{1,128}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DEEPEST = 5
_LARGEST = 2**63
_WITHHELD = object()
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Leaving:
    """What is sent of one entry. ``position``: its place in the tree, from 0.

    ``leaf_hash`` in hex; ``checkpoint``: the size of the first signed checkpoint that covers it.
    """

    id: UUID
    at: datetime
    organization: UUID
    event: str
    meaning: str
    outcome: str
    actor_kind: str
    actor_id: UUID | None
    address: str
    session: UUID | None
    purpose: str
    grants: Sequence[UUID]
    members: Sequence[UUID]
    elements: Sequence[str]
    details: Mapping[str, Any]
    withheld: Sequence[str]
    position: int
    leaf_hash: str
    checkpoint: int


def leaving(entry: Entry, *, position: int, leaf_hash: str, checkpoint: int) -> Leaving:
    """What is sent of an opened entry."""
    known = registered().get(entry.event)
    withheld: list[str] = []
    details = _of_mapping(entry.details, withheld, depth=1)
    return Leaving(
        id=entry.id,
        at=entry.recorded_at,
        organization=entry.organization_id,
        event=entry.event,
        meaning=known.meaning if known else entry.event,
        # Entries of format 1 did not say it; of an event it is the same for ever.
        outcome=entry.outcome or (known.outcome if known else UNKNOWN),
        actor_kind=entry.actor_kind,
        actor_id=entry.actor_id,
        # Before somebody is signed in, the address stands among the details.
        address=_address(entry.address or entry.details.get("address")),
        session=entry.session,
        purpose=_word(entry.purpose),
        grants=entry.grants,
        members=entry.members,
        elements=_elements(entry),
        details=details,
        withheld=sorted(set(withheld)),
        position=position,
        leaf_hash=leaf_hash,
        checkpoint=checkpoint,
    )


def _of_mapping(found: Mapping[str, Any], withheld: list[str], *, depth: int) -> dict[str, Any]:
    kept = {}
    for name, value in found.items():
        if name == "address":
            continue
        if not (_NAME.fullmatch(name) or _ID.fullmatch(name)):
            withheld.append("other")
            continue
        allowed = _value(name, value, withheld, depth)
        if allowed is _WITHHELD:
            withheld.append(name)
        else:
            kept[name] = allowed
    return kept


def _value(name: str, value: Any, withheld: list[str], depth: int) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return value if isfinite(value) and abs(value) < _LARGEST else _WITHHELD
    if isinstance(value, str):
        return value if _text_leaves(name, value) else _WITHHELD
    if depth >= _DEEPEST:
        return _WITHHELD
    if isinstance(value, Mapping):
        return _of_mapping(value, withheld, depth=depth + 1)
    return list(_items(name, value, withheld, depth + 1))


def _items(name: str, values: Sequence[Any], withheld: list[str], depth: int) -> Iterator[Any]:
    for value in values:
        allowed = _value(name, value, withheld, depth)
        if allowed is _WITHHELD:
            withheld.append(name)
        else:
            yield allowed


def _text_leaves(name: str, text: str) -> bool:
    return bool(_ID.fullmatch(text) or (name in TEXT_THAT_LEAVES and _WORD.fullmatch(text)))


def _word(text: str) -> str:
    return text if _WORD.fullmatch(text) else ""


def _elements(entry: Entry) -> list[str]:
    named = {f"{opened.table}.{opened.element}" for opened in entry.opened}
    return sorted(name for name in named if _WORD.fullmatch(name))


def _address(text: Any) -> str:
    try:
        # Without the zone of an IPv6 address, which may be any text.
        return str(ip_address(text.partition("%")[0])) if isinstance(text, str) else ""
    except ValueError:
        return ""
