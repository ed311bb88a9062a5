"""Log files that only the holder of a key can read: each line sealed, and none left out unseen.

A file begins with a key of its own, encrypted in the age format to the public key of the
installation's logs. Each line after it is AES-256-GCM (NIST SP 800-38D) under that key, bound to
the file's beginning and to its number, in base64. What writes them cannot read them: the private
key is wrapped by the root key's holder.
"""

import base64
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pyrage
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SUFFIX = ".sealed"
_FORMAT = 1
_KEY_BYTES = 32
_NONCE_BYTES = 12


class NotReadable(Exception):
    """This log file cannot be read: it is of another key, or its beginning was changed."""


class Altered(Exception):
    """A line of this log file was changed, or lines before it are missing."""


def new_identity() -> tuple[str, str]:
    """A key pair: public and private, as age writes them."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity.to_public()), str(identity)


class SealedFile:
    """One log file that is being written, by one process."""

    def __init__(self, path: Path, public: str) -> None:
        key = os.urandom(_KEY_BYTES)
        recipient = pyrage.x25519.Recipient.from_str(public)
        wrapped = base64.b64encode(pyrage.encrypt(key, [recipient])).decode()
        head = json.dumps({"chaperone_log": _FORMAT, "key": wrapped}).encode()
        self._cipher, self._bound, self._number = AESGCM(key), _digest(head), 0
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC
        self._file = os.open(path, flags, 0o600)
        self.size = os.write(self._file, head + b"\n")

    def write(self, line: str) -> None:
        """Adds a line; raises OSError where the disk takes none."""
        sealed = self._cipher.encrypt(_nonce(self._number), line.encode(), self._bound)
        # One call: a line is there whole or it is the last, which was cut off.
        self.size += os.write(self._file, base64.b64encode(sealed) + b"\n")
        self._number += 1

    def close(self) -> None:
        os.close(self._file)


def opened(path: Path, private: str) -> Iterator[str]:
    """The lines of a file, in order. A last line that was cut off is left out.

    Raises ``NotReadable``, and ``Altered`` at the first line that is not what was written.
    """
    with path.open("rb") as file:
        head = file.readline().rstrip(b"\n")
        cipher, bound = _cipher_of(head, private), _digest(head)
        for number, raw in enumerate(file):
            if not raw.endswith(b"\n"):
                return
            try:
                sealed = base64.b64decode(raw, validate=False)
                yield cipher.decrypt(_nonce(number), sealed, bound).decode()
            except (InvalidTag, ValueError):
                raise Altered(f"{path.name}, line {number + 1}.") from None


def _cipher_of(head: bytes, private: str) -> AESGCM:
    try:
        wrapped = base64.b64decode(json.loads(head)["key"])
        identity = pyrage.x25519.Identity.from_str(private)
        return AESGCM(pyrage.decrypt(wrapped, [identity]))
    except (ValueError, KeyError, TypeError, pyrage.DecryptError, pyrage.IdentityError):
        raise NotReadable(NotReadable.__doc__) from None


def _digest(head: bytes) -> bytes:
    return hashlib.sha256(head).digest()


def _nonce(number: int) -> bytes:
    # The key is the file's own, so that the number of a line is enough.
    return number.to_bytes(_NONCE_BYTES, "big")
