"""Keys that notes are checked with (C2SP signed-note, Ed25519 only)."""

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from chaperone.merkle.errors import BadSignature, MalformedKey

ED25519 = b"\x01"
ID_IN_HEX = re.compile("[0-9a-f]{8}")


@dataclass(frozen=True)
class VerifierKey:
    """A named public key; `public_key` is 32 bytes."""

    name: str
    public_key: bytes

    def __post_init__(self) -> None:
        if not is_key_name(self.name):
            raise MalformedKey("(a name has no spaces and no plus)")
        if len(self.public_key) != 32:
            raise MalformedKey("(an Ed25519 public key has 32 bytes)")

    @classmethod
    def parse(cls, text: str) -> Self:
        """The key written as name+hash+base64; raises MalformedKey, also for a wrong hash."""
        try:
            name, stated_id, encoded = text.strip().split("+", 2)
            raw = b64decode(encoded, validate=True)
        except ValueError:
            raise MalformedKey from None
        if raw[:1] != ED25519:
            raise MalformedKey("(not Ed25519)")
        key = cls(name, raw[1:])
        if not ID_IN_HEX.fullmatch(stated_id) or bytes.fromhex(stated_id) != key.key_id:
            raise MalformedKey("(its hash does not fit)")
        return key

    @property
    def key_id(self) -> bytes:
        """Four bytes: the start of SHA-256(name || newline || 0x01 || public key)."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public_key).digest()[:4]

    def verify(self, signature: bytes, text: bytes) -> None:
        """Return only if the signature is of this key over the text; raises BadSignature."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public_key).verify(signature, text)
        except (InvalidSignature, ValueError):
            raise BadSignature(f"({self.name})") from None

    def __str__(self) -> str:
        encoded = b64encode(ED25519 + self.public_key).decode()
        return f"{self.name}+{self.key_id.hex()}+{encoded}"


def is_key_name(name: str) -> bool:
    """Not empty, UTF-8, no Unicode spaces, no control characters, no plus."""
    return bool(name) and not any(
        sign.isspace() or sign < " " or sign == "+" or "\ud800" <= sign <= "\udfff" for sign in name
    )
