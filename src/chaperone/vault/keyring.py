"""The key ring: root key -> organization key -> every other key of the organization.

Unwrapped keys are kept in memory for at most five minutes, and none longer than the organization's
key that unwrapped it, so that a key that was destroyed or a provider that was revoked stops opening
within that time. Keys made in a transaction that is not committed yet are never kept: it may roll
back.

Of several versions of a key, new values are sealed with the one in force; a value names the key
that sealed it, which opens it however old it is. Blind indexes name none: who looks something up
compares with the index under each version (``blind_indexes``).
"""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from chaperone.crypto.blind_index import blind_index
from chaperone.crypto.committing import CommittingKey
from chaperone.crypto.errors import KeyWiped, WrongKey
from chaperone.crypto.memory import KeptSecret, wipe
from chaperone.crypto.values import SealingKey, key_id_of
from chaperone.vault.errors import KeyMissing
from chaperone.vault.keeping import Kept, Slot, memory
from chaperone.vault.models import Key, Purpose, State
from chaperone.vault.registry import record_key_event, record_key_events
from chaperone.vault.wrapping import (
    Unwrapped,
    in_force,
    keep_secret,
    make,
    organization_key,
    slot_of,
    unsettled,
    unwrapped,
)

_AT_ONCE = 500
_OF_AN_ORGANIZATION = (Purpose.SHARED, Purpose.SECRET, Purpose.LEDGER, Purpose.INDEX)
_NEVER_SEAL = (Purpose.ORGANIZATION, Purpose.INDEX)
_KEY_ID = slice(1, 17)  # of a sealed value

# Keys that this block of code has just made: usable in it, and kept nowhere.
_just_made: ContextVar[Mapping[Slot, Kept[SealingKey]]] = ContextVar(
    "chaperone_keys_just_made", default=MappingProxyType({})
)


