"""What files of the archive are called: all that pruning and recovery must know, and no secret.

``wal-<system>-<segment>-<digest>.age``, ``copy-<system>-<segment>-<begun>.age`` and, when that
copy is complete, ``base-<system>-<segment>-<begun>-<ended>``, which is empty. ``system`` is
PostgreSQL's own number of the database, in hexadecimal; ``segment`` for a copy the first that it
needs; ``digest`` the beginning of the SHA-256 of the segment, by which the same is told from
another.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

SEGMENT = re.compile(r"[0-9A-F]{24}")
_ARCHIVED = re.compile(r"[0-9A-F]{24}(?:\.partial|\.[0-9A-F]{8}\.backup)?|[0-9A-F]{8}\.history")
_WAL = re.compile(rf"wal-([0-9a-f]{{16}})-({_ARCHIVED.pattern})-([0-9a-f]{{16}})\.age")
_COPY = re.compile(rf"copy-([0-9a-f]{{16}})-({SEGMENT.pattern})-(\d{{8}}T\d{{12}}Z)\.age")
_BASE = re.compile(
    rf"base-([0-9a-f]{{16}})-({SEGMENT.pattern})-(\d{{8}}T\d{{12}}Z)-(\d{{8}}T\d{{12}}Z)"
)
_STAMP = "%Y%m%dT%H%M%S%fZ"
_TIMELINE = 8


class Wal(NamedTuple):
    """A piece of the log. ``segment``: as PostgreSQL names it."""

    system: str
    segment: str
    digest: str

    @property
    def name(self) -> str:
        return f"wal-{self.system}-{self.segment}-{self.digest}.age"


class Copy(NamedTuple):
    """A copy of the server's files, whole or not."""

    system: str
    segment: str
    begun_at: datetime

    @property
    def name(self) -> str:
        return f"copy-{self.system}-{self.segment}-{_stamp(self.begun_at)}.age"


class Base(NamedTuple):
    """A copy that is complete. ``ended_at``: the first moment that it can be taken to."""

    copy: Copy
    ended_at: datetime

    @property
    def name(self) -> str:
        begun = _stamp(self.copy.begun_at)
        return f"base-{self.copy.system}-{self.copy.segment}-{begun}-{_stamp(self.ended_at)}"


class Contents(NamedTuple):
    """What an archive holds of one database; bases oldest first, and copies whole or not."""

    bases: list[Base]
    copies: list[Copy]
    wal: dict[str, Wal]


def is_archived(segment: str) -> bool:
    """Whether PostgreSQL archives files of this name."""
    return _ARCHIVED.fullmatch(segment) is not None


def read(names: Iterable[str]) -> dict[str, Contents]:
    """What is there, by system. Files of other names count for nothing."""
    found: dict[str, Contents] = {}
    for name in names:
        if match := _WAL.fullmatch(name):
            wal = Wal(match[1], match[2], match[3])
            _of(found, wal.system).wal[wal.segment] = wal
        elif match := _COPY.fullmatch(name):
            if begun_at := _moment(match[3]):
                copy = Copy(match[1], match[2], begun_at)
                _of(found, copy.system).copies.append(copy)
        elif match := _BASE.fullmatch(name):
            begun_at, ended_at = _moment(match[3]), _moment(match[4])
            if begun_at and ended_at:
                copy = Copy(match[1], match[2], begun_at)
                _of(found, copy.system).bases.append(Base(copy, ended_at))
    for contents in found.values():
        contents.bases.sort(key=lambda base: base.ended_at)
    return found


def _of(found: dict[str, Contents], system: str) -> Contents:
    return found.setdefault(system, Contents([], [], {}))


def position(segment: str) -> str:
    """Where in the log it begins, whatever its timeline: compares as PostgreSQL counts."""
    return segment[_TIMELINE:24]


def _moment(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):{_STAMP}}"
