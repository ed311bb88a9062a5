"""A witness's own key, and cosigning with it (C2SP tlog-cosignature)."""

import os
import stat
from base64 import b64decode, b64encode
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from chaperone.merkle.audit.keys import CosignerKey, cosigned_message
from chaperone.merkle.audit.notes import NoteSignature
from chaperone.merkle.errors import MalformedKey

PREFIX = "PRIVATE+KEY+"
SEED_SIZE = 32


class Cosigner:
    """A named Ed25519 key that cosigns. Only `key` may be shown; the seed is the secret."""

    def __init__(self, name: str, seed: bytes) -> None:
        """Raises MalformedKey for a name that no note may hold, or a seed not of 32 bytes."""
        if len(seed) != SEED_SIZE:
            raise MalformedKey("(a seed has 32 bytes)")
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self._seed = seed
        self.key = CosignerKey(name, self._private.public_key().public_bytes_raw())

    def __repr__(self) -> str:
        return f"Cosigner({str(self.key)!r})"

    def cosign(self, text: str, time: int) -> NoteSignature:
        """The signature line that says: at `time` (POSIX seconds) this was the log's newest."""
        signature = self._private.sign(cosigned_message(text.encode(), time))
        return NoteSignature(self.key.name, self.key.key_id, time.to_bytes(8, "big") + signature)

    def secret(self) -> str:
        """The private key as it is kept in its file."""
        encoded = b64encode(CosignerKey.KIND + self._seed).decode()
        return f"{PREFIX}{self.key.name}+{self.key.key_id.hex()}+{encoded}\n"


def make_key(path: Path, name: str) -> Cosigner:
    """Makes a new key in a new file of mode 0600. Raises FileExistsError, OSError, MalformedKey."""
    cosigner = Cosigner(name, os.urandom(SEED_SIZE))
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(cosigner.secret())
        file.flush()
        os.fsync(handle)
    return cosigner


def load_key(path: Path) -> Cosigner:
    """Raises OSError, and MalformedKey, also for a file that others may read."""
    with path.open("rb") as file:
        if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
            raise MalformedKey(f"(others may read it; mend it with: chmod 600 {path})")
        text = file.read(4096).decode(errors="replace").strip()
    try:
        name, key_id, encoded = text.removeprefix(PREFIX).split("+", 2)
        raw = b64decode(encoded, validate=True)
    except ValueError:
        raise MalformedKey(f"({path})") from None
    if not text.startswith(PREFIX) or raw[:1] != CosignerKey.KIND:
        raise MalformedKey(f"({path} holds no witness's private key)")
    cosigner = Cosigner(name, raw[1:])
    if cosigner.key.key_id.hex() != key_id:
        raise MalformedKey("(its hash does not fit)")
    return cosigner
