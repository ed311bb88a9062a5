"""What an entry says, as bytes: the form that is sealed, hashed and kept for ever."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from chaperone.crypto.committing import CommittingKey
from chaperone.crypto.values import COMMITTING, Place, SealingKey
from chaperone.ledger.errors import DetailsNotPlain, EntryTooLong
from chaperone.ledger.opened import Opened, as_plain, elements_of, from_plain

FORMAT = 2
LONGEST = 60_000  # a C2SP entry bundle holds 65,535 bytes an entry, the seal included

_encode = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
).encode


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry in clear: who did what, where and why, for which organization, what came of it.

    ``outcome`` is empty in entries of format 1, which did not say it.
    """

    id: UUID
    event: str
    actor_kind: str
    actor_id: UUID | None
    organization_id: UUID
    members: Sequence[UUID]
    recorded_at: datetime
    details: Mapping[str, Any]
    outcome: str = ""
    address: str = ""
    session: UUID | None = None
    grants: tuple[UUID, ...] = ()
    purpose: str = ""
    opened: tuple[Opened, ...] = ()
    format: int = FORMAT

    @property
    def elements(self) -> list[str]:
        """By what the entry is found in a search for an element; format 1 is not found so."""
        return elements_of(self.opened) if self.format >= FORMAT else []


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
    said = json.loads(open_text(sealed, key, organization_id=organization_id, entry_id=entry_id))
    actor = said["actor"]
    details = said["details"]
    if said["format"] == 1 and "opened" in details:
        said |= _as_said_now(details)
        details = said["details"]
    return Entry(
        id=entry_id,
        event=said["event"],
        actor_kind=actor["kind"],
        actor_id=_id_of(actor["id"]),
        organization_id=UUID(said["organization"]),
        members=tuple(map(UUID, said["members"])),
        recorded_at=datetime.fromisoformat(said["recorded_at"]),
        details=details,
        outcome=said.get("outcome", ""),
        address=actor.get("address", ""),
        session=_id_of(actor.get("session")),
        grants=tuple(map(UUID, actor.get("grants", ()))),
        purpose=said.get("purpose", ""),
        opened=from_plain(said.get("opened", ())),
        format=said["format"],
    )


def open_text(sealed: bytes, key: SealingKey, *, organization_id: UUID, entry_id: UUID) -> bytes:
    """The entry's JSON, byte for byte as it was sealed. Raises ``CryptoError``."""
    return key.open(sealed, _place(organization_id, entry_id))


def key_of(
    sealed: bytes, key: SealingKey, *, organization_id: UUID, entry_id: UUID
) -> bytes | None:
    """The key that opens this entry and no other, to give away. Raises ``CryptoError``.

    None for an entry of version 1, which is opened by the key of them all only.
    """
    if not isinstance(key, CommittingKey) or sealed[:1] != COMMITTING:
        return None
    return key.disclosed(sealed, _place(organization_id, entry_id))


def _place(organization_id: UUID, entry_id: UUID) -> Place:
    return Place(organization_id, "ledger_entry", "entry", entry_id)


def _text_of(entry: Entry) -> bytes:
    """Compact JSON with sorted keys, so that one entry has one form. What is empty is left out."""
    actor: dict[str, Any] = {
        "id": str(entry.actor_id) if entry.actor_id else None,
        "kind": entry.actor_kind,
    }
    if entry.address:
        actor["address"] = entry.address
    if entry.session:
        actor["session"] = str(entry.session)
    if entry.grants:
        actor["grants"] = [str(grant) for grant in entry.grants]
    said = {
        "actor": actor,
        "details": dict(entry.details),
        "event": entry.event,
        "format": FORMAT,
        "members": [str(member) for member in entry.members],
        "organization": str(entry.organization_id),
        "outcome": entry.outcome,
        "recorded_at": entry.recorded_at.astimezone(UTC).isoformat(timespec="microseconds"),
    }
    if entry.purpose:
        said["purpose"] = entry.purpose
    if entry.opened:
        said["opened"] = as_plain(entry.opened)
    try:
        return _encode(said).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise DetailsNotPlain(str(error)) from None


def _as_said_now(details: Mapping[str, Any]) -> dict[str, Any]:
    """What an access record of format 1 said in its details and now says beside them."""
    moved = ("opened", "purpose")
    kept = {name: value for name, value in details.items() if name not in moved}
    return {"details": kept} | {name: details[name] for name in moved if name in details}


def _id_of(text: str | None) -> UUID | None:
    return UUID(text) if text else None