class KeyRing:
    """Makes, unwraps and keeps keys. One for the process: ``keyring``."""

    def __init__(self) -> None:
        self._indexing: dict[UUID, list[Kept[KeptSecret]]] = {}

    def create_organization(self, organization_id: UUID) -> None:
        """Makes the keys of an organization, in the caller's transaction and context."""
        keys = [self._create(organization_id, Purpose.ORGANIZATION)]
        keys += [self._create(organization_id, purpose) for purpose in _OF_AN_ORGANIZATION]
        # Recorded last: the entries are sealed under one of these keys.
        for key in keys:
            record_key_event("created", key)

    def has_organization(self, organization_id: UUID) -> bool:
        """Whether the organization's keys were made."""
        return Key.objects.filter(
            organization_id=organization_id, purpose=Purpose.ORGANIZATION
        ).exists()

    def create_member(self, organization_id: UUID, member_id: UUID) -> None:
        """Makes the key of a member, in the caller's transaction and context."""
        record_key_event("created", self._create(organization_id, Purpose.MEMBER, member_id))

    def has_member(self, organization_id: UUID, member_id: UUID) -> bool:
        """Whether the member has a key: it was made, and not destroyed."""
        return Key.objects.filter(
            organization_id=organization_id, purpose=Purpose.MEMBER, member_id=member_id
        ).exists()

    @contextmanager
    def create_members(self, organization_id: UUID, member_ids: Sequence[UUID]) -> Iterator[None]:
        """Makes the keys of many members at once; in this block, values are sealed with them.

        In the caller's transaction and context, with few round trips however many members.
        """
        until = organization_key(organization_id).until
        made = [make(organization_id, Purpose.MEMBER, each) for each in member_ids]
        keys = [key for key, _ in made]
        self.settle_later(keys)
        Key.objects.bulk_create(keys, batch_size=_AT_ONCE)
        record_key_events("created", keys)
        fresh = {slot_of(key): _kept_of(key, Unwrapped(secret, until)) for key, secret in made}
        token = _just_made.set(fresh)
        try:
            yield
        finally:
            _just_made.reset(token)

    def sealing_key(
        self, organization_id: UUID, purpose: str, member_id: UUID | None = None
    ) -> SealingKey:
        """The key under which new values are sealed. Raises ``KeyMissing``."""
        slot = (organization_id, purpose, member_id)
        kept = _just_made.get().get(slot) or memory.sealing.in_force.get(slot)
        if kept is None or kept.until < time.monotonic():
            kept = self._keep(in_force(slot))
        return kept.held

    def ledger_key(self, organization_id: UUID) -> SealingKey:
        """The key that seals an organization's ledger entries. Raises ``KeyMissing``."""
        return self.sealing_key(organization_id, Purpose.LEDGER)

    def opening_key(self, organization_id: UUID, blob: bytes) -> SealingKey:
        """The key that opens ``blob``. Raises ``KeyMissing``, ``MalformedValue``."""
        # As stored, without making a UUID of it: this runs for each value on a page.
        kept = memory.sealing.by_id.get(blob[_KEY_ID])
        if kept is None or kept.until < time.monotonic():
            kept = self._read(organization_id, key_id_of(blob))
        return kept.held

    def opening_key_of(
        self, organization_id: UUID, member_id: UUID | None, blob: bytes
    ) -> SealingKey:
        """The same for a value that says whose it is: the member's own key, or one of no member.

        Without this, a row that somebody gave to another member would open as theirs. Raises
        ``WrongKey`` as well.
        """
        kept = memory.sealing.by_id.get(blob[_KEY_ID])
        if kept is None or kept.until < time.monotonic():
            kept = self._read(organization_id, key_id_of(blob))
        if kept.slot[2] != member_id:
            raise WrongKey
        return kept.held

    def preload(self, organization_id: UUID, blobs: Iterable[bytes]) -> None:
        """Fetches the keys of many blobs with one query."""
        now = time.monotonic()
        # What is malformed is refused, and recorded, where it is opened.
        wanted = {bytes(blob[_KEY_ID]) for blob in blobs if len(blob) > _KEY_ID.stop}
        missing = [
            UUID(bytes=key_id)
            for key_id in wanted
            if (kept := memory.sealing.by_id.get(key_id)) is None or kept.until < now
        ]
        if missing:
            for key in _sealing_keys(organization_id).filter(id__in=missing):
                self._keep(key)

    def blind_index(self, organization_id: UUID, *, element: str, token: str) -> bytes:
        """The 16 bytes by which an exact token of an element is stored, to be found again."""
        return self.blind_indexes(organization_id, element=element, token=token)[0]

    def blind_indexes(self, organization_id: UUID, *, element: str, token: str) -> list[bytes]:
        """The index under each version of the key, the one in force first: to look a token up."""
        while True:
            try:
                return [
                    kept.held.use(lambda secret: blind_index(secret, element=element, token=token))
                    for kept in self._indexing_keys(organization_id)
                ]
            except KeyWiped:
                self._indexing.pop(organization_id, None)

    def forget(self) -> None:
        """Drops every unwrapped key from memory."""
        self._indexing.clear()
        memory.forget()

    def settle_later(self, keys: Sequence[Key]) -> None:
        """Keeps none of these keys in memory before the caller's transaction has committed."""
        key_ids = [key.id for key in keys]
        unsettled.update(key_ids)
        transaction.on_commit(lambda: unsettled.difference_update(key_ids))

    def _create(self, organization_id: UUID, purpose: str, member_id: UUID | None = None) -> Key:
        key, secret = make(organization_id, purpose, member_id)
        wipe(secret)
        self.settle_later([key])
        key.save(force_insert=True)
        return key

    def _read(self, organization_id: UUID, key_id: UUID) -> Kept[SealingKey]:
        key = _sealing_keys(organization_id).filter(id=key_id).first()
        if key is None:
            raise KeyMissing("The key of this value is not there: it may have been destroyed.")
        return self._keep(key)

    def _keep(self, key: Key) -> Kept[SealingKey]:
        kept = _kept_of(key, unwrapped(key))
        if key.id not in unsettled:
            memory.keep_sealing(kept, in_force=key.state == State.ACTIVE)
        return kept

    def _indexing_keys(self, organization_id: UUID) -> list[Kept[KeptSecret]]:
        known = self._indexing.get(organization_id)
        if known and known[0].until >= time.monotonic():
            return known
        rows = Key.objects.filter(organization_id=organization_id, purpose=Purpose.INDEX)
        # "active" comes first in the alphabet as well.
        versions = list(rows.order_by("state", "-id"))
        if not versions or versions[0].state != State.ACTIVE:
            raise KeyMissing("There is no index key here.")
        kept = [keep_secret(key) for key in versions]
        if unsettled.isdisjoint(key.id for key in versions):
            self._indexing[organization_id] = kept
        return kept


def _sealing_keys(organization_id: UUID) -> QuerySet[Key]:
    return Key.objects.filter(organization_id=organization_id).exclude(purpose__in=_NEVER_SEAL)


def _kept_of(key: Key, clear: Unwrapped) -> Kept[SealingKey]:
    made = CommittingKey if key.purpose == Purpose.LEDGER else SealingKey
    kept = Kept(clear.until, key.id, made(key.id, clear.secret), slot_of(key))
    # The cipher has taken its own copy.
    wipe(clear.secret)
    return kept


keyring = KeyRing()
