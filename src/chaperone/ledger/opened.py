"""What was opened: which element of whom, in which rows (45 CFR 164.312(b))."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Opened:
    """Values of one data element of one member, or of none.

    ``count``: how many times a value was opened, at least the number of ``rows``, each listed once.
    """

    table: str
    element: str
    member: UUID | None
    count: int
    rows: tuple[UUID, ...]

    @property
    def name(self) -> str:
        """By what the element is searched: ``members_member.name``."""
        return f"{self.table}.{self.element}"


def elements_of(opened: Iterable[Opened]) -> list[str]:
    """The names of the elements, each once, in order."""
    return sorted({each.name for each in opened})


def as_plain(opened: Iterable[Opened]) -> list[dict[str, Any]]:
    """As JSON values; 16 bytes a row, so that a thread of 100 messages stays a small entry."""
    return [
        {
            "count": each.count,
            "element": each.element,
            "member": str(each.member) if each.member else None,
            "rows": urlsafe_b64encode(b"".join(row.bytes for row in each.rows)).decode(),
            "table": each.table,
        }
        for each in opened
    ]


def from_plain(items: Iterable[Mapping[str, Any]]) -> tuple[Opened, ...]:
    """What ``as_plain`` wrote."""
    return tuple(
        Opened(
            item["table"],
            item["element"],
            UUID(item["member"]) if item["member"] else None,
            item["count"],
            _rows(urlsafe_b64decode(item["rows"])),
        )
        for item in items
    )


def _rows(packed: bytes) -> tuple[UUID, ...]:
    return tuple(UUID(bytes=packed[start : start + 16]) for start in range(0, len(packed), 16))
