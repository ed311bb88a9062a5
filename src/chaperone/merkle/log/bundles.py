"""Writing entry bundles (C2SP tlog-tiles, "Log entries")."""

from collections.abc import Iterable

from chaperone.merkle.errors import EntryTooLong

LONGEST_ENTRY = 0xFFFF


def encode_bundle(entries: Iterable[bytes]) -> bytes:
    """Entries one after the other, each behind its length as two bytes big-endian.

    Raises EntryTooLong for an entry above 65,535 bytes.
    """
    parts: list[bytes] = []
    for entry in entries:
        if len(entry) > LONGEST_ENTRY:
            raise EntryTooLong(f"(this one has {len(entry)})")
        parts += (len(entry).to_bytes(2, "big"), entry)
    return b"".join(parts)
