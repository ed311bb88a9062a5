"""Where rooms above the vault hang what it must call. Filled once, in ``AppConfig.ready``."""

from collections.abc import Callable, Sequence

from chaperone.vault.models import Key

KeyRecorder = Callable[[str, Sequence[Key]], None]

_recorder: KeyRecorder | None = None


def record_key_events_with(recorder: KeyRecorder) -> None:
    """Names the callable that appends key events to the ledger (registered by ``ledger``).

    It takes what happened (``created``) and the keys, which are of one organization and purpose,
    and writes in the caller's transaction.
    """
    global _recorder
    _recorder = recorder


def record_key_events(what: str, keys: Sequence[Key]) -> None:
    """Reports key events in the caller's transaction. No recorder, no key."""
    if _recorder is None:
        raise RuntimeError(
            f"No recorder for key events: a key that was {what} would be unrecorded."
        )
    _recorder(what, keys)


def record_key_event(what: str, key: Key) -> None:
    """Reports what happened to one key."""
    record_key_events(what, [key])
