"""What a wrapped key is bound to. Pure, so that a start can try the root key without Django."""

from uuid import UUID


def wrapped_for(
    *, organization_id: UUID, key_id: UUID, purpose: str, member_id: UUID | None
) -> bytes:
    """The associated data of a wrapped key: its id, owner and purpose, so that rows cannot be
    swapped."""
    member = member_id.bytes if member_id else b""
    return b"|".join((organization_id.bytes, key_id.bytes, purpose.encode(), member))
