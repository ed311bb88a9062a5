"""Unwrapped keys in memory: few, for five minutes at most, and wiped when their time is over.

What is wiped and what Python cannot promise: ``chaperone.crypto.memory``.
"""

import atexit
import os
import time
from collections.abc import Callable
from threading import Lock, Timer
from typing import Generic, NamedTuple, TypeVar
from uuid import UUID

from chaperone.crypto.memory import KeptSecret
from chaperone.crypto.values import SealingKey

KEPT_SECONDS = 300.0
KEPT_KEYS = 20_000

Slot = tuple[UUID, str, UUID | None]
"""Whose key it is and what for: organization, purpose, member."""
K = TypeVar("K", SealingKey, KeptSecret)


class Kept(NamedTuple, Generic[K]):
    """A key, until when it may be used, and where it belongs."""

    until: float
    id: UUID
    held: K
    slot: Slot


class Shelf(Generic[K]):
    """Keys of one kind, by the 16 bytes of their id; the one in force of each slot by its slot."""

    def __init__(self) -> None:
        self.by_id: dict[bytes, Kept[K]] = {}
        self.in_force: dict[Slot, Kept[K]] = {}
        self._lock = Lock()

    def put(self, kept: Kept[K], *, in_force: bool) -> None:
        """Keeps a key; the oldest go where there are too many."""
        with self._lock:
            while len(self.by_id) >= KEPT_KEYS:
                self._drop(next(iter(self.by_id)))
            self._drop(kept.id.bytes)
            self.by_id[kept.id.bytes] = kept
            if in_force:
                self.in_force[kept.slot] = kept

    def sweep(self, now: float) -> None:
        """Removes every key whose time is over."""
        with self._lock:
            for key_id in [each for each, kept in self.by_id.items() if kept.until < now]:
                self._drop(key_id)

    def clear(self) -> None:
        """Removes every key."""
        with self._lock:
            for key_id in list(self.by_id):
                self._drop(key_id)

    def _drop(self, key_id: bytes) -> None:
        kept = self.by_id.pop(key_id, None)
        if kept is None:
            return
        if self.in_force.get(kept.slot) is kept:
            del self.in_force[kept.slot]
        if isinstance(kept.held, KeptSecret):
            kept.held.wipe()


class Sweeper:
    """Calls ``sweep`` a while after it was woken, in a thread of its own that then ends."""

    def __init__(self, sweep: Callable[[float], bool]) -> None:
        self._sweep = sweep
        self._lock = Lock()
        self._timer: Timer | None = None

    def wake(self) -> None:
        """Sees to it that what is kept now is swept when its time is over."""
        if self._timer is not None:
            return
        with self._lock:
            if self._timer is None:
                self._timer = Timer(KEPT_SECONDS, self._run)
                self._timer.daemon = True
                self._timer.start()

    def _run(self) -> None:
        with self._lock:
            self._timer = None
        if self._sweep(time.monotonic()):
            self.wake()


class Memory:
    """What a process knows of keys. A forked child begins with nothing."""

    def __init__(self) -> None:
        self.sealing: Shelf[SealingKey] = Shelf()
        self.secrets: Shelf[KeptSecret] = Shelf()
        self._sweeper = Sweeper(self.sweep)
        os.register_at_fork(after_in_child=self._begin_anew)

    def _begin_anew(self) -> None:
        """A child has no thread that would sweep, and perhaps locks that nobody will release."""
        for kept in self.secrets.by_id.values():
            kept.held.wipe()
        self.sealing, self.secrets = Shelf(), Shelf()
        self._sweeper = Sweeper(self.sweep)

    def keep_sealing(self, kept: Kept[SealingKey], *, in_force: bool) -> None:
        """Keeps a key that seals and opens values."""
        self.sealing.put(kept, in_force=in_force)
        self._sweeper.wake()

    def keep_secret(self, kept: Kept[KeptSecret], *, in_force: bool) -> None:
        """Keeps a key that wraps others or keys blind indexes."""
        self.secrets.put(kept, in_force=in_force)
        self._sweeper.wake()

    def sweep(self, now: float) -> bool:
        """Removes what is over at ``now`` (``time.monotonic``); whether anything is left."""
        self.sealing.sweep(now)
        self.secrets.sweep(now)
        return bool(self.sealing.by_id or self.secrets.by_id)

    def forget(self) -> None:
        """Removes everything."""
        self.sealing.clear()
        self.secrets.clear()


memory = Memory()
"""That of this process."""
# What is left at the end of the process is wiped as well.
atexit.register(memory.forget)
