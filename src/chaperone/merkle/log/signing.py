"""Signing notes (C2SP signed-note, Ed25519)."""

from base64 import b64encode
from hashlib import sha256
from os import urandom
from typing import Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from chaperone.merkle.errors import MalformedKey, MalformedNote

ED25519 = b"\x01"
SEED_SIZE = 32


class Signer:
    """A named Ed25519 key. Only `name` and `verifier_key` may be shown; `seed` is the secret."""

    def __init__(self, name: str, seed: bytes) -> None:
        """Name: not empty, no spaces, no plus. Seed: 32 random bytes. Raises MalformedKey."""
        if not name or any(_unfit_for_names(sign) for sign in name):
            raise MalformedKey("(a name has no spaces and no plus)")
        if len(seed) != SEED_SIZE:
            raise MalformedKey("(a seed has 32 bytes)")
        self.name = name
        self.seed = seed
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self._encoded = ED25519 + self._key.public_key().public_bytes_raw()
        self._id = sha256(name.encode() + b"\n" + self._encoded).digest()[:4]

    @classmethod
    def generate(cls, name: str) -> Self:
        """A new key from the system's randomness."""
        return cls(name, urandom(SEED_SIZE))

    def __repr__(self) -> str:
        return f"Signer({self.verifier_key!r})"

    @property
    def verifier_key(self) -> str:
        """The public key as people pass it on: name+hash+base64."""
        return f"{self.name}+{self._id.hex()}+{b64encode(self._encoded).decode()}"

    def sign(self, text: str, *others: "Signer") -> bytes:
        """The note of a text, which must end with a newline, signed by this key and the others.

        Raises MalformedNote.
        """
        if not text.endswith("\n") or any(sign < " " and sign != "\n" for sign in text):
            raise MalformedNote("(a text ends with a newline and has no control characters)")
        lines = "".join(signer._line(text) for signer in (self, *others))
        return _utf8(f"{text}\n{lines}")

    def _line(self, text: str) -> str:
        signature = b64encode(self._id + self._key.sign(_utf8(text))).decode()
        return f"\N{EM DASH} {self.name} {signature}\n"


def _unfit_for_names(sign: str) -> bool:
    """Spaces, control characters, plus, and halves of characters, which no note can hold."""
    return sign.isspace() or sign < " " or sign == "+" or "\ud800" <= sign <= "\udfff"


def _utf8(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise MalformedNote("(it cannot be written as UTF-8)") from None
