"""The key ring: root key -> organization key -> every other key of the organization.

Unwrapped keys are kept in memory for at most five minutes, so that a key that was destroyed or a
provider that was revoked stops opening within that time. Keys made in a transaction that is not
committed yet are never kept: it may roll back.
"""

import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from chaperone.crypto.blind_index import blind_index
from chaperone.crypto.committing import CommittingKey
from chaperone.crypto.values import SealingKey, key_id_of
from chaperone.crypto.wrapping import unwrap, wrap
from chaperone.database.identifiers import new_id
from chaperone.vault.binding import wrapped_for
from chaperone.vault.errors import KeyMissing
from chaperone.vault.models import Key, Purpose
from chaperone.vault.provider import root_key
from chaperone.vault.registry import record_key_event, record_key_events

KEPT_SECONDS = 300.0
KEPT_KEYS = 20_000
_AT_ONCE = 500
_OF_AN_ORGANIZATION = (Purpose.SHARED, Purpose.SECRET, Purpose.LEDGER, Purpose.INDEX)
_KEY_ID = slice(1, 17)  # of a sealed value
_Slot = tuple[UUID, str, UUID | None]


class _Kept(NamedTuple):
    until: float
    secret: bytes
    key: SealingKey
    slot: _Slot


# Keys that this block of code has just made: usable in it, and kept nowhere.
_just_made: ContextVar[Mapping[_Slot, _Kept]] = ContextVar(
    "chaperone_keys_just_made", default=MappingProxyType({})
)


def _context(key: Key) -> bytes:
    return wrapped_for(
        organization_id=key.organization_id,
        key_id=key.id,
        purpose=key.purpose,
        member_id=key.member_id,
    )


