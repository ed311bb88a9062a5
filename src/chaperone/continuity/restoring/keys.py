"""The keys that a restore is given: from files, or from printed shares, which may hold both."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from chaperone.continuity.escrow.identity import from_shares, identity
from chaperone.continuity.restoring.errors import KeyServiceRefuses
from chaperone.continuity.restoring.place import Place
from chaperone.crypto.errors import CryptoError
from chaperone.crypto.providers.choosing import DEFAULT, load, passphrase_in
from chaperone.crypto.providers.file import FileKeyProvider
from chaperone.crypto.providers.interface import KeyProvider, try_out
from chaperone.files.errors import PrivateFileError
from chaperone.files.private import read_private, write_private

RootKey = Path | bytes
"""The file of a root key, or its 32 bytes out of shares."""
_IN_A_FILE = "file"


class InHand(NamedTuple):
    """``identity``: the age secret that opens the backup. ``root_key``: None where none was given,
    or a key service or an HSM holds it.
    """

    identity: str
    root_key: RootKey | None

    def __repr__(self) -> str:
        return "InHand(keys of a restore)"


def in_hand(
    *, file: Path | None = None, shares: Sequence[str] = (), root_key: Path | None = None
) -> InHand:
    """From the identity's file or from shares; a root key's own file counts more than theirs.

    Raises ``EscrowError``, and for a file ``PrivateFileError``.
    """
    if shares:
        found = from_shares(shares)
        return InHand(str(found.identity), root_key or found.root_key)
    return InHand(str(identity(file=file)), root_key)


def root_key_id(settings: Mapping[str, Any], given: RootKey | None) -> str:
    """The id of the root key that the restored installation would work with; "none" without.

    ``settings``: of its config.json. A key service or HSM is tried out, since all would be in vain
    without it. Raises ``KeyServiceRefuses``, and for a file what its provider raises.
    """
    described = _described(settings)
    if described.get("provider") != _IN_A_FILE:
        return _serving(described).key_id
    if given is None:
        return "none"
    if isinstance(given, bytes):
        return FileKeyProvider(given).key_id
    return FileKeyProvider.load(given, passphrase=passphrase_in(described)).key_id


def put_root_key(settings: dict[str, Any], given: RootKey | None, place: Place) -> None:
    """Writes it into the place, and has ``settings`` look for it there: wherever it was before."""
    described = _described(settings)
    if given is None or described.get("provider") != _IN_A_FILE:
        return
    if isinstance(given, bytes):
        FileKeyProvider.restore(place.root_key, given, passphrase=passphrase_in(described))
    else:
        write_private(place.root_key, read_private(given))
    if "keys" in settings:
        settings["keys"] = {**described, "path": place.root_key.name}


def _serving(described: Mapping[str, Any]) -> KeyProvider:
    try:
        provider = load(described, Path())
        try_out(provider)
    except (CryptoError, PrivateFileError) as problem:
        raise KeyServiceRefuses(f"({problem})") from problem
    return provider


def _described(settings: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = settings.get("keys") or DEFAULT
    return found
