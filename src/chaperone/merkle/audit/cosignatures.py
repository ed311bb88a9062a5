"""Checking the cosignatures of witnesses on a checkpoint (C2SP tlog-cosignature)."""

from collections.abc import Sequence

from chaperone.merkle.audit.keys import CosignerKey
from chaperone.merkle.audit.notes import Note


def cosigned_by(note: bytes, witnesses: Sequence[CosignerKey]) -> dict[CosignerKey, int]:
    """Which of the witnesses cosigned the note, and when each last saw it, in POSIX seconds.

    Signatures of others are ignored; every one of a known witness must be good. That the log itself
    signed the note is not looked at. Raises MalformedNote, BadSignature.
    """
    text, signatures = Note.parse(note)
    known = {(key.name, key.key_id): key for key in witnesses}
    seen: dict[CosignerKey, int] = {}
    for name, key_id, signature in signatures:
        key = known.get((name, key_id))
        if key is not None:
            seen[key] = max(seen.get(key, 0), key.verify(signature, text.encode()))
    return seen


def how_many(cosigners: Sequence[CosignerKey] | dict[CosignerKey, int]) -> int:
    """How many witnesses they are: one key under two names is one witness."""
    return len({key.public_key for key in cosigners})
