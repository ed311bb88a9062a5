"""Which pieces of the log a recovery goes through, and whether none between them is missing. Pure.

PostgreSQL takes a piece that is not there for the end of the archive. Before a recovery begins,
and when an archive is verified, a hole must not pass for an end.
"""

from collections.abc import Iterator

from chaperone.continuity.archiving.errors import PieceMissing
from chaperone.continuity.archiving.names import SEGMENT, Base, Contents, Wal, position

_HEX = 16
_TIMELINE, _HALF = 8, 8
_IN_EACH = 0x100
"""Pieces of 16 MiB, as our server makes them, in 4 GiB: then the first half counts on."""
_HISTORY = ".history"


def needed(contents: Contents, base: Base) -> list[Wal]:
    """The pieces from the copy on to the end of the newest timeline, and every timeline's history.

    Raises ``PieceMissing``, which names the first that is not there.
    """
    latest = _latest(contents, base)
    known = base.copy.segment[:_TIMELINE]
    pieces = [
        wal
        for wal in contents.wal.values()
        if SEGMENT.fullmatch(wal.segment)
        and known <= wal.segment[:_TIMELINE] <= latest
        and position(wal.segment) >= position(base.copy.segment)
    ]
    there = {position(wal.segment) for wal in pieces}
    # What an earlier timeline went on to beyond where the newest ends is left aside by a recovery.
    newest = [position(wal.segment) for wal in pieces if wal.segment.startswith(latest)]
    end = max(newest or there, default="")
    for place in _between(position(base.copy.segment), end):
        if place not in there:
            raise PieceMissing(f"({place})")
    histories = [wal for wal in contents.wal.values() if wal.segment.endswith(_HISTORY)]
    goes_through = [wal for wal in pieces if position(wal.segment) <= end]
    return sorted([*histories, *goes_through], key=lambda wal: wal.segment)


def _latest(contents: Contents, base: Base) -> str:
    found = [
        wal.segment.removesuffix(_HISTORY)
        for wal in contents.wal.values()
        if wal.segment.endswith(_HISTORY)
    ]
    return max([*found, base.copy.segment[:_TIMELINE]])


def _between(first: str, last: str) -> Iterator[str]:
    """From the first position to the last, both included; the first where there is no last."""
    place = first
    yield place
    while place < last:
        high, low = int(place[:_HALF], _HEX), int(place[_HALF:], _HEX) + 1
        if low >= _IN_EACH:
            high, low = high + 1, 0
        place = f"{high:08X}{low:08X}"
        yield place
