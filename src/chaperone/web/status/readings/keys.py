"""Whether the holder of the root key answers."""

import time
from collections.abc import Iterator

from django.utils import timezone

from chaperone.crypto.errors import CryptoError
from chaperone.crypto.providers.interface import try_out
from chaperone.files.errors import PrivateFileError
from chaperone.notices.readings import Reading, State, by_limits
from chaperone.vault.provider import root_key

_ATTENTION, _ALARM = 2.0, 10.0


def key_provider() -> Iterator[Reading]:
    """Really wraps and unwraps something, and says how long that took."""
    began = time.perf_counter()
    try:
        try_out(root_key())
    except (CryptoError, PrivateFileError) as problem:
        yield _reading(None, State.ALARM, f"It does not answer ({type(problem).__name__}).")
        return
    seconds = time.perf_counter() - began
    state = by_limits(seconds, attention=_ATTENTION, alarm=_ALARM)
    yield _reading(seconds, state, f"It wraps and unwraps, in {seconds * 1000:.0f} ms.")


def _reading(seconds: float | None, state: State, sentence: str) -> Reading:
    return Reading(
        name="key.provider",
        label="Holder of the root key",
        value=None if seconds is None else round(seconds, 3),
        unit="s",
        state=state,
        sentence=sentence,
        at=timezone.now(),
        remedy="Until it answers, nothing that is sealed can be opened anew. What is wrong says:"
        " chaperone doctor. See docs/operate/keys.md.",
    )
