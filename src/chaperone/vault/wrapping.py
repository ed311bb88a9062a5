"""Keys wrapped and unwrapped: by the root key in its provider, or by an organization's key."""

import os
import time
from functools import partial
from typing import NamedTuple
from uuid import UUID

from chaperone.crypto.errors import KeyWiped
from chaperone.crypto.memory import KeptSecret, wipe
from chaperone.crypto.wrapping import unwrap, wrap
from chaperone.database.identifiers import new_id
from chaperone.vault import keeping
from chaperone.vault.binding import wrapped_for
from chaperone.vault.errors import KeyMissing
from chaperone.vault.keeping import Kept, Slot, memory
from chaperone.vault.models import Key, Purpose, State
from chaperone.vault.provider import provider_of, root_key

_SECRET_LENGTH = 32
# Keys of transactions that are not committed yet, which may roll back: never kept.
unsettled: set[UUID] = set()


class Unwrapped(NamedTuple):
    """A key in clear, and until when it may be used: no longer than what unwrapped it."""

    secret: bytearray
    until: float


def context_of(key: Key) -> bytes:
    """What the wrapped form of a key is bound to."""
    return wrapped_for(
        organization_id=key.organization_id,
        key_id=key.id,
        purpose=key.purpose,
        member_id=key.member_id,
    )


def slot_of(key: Key) -> Slot:
    """Whose key it is and what for."""
    return (key.organization_id, key.purpose, key.member_id)


def in_force(slot: Slot) -> Key:
    """The row of the key that is in force. Raises ``KeyMissing``."""
    organization_id, purpose, member_id = slot
    found = Key.objects.filter(
        organization_id=organization_id,
        purpose=purpose,
        member_id=member_id,
        state=State.ACTIVE,
    ).first()
    if found is None:
        raise KeyMissing(f"There is no {purpose} key here.")
    return found


def unwrapped(key: Key) -> Unwrapped:
    """The key in clear. Raises ``KeyMissing`` or a ``CryptoError``."""
    wrapped, context = bytes(key.wrapped), context_of(key)
    if key.purpose == Purpose.ORGANIZATION:
        secret = provider_of(key.wrapped_by).unwrap(wrapped, context=context)
        return Unwrapped(secret, time.monotonic() + keeping.KEPT_SECONDS)
    while True:
        above = _above(key)
        try:
            secret = above.held.use(lambda wrapping: unwrap(wrapping, wrapped, context=context))
        except KeyWiped:
            continue
        return Unwrapped(secret, above.until)


def wrap_by_root(key: Key, secret: bytearray) -> None:
    """Wraps an organization's key by the root key that is in use."""
    key.wrapped = root_key().wrap(secret, context=context_of(key))
    key.wrapped_by = root_key().key_id


def wrap_under(key: Key, secret: bytearray, above_id: UUID, above: bytearray) -> None:
    """Wraps a key under its organization's, whose id and secret are given."""
    key.wrapped = wrap(above, secret, context=context_of(key))
    key.wrapped_by = str(above_id)


def make(
    organization_id: UUID,
    purpose: str,
    member_id: UUID | None = None,
    *,
    state: State = State.ACTIVE,
) -> tuple[Key, bytearray]:
    """A new key, wrapped and not saved yet, and its secret."""
    key = Key(id=new_id(), organization_id=organization_id, purpose=purpose, state=state)
    key.member_id = member_id
    secret = bytearray(os.urandom(_SECRET_LENGTH))
    if purpose == Purpose.ORGANIZATION:
        wrap_by_root(key, secret)
        return key, secret
    while True:
        above = organization_key(organization_id)
        try:
            above.held.use(partial(wrap_under, key, secret, above.id))
        except KeyWiped:
            continue
        return key, secret


def organization_key(organization_id: UUID) -> Kept[KeptSecret]:
    """The key in force that wraps the organization's others. Raises ``KeyMissing``."""
    slot: Slot = (organization_id, Purpose.ORGANIZATION, None)
    kept = memory.secrets.in_force.get(slot)
    if kept is not None and kept.until >= time.monotonic():
        return kept
    return keep_secret(in_force(slot))


def keep_secret(key: Key) -> Kept[KeptSecret]:
    """Unwraps a key that wraps others or keys blind indexes, and keeps it for a while."""
    secret, until = unwrapped(key)
    kept = Kept(until, key.id, KeptSecret(secret), slot_of(key))
    wipe(secret)
    if key.id not in unsettled:
        memory.keep_secret(kept, in_force=key.state == State.ACTIVE)
    return kept


def _above(key: Key) -> Kept[KeptSecret]:
    """The key that wraps ``key``: in force or, while keys are being rewrapped, a retired one."""
    above_id = UUID(key.wrapped_by)
    kept = memory.secrets.by_id.get(above_id.bytes)
    if kept is not None and kept.until >= time.monotonic():
        return kept
    above = Key.objects.filter(
        organization_id=key.organization_id, purpose=Purpose.ORGANIZATION, id=above_id
    ).first()
    if above is None:
        raise KeyMissing("The organization's key that wraps this one is not there.")
    return keep_secret(above)
