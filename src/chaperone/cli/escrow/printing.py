"""A share on paper: who holds it, what it is for, its words in rows of five."""

from datetime import datetime
from typing import NamedTuple

from chaperone.continuity.escrow.shares import PRINTED
from chaperone.documents.blocks import (
    Block,
    Code,
    Document,
    Facts,
    Heading,
    Notice,
    Paragraph,
    Table,
    moment,
)

_IN_A_ROW = 5
_WARNING = (
    "Whoever has this sheet and one of the other two opens every backup. Keep it in a sealed and"
    " signed envelope, under lock, in another building than the backups and the other sheets. Do"
    " not photograph it, scan it or type it into anything but Chaperone."
)
_USE = (
    "To restore: chaperone restore FILE --data DIR --share FIRST --share SECOND. To get the keys"
    " as files: chaperone keys backup join. To try two sheets once a year, which shows no key:"
    " chaperone keys backup check. The words are of the public list of SLIP-0039; the first four"
    " letters of each are enough."
)


class Sheet(NamedTuple):
    """One share and what is printed around it. ``root_key_id``: empty where it holds none."""

    number: int
    words: str
    holder: str
    share_set: int
    recipient: str
    root_key_id: str
    made_at: datetime

    @property
    def title(self) -> str:
        return f"Share {self.number} of {PRINTED}: keys of the backups"

    @property
    def facts(self) -> list[tuple[str, str]]:
        holds = self.root_key_id or "none: a key service or an HSM holds it"
        return [
            ("Held by", self.holder),
            ("Set", str(self.share_set)),
            ("Printed", moment(self.made_at)),
            ("Opens backups to", self.recipient),
            ("Root key", holds),
        ]


def document(sheet: Sheet) -> Document:
    """For `documents.rendering`."""
    words = sheet.words.split()
    rows = [
        [f"{start + 1} to {start + _IN_A_ROW}", *words[start : start + _IN_A_ROW]]
        for start in range(0, len(words), _IN_A_ROW)
    ]
    rows = [[*row, *[""] * (_IN_A_ROW + 1 - len(row))] for row in rows]
    coded = ("Opens backups to", "Root key")
    facts = [(name, Code(text) if name in coded else text) for name, text in sheet.facts]
    blocks: list[Block] = [
        Notice(_WARNING),
        Facts(facts),
        Heading("The words"),
        Table(["Words", *map(str, range(1, _IN_A_ROW + 1))], rows, (1.2, *[1.6] * _IN_A_ROW)),
        Heading("How it is used"),
        Paragraph(_USE),
        Paragraph("Handed over on ______________  to ______________________________"),
    ]
    return Document(sheet.title, "Chaperone", sheet.made_at, blocks)


def text(sheet: Sheet) -> str:
    """The same as text, which the commands take as it is."""
    words = sheet.words.split()
    lines = [f"# {sheet.title}", *(f"# {name}: {value}" for name, value in sheet.facts)]
    lines += [f"# {_WARNING}"]
    for start in range(0, len(words), _IN_A_ROW):
        lines.append(" ".join(words[start : start + _IN_A_ROW]))
    return "\n".join(lines) + "\n"
