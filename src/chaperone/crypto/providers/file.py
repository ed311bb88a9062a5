"""The root key in a file that only the service's own user can read.

The file is JSON. Version 1: format, version, key_id, key (base64 of 32 bytes), created_at. Version
2, protected by a passphrase, has instead of the key: wrapped (base64 of the key, wrapped under what
scrypt makes of the passphrase) and scrypt (salt, n, r, p; RFC 7914). `key_id` is computed from the
key, so that a damaged key is found when it is loaded.
"""

import base64
import binascii
import hashlib
import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn, Self

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from chaperone.crypto.errors import (
    KeyFileDamaged,
    KeysStayHere,
    NoPassphrase,
    PassphraseMissing,
    UnknownVersion,
    UnsuitableKey,
    UnwrapRefused,
    WrongPassphrase,
)
from chaperone.crypto.wrapping import WRAPPING_KEY_LENGTH, unwrap, wrap
from chaperone.files.private import read_private, write_new

_FORMAT = "chaperone root key"
_CLEAR, _PROTECTED = 1, 2
# 128 MiB and a third of a second for each guess (OWASP's choice for scrypt, 2024).
_N, _R, _P = 2**17, 8, 1
# What a file may ask for: no less than the least that protects, no more than a start can bear.
_N_BOUNDS, _R_BOUNDS, _P_BOUNDS = (2**15, 2**20), (8, 16), (1, 4)
_SALT_LENGTHS = (16, 64)
_CONTEXT = b"chaperone root key file"


class FileKeyProvider:
    """Wraps and unwraps keys with a root key that is kept in a file."""

    __slots__ = ("_root", "key_id")

    def __init__(self, root: bytes) -> None:
        self._root = root
        self.key_id = _key_id(root)

    @classmethod
    def create(cls, path: Path, *, passphrase: bytes | None = None) -> Self:
        """Draw a new root key and write it to `path`, which must not exist; mode 0600.

        Returns only when the file is on disk. Raises `FileExists` or `PrivateFileError`.
        """
        provider = cls(os.urandom(WRAPPING_KEY_LENGTH))
        write_new(path, provider._as_file(passphrase))
        return provider

    @classmethod
    def load(cls, path: Path, *, passphrase: bytes | None = None) -> Self:
        """Read the root key from `path`.

        Raises `FileMissing`, `FileExposed`, `PrivateFileError`, `KeyFileDamaged`,
        `UnknownVersion`, `PassphraseMissing`, `WrongPassphrase` or `NoPassphrase`.
        """
        root, key_id = _parse(read_private(path), passphrase)
        provider = cls(root)
        if provider.key_id != key_id:
            raise KeyFileDamaged("Its key does not match its key_id. Restore it from your copy.")
        return provider

    @classmethod
    def restore(cls, path: Path, root: bytes, *, passphrase: bytes | None = None) -> Self:
        """Write a root key that came back from printed shares to `path`, as `create` does.

        Raises `UnsuitableKey`, `FileExists` or `PrivateFileError`.
        """
        if len(root) != WRAPPING_KEY_LENGTH:
            raise UnsuitableKey("A root key has 32 bytes.")
        provider = cls(root)
        write_new(path, provider._as_file(passphrase))
        return provider

    def reveal(self) -> bytes:
        """The root key itself. For printed shares and nothing else: whoever has it opens all."""
        return self._root

    def wrap(self, secret: bytes | bytearray, *, context: bytes) -> bytes:
        """Return `secret` wrapped with the root key; see `chaperone.crypto.wrapping.wrap`."""
        return wrap(self._root, secret, context=context)

    def unwrap(self, wrapped: bytes, *, context: bytes) -> bytearray:
        """Return what `wrap` wrapped; see `chaperone.crypto.wrapping.unwrap`."""
        return unwrap(self._root, wrapped, context=context)

    def _as_file(self, passphrase: bytes | None) -> bytes:
        content: dict[str, Any] = {
            "format": _FORMAT,
            "version": _CLEAR if passphrase is None else _PROTECTED,
            "key_id": self.key_id,
            "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        if passphrase is None:
            content["key"] = _base64(self._root)
        else:
            salt = os.urandom(_SALT_LENGTHS[0])
            content["scrypt"] = {"salt": _base64(salt), "n": _N, "r": _R, "p": _P}
            derived = _scrypt(passphrase, content["scrypt"])
            content["wrapped"] = _base64(wrap(derived, self._root, context=_CONTEXT))
        return json.dumps(content, indent=1).encode() + b"\n"

    def __repr__(self) -> str:
        return f"FileKeyProvider(key_id={self.key_id})"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise KeysStayHere


def _key_id(root: bytes) -> str:
    return "file:" + hashlib.sha256(root).hexdigest()[:16]


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _parse(content: bytes, passphrase: bytes | None) -> tuple[bytes, str]:
    try:
        fields = json.loads(content)
        if fields["format"] != _FORMAT:
            raise KeyFileDamaged("It is not a root key file.")
        if fields["version"] not in (_CLEAR, _PROTECTED):
            raise UnknownVersion("The root key file was made by a newer version.")
        root = _root_in(fields, passphrase)
        key_id = str(fields["key_id"])
    except (ValueError, KeyError, TypeError, RecursionError, binascii.Error):
        # `from None`, because these errors quote the file, which holds the key.
        raise KeyFileDamaged("Restore it from your copy.") from None
    if len(root) != WRAPPING_KEY_LENGTH:
        raise KeyFileDamaged("Its key does not have 32 bytes. Restore it from your copy.")
    return root, key_id


def _root_in(fields: Mapping[str, Any], passphrase: bytes | None) -> bytes:
    if fields["version"] == _CLEAR:
        if passphrase is not None:
            raise NoPassphrase
        return base64.b64decode(fields["key"], validate=True)
    wrapped = base64.b64decode(fields["wrapped"], validate=True)
    if passphrase is None:
        raise PassphraseMissing
    derived = _scrypt(passphrase, fields["scrypt"])
    try:
        return bytes(unwrap(derived, wrapped, context=_CONTEXT))
    except UnwrapRefused:
        raise WrongPassphrase from None


def _scrypt(passphrase: bytes, parameters: Mapping[str, Any]) -> bytes:
    """RFC 7914, within bounds. Raises `ValueError` or `TypeError` for other parameters."""
    salt = base64.b64decode(parameters["salt"], validate=True)
    n, r, p = (parameters[name] for name in ("n", "r", "p"))
    wanted = ((n, _N_BOUNDS), (r, _R_BOUNDS), (p, _P_BOUNDS), (len(salt), _SALT_LENGTHS))
    for value, (least, most) in wanted:
        if type(value) is not int or not least <= value <= most:
            raise ValueError("unsuitable parameters")
    return Scrypt(salt=salt, length=WRAPPING_KEY_LENGTH, n=n, r=r, p=p).derive(passphrase)
