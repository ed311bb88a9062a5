"""Opening signed notes (C2SP signed-note)."""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from typing import NamedTuple

from chaperone.merkle.audit.keys import VerifierKey, is_key_name
from chaperone.merkle.errors import MalformedNote, NoKnownSignature

LONGEST_NOTE = 1_000_000
MOST_SIGNATURES = 100
SIGNATURE_START = "\N{EM DASH} "


class NoteSignature(NamedTuple):
    """A signature line taken apart; whose it is and whether it is good is not looked at."""

    name: str
    key_id: bytes
    signature: bytes

    def __str__(self) -> str:
        """The line, without its newline."""
        return f"{SIGNATURE_START}{self.name} {b64encode(self.key_id + self.signature).decode()}"


class Note(NamedTuple):
    """A note taken apart, nothing of it verified."""

    text: str
    signatures: tuple[NoteSignature, ...]

    @classmethod
    def parse(cls, note: bytes) -> "Note":
        """Text and signatures; raises MalformedNote."""
        text, lines = _split(note)
        if len(lines) > MOST_SIGNATURES:
            raise MalformedNote("(too many signatures)")
        return cls(text, tuple(_signature(line) for line in lines))

    def __bytes__(self) -> bytes:
        """The note as it is passed on."""
        lines = "".join(f"{signature}\n" for signature in self.signatures)
        return f"{self.text}\n{lines}".encode()


def open_note(note: bytes, keys: Sequence[VerifierKey]) -> str:
    """The note's text, ending with a newline, once a known key has signed it.

    Signatures of unknown keys are ignored; every one of a known key must be good.
    Raises MalformedNote, BadSignature, NoKnownSignature.
    """
    text, signatures = Note.parse(note)
    known = {(key.name, key.key_id): key for key in keys}
    signed = False
    for name, key_id, signature in signatures:
        key = known.get((name, key_id))
        if key is not None:
            key.verify(signature, text.encode())
            signed = True
    if not signed:
        raise NoKnownSignature
    return text


def _split(note: bytes) -> tuple[str, list[str]]:
    """Text and signature lines, which the last empty line parts."""
    if len(note) > LONGEST_NOTE:
        raise MalformedNote("(too long)")
    try:
        whole = note.decode()
    except UnicodeDecodeError:
        raise MalformedNote("(not UTF-8)") from None
    if any(sign < " " and sign != "\n" for sign in whole):
        raise MalformedNote("(control character)")
    text, empty_line, signatures = whole.rpartition("\n\n")
    if not empty_line or not signatures.endswith("\n"):
        raise MalformedNote("(no signature lines, or cut off)")
    return text + "\n", signatures[:-1].split("\n")


def _signature(line: str) -> NoteSignature:
    if not line.startswith(SIGNATURE_START):
        raise MalformedNote("(a signature line starts with a dash and a space)")
    name, _, encoded = line.removeprefix(SIGNATURE_START).partition(" ")
    try:
        raw = b64decode(encoded, validate=True)
    except ValueError:
        raise MalformedNote("(signature is not base64)") from None
    # RFC 4648, 3.5: else a note could be changed, and say and prove the same.
    if b64encode(raw).decode() != encoded:
        raise MalformedNote("(signature is not base64 as it is written)")
    if not is_key_name(name) or len(raw) <= 4:
        raise MalformedNote("(key name or signature is missing)")
    return NoteSignature(name, raw[:4], raw[4:])
