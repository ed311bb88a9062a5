"""The age identity that opens backups, wherever it is: a file, two shares, or a key service.

Three homes. A file (``age-keygen``'s format), which must not stay beside the backups; printed
shares; or a file in which a key service or an HSM has wrapped it, which may lie anywhere, since
only the provider that holds the root key unwraps it.
"""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pyrage import IdentityError, x25519

from chaperone.continuity.backups.keys import identity_file
from chaperone.continuity.escrow.bundle import Bundle, bundled, from_raw, raw_of
from chaperone.continuity.escrow.errors import (
    IdentityNotFound,
    IdentityUnreadable,
    NothingApart,
    WrappedElsewhere,
)
from chaperone.continuity.escrow.shares import join
from chaperone.crypto.errors import CryptoError
from chaperone.crypto.memory import wipe
from chaperone.crypto.providers.choosing import load
from chaperone.files.private import read_private, write_new

_FORMAT, _VERSION = "chaperone backup identity", 1
_CLEAR = "AGE-SECRET-KEY-1"


def wrapped_file(data: Path) -> Path:
    """Where an installation has it wrapped by its key service."""
    return data / "secrets" / "backup.identity.wrapped"


def identity(
    *, file: Path | None = None, shares: Sequence[str] = (), data: Path | None = None
) -> x25519.Identity:
    """The identity from exactly one place: a file, two or three shares, or a data folder.

    Of a data folder the wrapped one comes first. Raises ``EscrowError``, and for a file
    ``FileMissing`` or ``FileExposed``.
    """
    if (file is not None) + bool(shares) + (data is not None) != 1:
        raise TypeError("one of file, shares and data")
    if shares:
        return from_shares(shares).identity
    if file is not None:
        return _read(file, folder=file.parent)
    assert data is not None
    for path in (wrapped_file(data), identity_file(data)):
        if path.exists():
            return _read(path, folder=data / "keys")
    raise IdentityNotFound("Give its file, or two shares.")


def unwrapped_at(data: Path) -> str | None:
    """The identity that the installation's key service unwraps; None where it wrapped none.

    Raises as ``identity``.
    """
    return str(identity(data=data)) if wrapped_file(data).exists() else None


def from_shares(shares: Sequence[str]) -> Bundle:
    """Identity and root key. Raises ``EscrowError``."""
    return bundled(join(shares))


def recipient_of(identity: x25519.Identity) -> str:
    """Its public half, which backups are encrypted to."""
    return str(identity.to_public())


def create(path: Path) -> str:
    """Draw a new identity into ``path``, which must not exist; returns its recipient.

    Raises ``FileExists`` or ``PrivateFileError``.
    """
    made = x25519.Identity.generate()
    write(path, made)
    return recipient_of(made)


def write(path: Path, identity: x25519.Identity) -> None:
    """A file of mode 0600 that any age program reads. Raises as ``create``."""
    write_new(path, f"# public key: {recipient_of(identity)}\n{identity}\n")


def wrap_into(
    path: Path, identity: x25519.Identity, *, keys: Mapping[str, Any], folder: Path
) -> None:
    """Write it to ``path`` wrapped by the provider that ``keys`` (settings) describe.

    ``folder``: where the settings' relative paths lead. Raises ``NothingApart`` for a root key in
    a file, and what providers and ``write_new`` raise.
    """
    if keys.get("provider") == "file":
        raise NothingApart("Print shares instead: chaperone keys backup split.")
    provider = load(keys, folder)
    recipient = recipient_of(identity)
    content = {
        "format": _FORMAT,
        "version": _VERSION,
        "recipient": recipient,
        "key_id": provider.key_id,
        "keys": {name: value for name, value in keys.items() if name != "former"},
        "wrapped": base64.b64encode(
            provider.wrap(raw_of(identity), context=_context(recipient))
        ).decode(),
    }
    write_new(path, json.dumps(content, indent=1) + "\n")


def _read(path: Path, *, folder: Path) -> x25519.Identity:
    content = read_private(path)
    if content.lstrip().startswith(b"{"):
        return _unwrapped(content, folder)
    return _clear(content)


def _clear(content: bytes) -> x25519.Identity:
    lines = content.decode(errors="replace").split()
    found = [line for line in lines if line.upper().startswith(_CLEAR)]
    if len(found) != 1:
        raise IdentityUnreadable("The file holds one line that begins with AGE-SECRET-KEY-1.")
    try:
        return x25519.Identity.from_str(found[0])
    except IdentityError:
        raise IdentityUnreadable("The line with the key is damaged.") from None


def _unwrapped(content: bytes, folder: Path) -> x25519.Identity:
    try:
        fields = json.loads(content)
        if fields["format"] != _FORMAT or fields["version"] != _VERSION:
            raise IdentityUnreadable("It may be of a newer version.")
        recipient, keys = str(fields["recipient"]), dict(fields["keys"])
        wrapped = base64.b64decode(fields["wrapped"], validate=True)
    except (ValueError, KeyError, TypeError, RecursionError, binascii.Error):
        raise IdentityUnreadable("The file is damaged.") from None
    try:
        raw = load(keys, folder).unwrap(wrapped, context=_context(recipient))
    except CryptoError as problem:
        raise WrappedElsewhere(str(problem)) from problem
    try:
        found = from_raw(bytes(raw))
    finally:
        wipe(raw)
    if recipient_of(found) != recipient:
        raise WrappedElsewhere("It gave back another key.")
    return found


def _context(recipient: str) -> bytes:
    return b"chaperone backup identity " + recipient.encode()
