"""The list of whom to call as a document to print: one paper for the day nothing works."""

from collections.abc import Sequence
from datetime import datetime

from chaperone.continuity.recovery.lengths import as_length
from chaperone.continuity.recovery.queries.contacts import Entry
from chaperone.continuity.recovery.queries.systems import Placed
from chaperone.documents.blocks import Block, Code, Document, Facts, Heading, Notice, Table

_NONE = "none"


def document_of(
    called: Sequence[Entry],
    order: Sequence[Placed],
    *,
    organization: str,
    made_at: datetime,
    digest: str,
) -> Document:
    """The list and the order of recovery. ``digest``: of the list, as the ledger has it."""
    blocks: list[Block] = [
        Notice(
            "Members in danger call 911; in a crisis 988. Keep this paper where it can be read"
            " without power and network, and not where visitors see it."
        ),
        Heading("Whom to call"),
        _people(called),
    ]
    if order:
        blocks += [Heading("What comes back in which order"), _systems(order)]
    blocks.append(Facts([("SHA-256 of the list", Code(digest))]))
    return Document(
        title="Whom to call at an outage", organization=organization, made_at=made_at, blocks=blocks
    )


def _people(called: Sequence[Entry]) -> Table:
    rows = [
        [
            each.name,
            each.reason,
            "\n".join(way for way in (each.phone, each.other) if way) or _NONE,
            "\n".join(said for said in (each.hours, each.note) if said) or _NONE,
        ]
        for each in called
    ]
    return Table(["Who", "For what", "How", "When, and notes"], rows, [2, 2, 2.5, 2])


def _systems(order: Sequence[Placed]) -> Table:
    rows = [
        [
            f"{each.number}. {each.system.name}",
            as_length(each.system.outage_minutes),
            ", ".join(each.needs) or _NONE,
            each.system.how or _NONE,
            each.system.meanwhile or _NONE,
        ]
        for each in order
    ]
    headings = ["System", "May be away", "Needs", "Comes back", "Meanwhile"]
    return Table(headings, rows, [2, 1, 1.5, 2.5, 2.5])
