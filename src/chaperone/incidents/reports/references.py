"""The numbers that reporters are given: by them, and by nothing else, an unnamed one asks again.

Sixteen letters and digits of Crockford's Base32, 80 bits by chance; kept as a digest.
"""

import secrets
from hashlib import sha256

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH, _GROUP = 16, 4
_READ_AS = str.maketrans("ILO", "110", " -")


def new_reference() -> str:
    """A number such as ``7KQ2-M9XD-4TWB-8RFA``."""
    drawn = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    return "-".join(drawn[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def read_reference(typed: str) -> str | None:
    """What somebody typed, as it was given: small letters, blanks and look-alikes are forgiven.

    None where it cannot be one.
    """
    plain = typed.upper().translate(_READ_AS)
    if len(plain) != _LENGTH or set(plain) - set(_ALPHABET):
        return None
    return "-".join(plain[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def digest_of(reference: str) -> bytes:
    """By what a report is found."""
    return sha256(reference.encode("ascii")).digest()
