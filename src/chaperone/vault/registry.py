"""Where rooms above the vault hang what it must call. Filled once, in ``AppConfig.ready``."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from chaperone.crypto.values import Place
from chaperone.vault.models import Key


class By(NamedTuple):
    """Who had it done, as the ledger names actors: a kind, and an id where it is a person."""

    kind: str
    id: UUID | None = None


PROGRAM = By("worker")
OPERATOR = By("operator")
KeyRecorder = Callable[[str, Sequence[Key], By, Mapping[str, Any]], None]

_recorder: KeyRecorder | None = None
_elsewhere: list["SealedElsewhere"] = []


class SealedElsewhere(Protocol):
    """Values that a library keeps sealed under the platform's keys, in columns of its own."""

    def left(self) -> Mapping[UUID, int]:
        """How many values each key seals, those in force included."""

    def reseal(self, anew: Callable[[bytes, Place], bytes | None], /) -> int:
        """Stores what ``anew`` gives for each value that it gives one for; returns how many."""


class Indexed(Protocol):
    """A column of blind indexes whose tokens are sealed beside it, so that they can be renewed."""

    table: str
    column: str

    def count(self, organization_id: UUID, /) -> int:
        """How many rows there are, in the organization's context."""

    def lacking(self, organization_id: UUID, /) -> bool:
        """Whether rows have none yet, from before there was such an index."""

    def renew(
        self, organization_id: UUID, after: UUID | None, limit: int, anew: "Anew", /
    ) -> tuple[int, UUID | None, int]:
        """Renews the rows after one; how many it looked at, the last, and how many moved."""


class Anew(Protocol):
    """Gives indexes of sealed tokens; told nothing of what they say."""

    def __call__(
        self, token: bytes, place: Place, element: str, read: Callable[[str], str] = str
    ) -> list[bytes]:
        """Of a sealed token, its place and the element of the index: the index under each version
        of the key, the one in force first. ``read``: what of the sealed text is indexed; none
        where that is empty.
        """


_indexed: list[Indexed] = []


def renews_indexes(source: Indexed) -> None:
    """Names a column of blind indexes that is renewed when their key was replaced."""
    _indexed.append(source)


def indexed() -> tuple[Indexed, ...]:
    """All that was named."""
    return tuple(_indexed)


def seals_elsewhere(source: SealedElsewhere) -> None:
    """Names what re-sealing must cover beside sealed fields (registered by ``accounts``)."""
    _elsewhere.append(source)


def sealed_elsewhere() -> tuple[SealedElsewhere, ...]:
    """All that was named."""
    return tuple(_elsewhere)


def record_key_events_with(recorder: KeyRecorder) -> None:
    """Names the callable that appends key events to the ledger (registered by ``ledger``).

    It takes what happened (such as ``created``), the keys, which are of one organization and
    purpose, by whom, and further details, and writes in the caller's transaction.
    """
    global _recorder
    _recorder = recorder


def record_key_events(
    what: str, keys: Sequence[Key], *, by: By = PROGRAM, details: Mapping[str, Any] | None = None
) -> None:
    """Reports key events in the caller's transaction. No recorder, no key."""
    if _recorder is None:
        raise RuntimeError(
            f"No recorder for key events: a key that was {what} would be unrecorded."
        )
    _recorder(what, keys, by, details or {})


def record_key_event(
    what: str, key: Key, *, by: By = PROGRAM, details: Mapping[str, Any] | None = None
) -> None:
    """Reports what happened to one key."""
    record_key_events(what, [key], by=by, details=details)
