"""The time that an id carries."""

from datetime import UTC, datetime
from uuid import UUID


def instant_of(identifier: UUID) -> datetime:
    """When an id was made, to the millisecond (UUID version 7: RFC 9562, section 5.7)."""
    return datetime.fromtimestamp((identifier.int >> 80) / 1000, UTC)
