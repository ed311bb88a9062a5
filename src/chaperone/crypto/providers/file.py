"""The root key in a file that only the service's own user can read.

The file is JSON: format, version, key_id, key (base64 of 32 bytes), created_at. `key_id` is
computed from the key, so that a damaged key is found when it is loaded.
"""

import base64
import binascii
import hashlib
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn, Self

from chaperone.crypto.errors import KeyFileDamaged, KeysStayHere, UnknownVersion
from chaperone.crypto.wrapping import WRAPPING_KEY_LENGTH, unwrap, wrap
from chaperone.files.private import read_private, write_new

_FORMAT = "chaperone root key"
_VERSION = 1


class FileKeyProvider:
    """Wraps and unwraps keys with a root key that is kept in a file."""

    __slots__ = ("_root", "key_id")

    def __init__(self, root: bytes) -> None:
        self._root = root
        self.key_id = _key_id(root)

    @classmethod
    def create(cls, path: Path) -> Self:
        """Draw a new root key and write it to `path`, which must not exist; mode 0600.

        Returns only when the file is on disk. Raises `FileExists` or `PrivateFileError`.
        """
        provider = cls(os.urandom(WRAPPING_KEY_LENGTH))
        write_new(path, provider._as_file())
        return provider

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the root key from `path`.

        Raises `FileMissing`, `FileExposed`, `PrivateFileError`, `KeyFileDamaged` or
        `UnknownVersion`.
        """
        root, key_id = _parse(read_private(path))
        provider = cls(root)
        if provider.key_id != key_id:
            raise KeyFileDamaged("Its key does not match its key_id. Restore it from your copy.")
        return provider

    def wrap(self, secret: bytes | bytearray, *, context: bytes) -> bytes:
        """Return `secret` wrapped with the root key; see `chaperone.crypto.wrapping.wrap`."""
        return wrap(self._root, secret, context=context)

    def unwrap(self, wrapped: bytes, *, context: bytes) -> bytearray:
        """Return what `wrap` wrapped; see `chaperone.crypto.wrapping.unwrap`."""
        return unwrap(self._root, wrapped, context=context)

    def _as_file(self) -> bytes:
        content = {
            "format": _FORMAT,
            "version": _VERSION,
            "key_id": self.key_id,
            "key": base64.b64encode(self._root).decode(),
            "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        return json.dumps(content, indent=1).encode() + b"\n"

    def __repr__(self) -> str:
        return f"FileKeyProvider(key_id={self.key_id})"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise KeysStayHere


def _key_id(root: bytes) -> str:
    return "file:" + hashlib.sha256(root).hexdigest()[:16]


def _parse(content: bytes) -> tuple[bytes, str]:
    try:
        fields = json.loads(content)
        if fields["format"] != _FORMAT:
            raise KeyFileDamaged("It is not a root key file.")
        if fields["version"] != _VERSION:
            raise UnknownVersion("The root key file was made by a newer version.")
        root = base64.b64decode(fields["key"], validate=True)
        key_id = str(fields["key_id"])
    except (ValueError, KeyError, TypeError, RecursionError, binascii.Error):
        # `from None`, because these errors quote the file, which holds the key.
        raise KeyFileDamaged("Restore it from your copy.") from None
    if len(root) != WRAPPING_KEY_LENGTH:
        raise KeyFileDamaged("Its key does not have 32 bytes. Restore it from your copy.")
    return root, key_id
