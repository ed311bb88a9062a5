"""The key that signs checkpoints. Only the sequencer reads it; it never enters the database."""

from base64 import b64decode, b64encode
from pathlib import Path
from uuid import UUID

from chaperone.files.private import read_private, write_new
from chaperone.ledger.errors import LogKeyRefused
from chaperone.merkle.errors import MerkleError
from chaperone.merkle.log.signing import ED25519, Signer

_PREFIX = "PRIVATE+KEY+"


def create(path: Path, installation: UUID) -> str:
    """Makes the key of a new installation at ``path`` (mode 0600); returns the verifier key.

    The verifier key is public, and is also written beside it, as ``<name>.pub``. The file's form is
    that of Go's ``note`` package. Raises ``FileExists`` or ``PrivateFileError``.
    """
    signer = Signer.generate(f"chaperone/{installation}")
    name, key_hash, _ = signer.verifier_key.split("+", 2)
    secret = b64encode(ED25519 + signer.seed).decode()
    write_new(path, f"{_PREFIX}{name}+{key_hash}+{secret}\n")
    publish(path)
    return signer.verifier_key


def publish(path: Path) -> None:
    """Writes the public half beside the key; safe to repeat. Raises what ``load`` raises."""
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


def public_path(path: Path) -> Path:
    """Where the verifier key of the signing key at ``path`` lies."""
    return path.with_suffix(".pub")
