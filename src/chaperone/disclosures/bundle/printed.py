"""The account as PDF (PDF/UA-1)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from chaperone.disclosures.bundle.words import HEADINGS, cells
from chaperone.documents.blocks import (
    Block,
    Code,
    Document,
    Facts,
    Heading,
    Notice,
    Paragraph,
    Table,
)
from chaperone.documents.rendering import render
from chaperone.ledger.queries import Disclosed

MOST = 1_000
"""So many entries are printed, the newest; a longer list is read in the table."""
_SHOWN = ("place", "time", "who", "what_happened", "why", "outcome")
_WIDTHS = (1.1, 2.3, 2, 4, 1.8, 1.3)


def printed(
    facts: Mapping[str, object],
    entries: Sequence[Disclosed],
    names: Mapping[UUID, str],
    zone: str,
    made_at: datetime,
) -> bytes:
    """The account for people who read paper."""
    organization = facts["organization"]
    assert isinstance(organization, dict)
    member = facts["about_member"]
    document = Document(
        title="Account of the record about one member" if member else "Account of the record",
        organization=str(organization["name"]),
        made_at=made_at.astimezone(ZoneInfo(zone)),
        blocks=[
            Facts(
                [
                    ("About member", Code(str(member)) if member else "everybody and everything"),
                    ("From", str(facts["since"] or "the beginning")),
                    ("Until", str(facts["until"] or "now")),
                    ("Entries", str(facts["entries"])),
                    ("Not signed yet, left out", str(facts["left_out_not_signed_yet"])),
                    ("Log", Code(str(facts["log"]))),
                    ("Size of the signed tree", str(facts["tree_size"])),
                ]
            ),
            Notice(
                "What is printed here is a reading of entries.jsonl. How that is checked without us"
                " is told in verify.md."
            ),
            *_list(entries, names, zone),
        ],
    )
    return render(document)


def _list(entries: Sequence[Disclosed], names: Mapping[UUID, str], zone: str) -> list[Block]:
    places = [HEADINGS.index(name) for name in _SHOWN]
    rows = []
    for each in entries[:MOST]:
        found = cells(each.row, names, zone)
        rows.append([found[place] for place in places])
    headings = [name.replace("_", " ").capitalize() for name in _SHOWN]
    listed: list[Block] = [Heading("Entries, newest first"), Table(headings, rows, _WIDTHS)]
    if len(entries) > MOST:
        listed.append(Paragraph(f"{len(entries) - MOST} earlier entries are in account.csv."))
    return listed
