"""The key pair of backups: recipients stand in config.json, the identity is to be kept elsewhere.

A backup never holds it. An installation makes a pair at its first start, so that the first backup
need not wait for a ceremony; ``doctor`` says that the identity must go elsewhere.
"""

import json
from collections.abc import Callable
from pathlib import Path

import pyrage

from chaperone.continuity.backups.format import identity_of
from chaperone.continuity.backups.settings import SECTION, read_settings
from chaperone.files.private import read_private, write_new, write_private

_MADE = (
    "# Opens the backups of this Chaperone. Keep it where no backup is, and not on this machine.\n"
)
Finder = Callable[[Path], str | None]
_finders: list[Finder] = []


def identity_file(data: Path) -> Path:
    """Where the identity is until somebody has taken it elsewhere."""
    return data / "secrets" / "backup.identity"


def ensure_pair(data: Path) -> bool:
    """Makes a pair where config.json names no recipient; whether one was made.

    Safe to repeat: an identity that was made before is used. Raises ``SettingsRefused``,
    ``KeyRefused``, ``PrivateFileError``.
    """
    if read_settings(data).recipients:
        return False
    path = identity_file(data)
    if not path.exists():
        made = pyrage.x25519.Identity.generate()
        write_new(path, f"{_MADE}# public key: {made.to_public()}\n{made}\n")
    public = recipient_of(read_private(path).decode())
    config = data / "config.json"
    whole = json.loads(config.read_text(encoding="utf-8"))
    whole[SECTION] = {**whole.get(SECTION, {}), "recipients": [public]}
    write_private(config, json.dumps(whole, indent=1) + "\n")
    return True


def recipient_of(identity: str) -> str:
    """The recipient (``age1…``) that an identity belongs to. Raises ``KeyRefused``."""
    return str(identity_of(identity).to_public())


def find_identity_with(find: Finder) -> None:
    """Names another way to the identity (``escrow``, in ``AppConfig.ready``): of the data folder,
    None where it knows none.
    """
    _finders.append(find)


def identity_at_hand(data: Path) -> str | None:
    """The identity that this installation can use by itself; None where it was taken elsewhere.

    Raises ``PrivateFileError`` where its file can be read by others.
    """
    path = identity_file(data)
    if path.exists():
        return read_private(path).decode()
    return next((found for find in _finders if (found := find(data))), None)
