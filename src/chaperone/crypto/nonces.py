"""Random nonces, drawn in bulk, since a system call for each would cost more than the sealing."""

import os

NONCE_LENGTH = 12
_DRAWN_AT_ONCE = 256

_waiting: list[bytes] = []


def next_nonce() -> bytes:
    """Return 12 fresh random bytes; safe to call from many threads.

    96 random bits repeat with a chance below 2^-32 as long as one key seals fewer than 2^32
    values (NIST SP 800-38D, section 8.3).
    """
    while True:
        try:
            # list.pop is atomic: no two threads can be given the same nonce.
            return _waiting.pop()
        except IndexError:
            _waiting.extend(_draw())


def _draw() -> list[bytes]:
    drawn = os.urandom(NONCE_LENGTH * _DRAWN_AT_ONCE)
    return [drawn[start : start + NONCE_LENGTH] for start in range(0, len(drawn), NONCE_LENGTH)]


# A forked child must not use the nonces that its parent is about to use: AES-GCM with a repeated
# nonce loses both secrecy and authenticity.
os.register_at_fork(after_in_child=_waiting.clear)
