"""What a document is made of. Everything in it is plain text: nothing is ever read as markup."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chaperone.documents.errors import UnevenTable


@dataclass(frozen=True, slots=True)
class Code:
    """A hash, a key or an id: set in a fixed width, broken anywhere at the end of a line."""

    text: str


Cell = str | Code


@dataclass(frozen=True, slots=True)
class Heading:
    """Begins a part of the document."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. A line break in it is one on the page."""

    text: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A paragraph that must not be overlooked."""

    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and what they stand for, one a line."""

    lines: Sequence[tuple[str, Cell]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; its headings stand again on each page. ``widths``: shares of the page's width.

    Raises ``UnevenTable``.
    """

    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[float] = ()

    def __post_init__(self) -> None:
        counts = {len(self.headings), *map(len, self.rows)}
        if self.widths:
            counts.add(len(self.widths))
        if len(counts) != 1:
            raise UnevenTable


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins on a page of its own."""


def moment(at: datetime) -> str:
    """A time, which has a zone, as documents show it: "3 November 2026, 09:05 EST"."""
    return f"{at.day} {at:%B %Y, %H:%M %Z}"


Block = Heading | Paragraph | Notice | Facts | Table | NewPage


@dataclass(frozen=True, slots=True)
class Document:
    """A document to print. ``made_at``, with a zone, is shown and is the file's date.

    ``language``: two or three letters (ISO 639), of all in it that is not a name.
    """

    title: str
    organization: str
    made_at: datetime
    blocks: Sequence[Block]
    language: str = "en"
