"""Keys that notes are checked with (C2SP signed-note and tlog-cosignature, Ed25519 only)."""

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import ClassVar, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from chaperone.merkle.errors import BadSignature, MalformedKey

ID_IN_HEX = re.compile("[0-9a-f]{8}")
_TIMESTAMP_SIZE = 8
_LATEST_TIMESTAMP = (1 << 63) - 1


@dataclass(frozen=True)
class NamedKey:
    """A named public key; `public_key` is 32 bytes."""

    name: str
    public_key: bytes
    KIND: ClassVar[bytes]
    """The signature type of the specification, one byte."""

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
        if raw[:1] != cls.KIND:
            raise MalformedKey(f"(its signature type is not {cls.KIND[0]})")
        key = cls(name, raw[1:])
        if not ID_IN_HEX.fullmatch(stated_id) or bytes.fromhex(stated_id) != key.key_id:
            raise MalformedKey("(its hash does not fit)")
        return key

    @property
    def key_id(self) -> bytes:
        """Four bytes: the start of SHA-256(name || newline || type || public key)."""
        return sha256(self.name.encode() + b"\n" + self.KIND + self.public_key).digest()[:4]

    def __str__(self) -> str:
        encoded = b64encode(self.KIND + self.public_key).decode()
        return f"{self.name}+{self.key_id.hex()}+{encoded}"

    def _verify(self, signature: bytes, message: bytes) -> None:
        try:
            Ed25519PublicKey.from_public_bytes(self.public_key).verify(signature, message)
        except (InvalidSignature, ValueError):
            raise BadSignature(f"({self.name})") from None


@dataclass(frozen=True)
class VerifierKey(NamedKey):
    """Whose notes we read: a log's key (signature type 0x01)."""

    KIND = b"\x01"

    def verify(self, signature: bytes, text: bytes) -> None:
        """Return only if the signature is of this key over the text; raises BadSignature."""
        self._verify(signature, text)


@dataclass(frozen=True)
class CosignerKey(NamedKey):
    """A witness's key (tlog-cosignature, signature type 0x04)."""

    KIND = b"\x04"

    def verify(self, signature: bytes, text: bytes) -> int:
        """When the witness saw the text, in POSIX seconds; raises BadSignature."""
        time = int.from_bytes(signature[:_TIMESTAMP_SIZE], "big")
        if len(signature) <= _TIMESTAMP_SIZE or time > _LATEST_TIMESTAMP:
            raise BadSignature(f"({self.name})")
        self._verify(signature[_TIMESTAMP_SIZE:], cosigned_message(text, time))
        return time


def cosigned_message(text: bytes, time: int) -> bytes:
    """What a cosignature signs: tlog-cosignature, "Ed25519 signed message"."""
    return b"cosignature/v1\ntime %d\n" % time + text


def is_key_name(name: str) -> bool:
    """Not empty, UTF-8, no Unicode spaces, no control characters, no plus."""
    return bool(name) and not any(
        sign.isspace() or sign < " " or sign == "+" or "\ud800" <= sign <= "\udfff" for sign in name
    )