class KeyRing:
    """Makes, unwraps and keeps keys. One for the process: ``keyring``."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: dict[bytes, _Kept] = {}  # by the 16 bytes of the key id
        self._slots: dict[_Slot, UUID] = {}
        self._unsettled: set[UUID] = set()

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

    @contextmanager
    def create_members(self, organization_id: UUID, member_ids: Sequence[UUID]) -> Iterator[None]:
        """Makes the keys of many members at once; in this block, values are sealed with them.

        In the caller's transaction and context, with few round trips however many members.
        """
        made = [self._make(organization_id, Purpose.MEMBER, each) for each in member_ids]
        self._settle_later([key.id for key, _ in made])
        Key.objects.bulk_create([key for key, _ in made], batch_size=_AT_ONCE)
        record_key_events("created", [key for key, _ in made])
        token = _just_made.set({(kept := self._kept_of(*each)).slot: kept for each in made})
        try:
            yield
        finally:
            _just_made.reset(token)

    def sealing_key(
        self, organization_id: UUID, purpose: str, member_id: UUID | None = None
    ) -> SealingKey:
        """The key under which new values are sealed. Raises ``KeyMissing``."""
        return self._in_slot((organization_id, purpose, member_id)).key

    def ledger_key(self, organization_id: UUID) -> SealingKey:
        """The key that seals an organization's ledger entries. Raises ``KeyMissing``."""
        return self.sealing_key(organization_id, Purpose.LEDGER)

    def opening_key(self, organization_id: UUID, blob: bytes) -> SealingKey:
        """The key that opens ``blob``. Raises ``KeyMissing``, ``MalformedValue``."""
        # As stored, without making a UUID of it: this runs for each value on a page.
        kept = self._kept.get(blob[_KEY_ID])
        if kept is None or kept.until < time.monotonic():
            kept = self._read(organization_id, key_id_of(blob))
        return kept.key

    def preload(self, organization_id: UUID, blobs: Iterable[bytes]) -> None:
        """Fetches the keys of many blobs with one query."""
        now = time.monotonic()
        wanted = {key_id_of(blob) for blob in blobs}
        missing = [
            key_id
            for key_id in wanted
            if (kept := self._kept.get(key_id.bytes)) is None or kept.until < now
        ]
        if missing:
            self._fetch(organization_id, missing)

    def blind_index(self, organization_id: UUID, *, element: str, token: str) -> bytes:
        """16 bytes by which an exact token of an element is found again in the organization."""
        secret = self._in_slot((organization_id, Purpose.INDEX, None)).secret
        return blind_index(secret, element=element, token=token)

    def forget(self) -> None:
        """Drops every unwrapped key from memory."""
        with self._lock:
            self._kept.clear()
            self._slots.clear()

    def _create(self, organization_id: UUID, purpose: str, member_id: UUID | None = None) -> Key:
        key, _ = self._make(organization_id, purpose, member_id)
        self._settle_later([key.id])
        key.save(force_insert=True)
        return key

    def _make(
        self, organization_id: UUID, purpose: str, member_id: UUID | None = None
    ) -> tuple[Key, bytes]:
        """A new key, wrapped and not saved yet, and its secret."""
        key = Key(id=new_id(), organization_id=organization_id, purpose=purpose)
        key.member_id = member_id
        secret = os.urandom(32)
        if purpose == Purpose.ORGANIZATION:
            key.wrapped = root_key().wrap(secret, context=_context(key))
            key.wrapped_by = root_key().key_id
        else:
            above = self._in_slot((organization_id, Purpose.ORGANIZATION, None))
            key.wrapped = wrap(above.secret, secret, context=_context(key))
            key.wrapped_by = str(above.key.id)
        return key, secret

    def _settle_later(self, key_ids: Sequence[UUID]) -> None:
        self._unsettled.update(key_ids)
        transaction.on_commit(lambda: self._unsettled.difference_update(key_ids))

    def _in_slot(self, slot: _Slot) -> _Kept:
        if just_made := _just_made.get().get(slot):
            return just_made
        key_id = self._slots.get(slot)
        kept = self._kept.get(key_id.bytes) if key_id else None
        if kept is not None and kept.until >= time.monotonic():
            return kept
        organization_id, purpose, member_id = slot
        rows = Key.objects.filter(
            organization_id=organization_id, purpose=purpose, member_id=member_id
        )
        key = rows.first()
        if key is None:
            raise KeyMissing(f"There is no {purpose} key here.")
        return self._keep(key)

    def _fetch(self, organization_id: UUID, key_ids: list[UUID]) -> None:
        for key in Key.objects.filter(organization_id=organization_id, id__in=key_ids):
            self._keep(key)

    def _read(self, organization_id: UUID, key_id: UUID) -> _Kept:
        key = Key.objects.filter(organization_id=organization_id, id=key_id).first()
        if key is None:
            raise KeyMissing("The key of this value is not there: it may have been destroyed.")
        return self._keep(key)

    def _keep(self, key: Key) -> _Kept:
        kept = self._kept_of(key, self._unwrap(key))
        if key.id not in self._unsettled:
            with self._lock:
                while len(self._kept) >= KEPT_KEYS:
                    evicted = self._kept.pop(next(iter(self._kept)))
                    self._slots.pop(evicted.slot, None)
                self._kept.pop(key.id.bytes, None)
                self._kept[key.id.bytes] = kept
                self._slots[kept.slot] = key.id
        return kept

    def _kept_of(self, key: Key, secret: bytes) -> _Kept:
        slot = (key.organization_id, key.purpose, key.member_id)
        made = CommittingKey if key.purpose == Purpose.LEDGER else SealingKey
        return _Kept(time.monotonic() + KEPT_SECONDS, secret, made(key.id, secret), slot)

    def _unwrap(self, key: Key) -> bytes:
        wrapped = bytes(key.wrapped)
        if key.purpose == Purpose.ORGANIZATION:
            return root_key().unwrap(wrapped, context=_context(key))
        above = self._in_slot((key.organization_id, Purpose.ORGANIZATION, None))
        return unwrap(above.secret, wrapped, context=_context(key))


keyring = KeyRing()
