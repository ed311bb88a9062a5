"""What is kept of a request, as bytes: never a path, a query string, a header or a body."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from chaperone.crypto.values import Place, SealingKey

FORMAT = 1
ADDRESS_ELEMENT = "requestlog.request.address"
"""The element that keys the blind index of addresses."""
STATIC, UNRESOLVED = "static", "unresolved"
"""What stands for a route where none has a name: files, and what leads nowhere."""


@dataclass(frozen=True, slots=True)
class Record:
    """One request in clear.

    ``session`` is a keyed hash of the session's key, in hex, or empty. ``route`` is a name in the
    program. ``duration_ms`` is until the answer was ready to leave; ``size``: bytes of its body,
    None where it was not known then.
    """

    id: UUID
    organization_id: UUID
    at: datetime
    address: str
    session: str
    actor_kind: str
    actor_id: UUID | None
    method: str
    route: str
    status: int
    duration_ms: float
    size: int | None


def seal(record: Record, key: SealingKey) -> bytes:
    """The bytes that are stored, bound to the row and the organization."""
    said = {
        "actor": {
            "id": str(record.actor_id) if record.actor_id else None,
            "kind": record.actor_kind,
        },
        "address": record.address,
        "at": record.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "duration_ms": record.duration_ms,
        "format": FORMAT,
        "method": record.method,
        "route": record.route,
        "session": record.session,
        "size": record.size,
        "status": record.status,
    }
    text = json.dumps(said, separators=(",", ":")).encode()
    return key.seal(text, _place(record.organization_id, record.id))


def open_sealed(sealed: bytes, key: SealingKey, *, organization_id: UUID, row: UUID) -> Record:
    """The record that was sealed for this row. Raises ``CryptoError``."""
    said = json.loads(key.open(sealed, _place(organization_id, row)))
    return Record(
        id=row,
        organization_id=organization_id,
        at=datetime.fromisoformat(said["at"]),
        address=said["address"],
        session=said["session"],
        actor_kind=said["actor"]["kind"],
        actor_id=UUID(said["actor"]["id"]) if said["actor"]["id"] else None,
        method=said["method"],
        route=said["route"],
        status=said["status"],
        duration_ms=said["duration_ms"],
        size=said["size"],
    )


def _place(organization_id: UUID, row: UUID) -> Place:
    return Place(organization_id, "requestlog_request", "record", row)
