"""The key that signs checkpoints. Only the sequencer reads it; it never enters the database.

A new key waits beside it until the sequencer has signed the change; then it takes its place, and
the old one is gone. What lies in ``<name>.pub`` is the first key's public half, for ever: whoever
has it follows the changes (``merkle.audit.succession``).
"""

from base64 import b64decode, b64encode
from pathlib import Path
from uuid import UUID

from chaperone.files.private import read_private, write_new
from chaperone.ledger.errors import KeyChangeRefused, LogKeyRefused
from chaperone.merkle.errors import MerkleError
from chaperone.merkle.log.signing import ED25519, Signer

_PREFIX = "PRIVATE+KEY+"


def create(path: Path, installation: UUID) -> str:
    """Makes the key of a new installation at ``path`` (mode 0600); returns the verifier key.

    The verifier key is public, and is also written beside it, as ``<name>.pub``. The file's form is
    that of Go's ``note`` package. Raises ``FileExists`` or ``PrivateFileError``.
    """
    signer = Signer.generate(f"chaperone/{installation}")
    write_new(path, _text(signer))
    publish(path)
    return signer.verifier_key


def create_successor(path: Path) -> Signer:
    """Makes the next key of the log whose key is at ``path``; it is not on the disk yet.

    Raises ``KeyChangeRefused`` while another one waits, and what ``load`` raises.
    """
    if successor_path(path).exists():
        raise KeyChangeRefused(f"(one waits already: {successor_path(path)})")
    return Signer.generate(load(path).name)


def offer(path: Path, successor: Signer) -> None:
    """Lets the next key wait for the sequencer. Raises ``FileExists`` or ``PrivateFileError``."""
    write_new(successor_path(path), _text(successor))


def successor(path: Path) -> Signer | None:
    """The key that waits; None if none does. Raises what ``load`` raises."""
    return load(successor_path(path)) if successor_path(path).exists() else None


def succeed(path: Path) -> None:
    """The key that waited takes the place of the old one, which is gone then."""
    successor_path(path).replace(path)


def successor_path(path: Path) -> Path:
    """Where the next key waits."""
    return path.with_name(f"{path.stem}.next{path.suffix}")


def publish(path: Path) -> None:
    """Writes the public half of the first key beside it; safe to repeat.

    Not for a key that has succeeded another. Raises what ``load`` raises.
    """
    public_path(path).write_text(f"{load(path).verifier_key}\n")


def load(path: Path) -> Signer:
    """Raises ``PrivateFileError`` (missing, readable by others) or ``LogKeyRefused``."""
    text = read_private(path).decode(errors="replace").strip()
    try:
        name, _, secret = text.removeprefix(_PREFIX).split("+", 2)
        raw = b64decode(secret, validate=True)
        signer = Signer(name, raw[1:])
    except (ValueError, MerkleError):
        raise LogKeyRefused(f"({path})") from None
    if not text.startswith(_PREFIX) or raw[:1] != ED25519:
        raise LogKeyRefused(f"({path})")
    return signer


def _text(signer: Signer) -> str:
    name, key_hash, _ = signer.verifier_key.split("+", 2)
    secret = b64encode(ED25519 + signer.seed).decode()
    return f"{_PREFIX}{name}+{key_hash}+{secret}\n"


def public_path(path: Path) -> Path:
    """Where the first key's public half lies."""
    return path.with_suffix(".pub")
