"""What an entry says, as bytes: the form that is sealed, hashed and kept for ever."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from chaperone.crypto.values import Place, SealingKey
from chaperone.ledger.errors import DetailsNotPlain, EntryTooLong

FORMAT = 1
LONGEST = 60_000  # a C2SP entry bundle holds 65,535 bytes an entry, the seal included

_encode = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
).encode


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry in clear: who did what, for which organization, about which members, when."""

    id: UUID
    event: str
    actor_kind: str
    actor_id: UUID | None
    organization_id: UUID
    members: Sequence[UUID]
    recorded_at: datetime
    details: Mapping[str, Any]


def each_once(members: Iterable[UUID]) -> list[UUID]:
    """Members in the order in which entries list them."""
    return sorted(set(members))


def seal(entry: Entry, key: SealingKey) -> bytes:
    """The bytes that are stored and hashed. Raises ``DetailsNotPlain``, ``EntryTooLong``."""
    text = _text_of(entry)
    if len(text) > LONGEST:
        raise EntryTooLong(f"({len(text)} bytes)")
    return key.seal(text, _place(entry.organization_id, entry.id))


def open_sealed(sealed: bytes, key: SealingKey, *, organization_id: UUID, entry_id: UUID) -> Entry:
    """The entry that was sealed for this id and organization. Raises ``CryptoError``."""
    said = json.loads(key.open(sealed, _place(organization_id, entry_id)))
    return Entry(
        id=entry_id,
        event=said["event"],
        actor_kind=said["actor"]["kind"],
        actor_id=_id_of(said["actor"]["id"]),
        organization_id=UUID(said["organization"]),
        members=tuple(map(UUID, said["members"])),
        recorded_at=datetime.fromisoformat(said["recorded_at"]),
        details=said["details"],
    )


def _place(organization_id: UUID, entry_id: UUID) -> Place:
    return Place(organization_id, "ledger_entry", "entry", entry_id)


def _text_of(entry: Entry) -> bytes:
    """Compact JSON with sorted keys, so that one entry has one form."""
    said = {
        "actor": {
            "id": str(entry.actor_id) if entry.actor_id else None,
            "kind": entry.actor_kind,
        },
        "details": dict(entry.details),
        "event": entry.event,
        "format": FORMAT,
        "members": [str(member) for member in entry.members],
        "organization": str(entry.organization_id),
        "recorded_at": entry.recorded_at.astimezone(UTC).isoformat(timespec="microseconds"),
    }
    try:
        return _encode(said).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise DetailsNotPlain(str(error)) from None


def _id_of(text: str | None) -> UUID | None:
    return UUID(text) if text else None
