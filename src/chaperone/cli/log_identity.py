"""The key pair of the log files: processes hold the public one, the root key wraps the other."""

from pathlib import Path

from chaperone.cli.errors import LogsSealed
from chaperone.cli.folder import DataFolder
from chaperone.crypto.errors import CryptoError
from chaperone.crypto.providers.choosing import configured, load
from chaperone.crypto.providers.interface import KeyProvider
from chaperone.files.errors import PrivateFileError
from chaperone.files.private import read_private, write_private
from chaperone.telemetry.handler import PUBLIC_KEY
from chaperone.telemetry.sealing import new_identity

_CONTEXT = b"chaperone log files"
_WRAPPED = "logs.key"
# Keys are wrapped in steps of eight bytes.
_LENGTH = 80


def ensure(folder: DataFolder, provider: KeyProvider) -> None:
    """Makes the pair where there is none; wraps it anew where another root key is in use by now."""
    path, public = folder.keys / _WRAPPED, folder.keys / PUBLIC_KEY
    if path.exists() and public.exists():
        if not _opens(path, provider):
            write_private(path, _wrapped(private_key(folder), provider))
        return
    recipient, identity = new_identity()
    write_private(path, _wrapped(identity, provider))
    write_private(public, recipient + "\n")


def private_key(folder: DataFolder) -> str:
    """What opens the log files. Raises LogsSealed where no root key of the settings unwraps it."""
    wrapped = read_private(folder.keys / _WRAPPED)
    for described in configured(folder.config_file):
        try:
            found = load(described, folder.keys).unwrap(wrapped, context=_CONTEXT)
            return bytes(found).decode().strip()
        except (CryptoError, PrivateFileError):
            continue
    raise LogsSealed(path=folder.keys / _WRAPPED)


def _wrapped(identity: str, provider: KeyProvider) -> bytes:
    return provider.wrap(identity.encode().ljust(_LENGTH), context=_CONTEXT)


def _opens(path: Path, provider: KeyProvider) -> bool:
    try:
        provider.unwrap(read_private(path), context=_CONTEXT)
    except CryptoError:
        return False
    return True
