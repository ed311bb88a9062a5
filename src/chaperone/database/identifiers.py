"""Ids of rows: UUID version 7 (RFC 9562, section 5.7), so that ids carry their time."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from uuid_utils.compat import uuid7

PLATFORM = UUID(int=0)
"""Stands for the organization of what belongs to none: platform keys, refused sign-ins."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_VERSION_AND_VARIANT = (0x7 << 76) | (0b10 << 62)


def new_id() -> UUID:
    """A new id; ids made later by one process sort after earlier ones."""
    return uuid7()


def first_id_of(instant: datetime) -> UUID:
    """The smallest id of the instant's millisecond: a bound for ranges of ids.

    Raises ValueError when the instant has no time zone or is before 1970.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    microseconds = (instant - _EPOCH) // (instant.resolution)
    if microseconds < 0:
        raise ValueError("ids begin in 1970")
    return UUID(int=(microseconds // 1000 << 80) | _VERSION_AND_VARIANT)


def instant_of(identifier: UUID) -> datetime:
    """When an id of version 7 was made, to the millisecond."""
    return _EPOCH + timedelta(milliseconds=identifier.int >> 80)
