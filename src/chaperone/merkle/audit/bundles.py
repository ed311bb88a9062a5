"""Reading entry bundles (C2SP tlog-tiles, "Log entries")."""

from chaperone.merkle.errors import MalformedBundle


def decode_bundle(bundle: bytes) -> list[bytes]:
    """The entries of a bundle; raises MalformedBundle if it ends within one."""
    entries: list[bytes] = []
    place, end = 0, len(bundle)
    while place < end:
        start = place + 2
        place = start + int.from_bytes(bundle[place:start], "big")
        if start > end or place > end:
            raise MalformedBundle(f"(cut off within entry {len(entries)})")
        entries.append(bundle[start:place])
    return entries
