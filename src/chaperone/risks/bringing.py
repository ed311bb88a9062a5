"""Lines of files that are brought: releases and processing as entries, decisions as drafts.

Nothing that is signed or approved comes in by a file: it waits for that as if it had been typed.
"""

from typing import Any

from chaperone.access.actors import Staff
from chaperone.access.roles import ELEMENTS
from chaperone.registers.sheets import Column
from chaperone.registers.sheets.cells import choice, several, text
from chaperone.risks.changes.actions import record_release
from chaperone.risks.models import ProcessingActivity, Release, SpecificationDecision
from chaperone.risks.processing.actions import record_activity
from chaperone.risks.specifications.actions import write_decision

_ELEMENTS = {name: name for name, group in ELEMENTS.items() if not group.planned}
RELEASES = (
    Column("version", "Version", text(40)),
    Column("risk", "Risk", choice(dict(Release.Risk.choices))),
    Column("changes", "What changes", text(4000)),
    Column("ephi", "Members' data it touches", text(2000)),
    Column("risks", "What could go wrong", text(2000)),
    Column("tests", "How it was tried", text(2000)),
    Column("way_back", "The way back", text(2000)),
)
ACTIVITIES = (
    Column("name", "What is done", text(160)),
    Column("role", "We are", choice(dict(ProcessingActivity.Role.choices))),
    Column("purposes", "Purposes", text(2000)),
    Column("basis", "Lawful basis", choice(dict(ProcessingActivity.Basis.choices))),
    Column(
        "special", "Basis for data about health", choice(dict(ProcessingActivity.Special.choices))
    ),
    Column("subjects", "Whose data", text(500)),
    Column("elements", "Members' data", several(choice(_ELEMENTS)), required=False),
    Column("other_data", "Other data", text(500), required=False),
    Column("recipients", "Recipients", text(2000)),
    Column("transfers", "Transfers", text(2000), required=False),
    Column("kept", "Kept", text(1000)),
    Column("safeguards", "Safeguards", text(2000)),
)
DECISIONS = (
    Column("citation", "Citation", text(32), help="Such as 164.312(a)(2)(iii)."),
    Column("choice", "Decision", choice(dict(SpecificationDecision.Choice.choices))),
    Column("reasoning", "Why, and how", text(4000)),
)


def add_release(*, actor: Staff, **cells: Any) -> None:
    """Records the release of a line; somebody else approves it."""
    record_release(actor=actor, **_read(RELEASES, cells))


def add_activity(*, actor: Staff, **cells: Any) -> None:
    """Makes the entry of a line."""
    values = _read(ACTIVITIES, cells)
    empty: dict[str, Any] = {"elements": [], "other_data": "", "transfers": ""}
    record_activity(actor=actor, **values | {n: values[n] or empty[n] for n in empty})


def add_decision(*, actor: Staff, **cells: Any) -> None:
    """Writes the decision of a line as a draft."""
    write_decision(actor=actor, **_read(DECISIONS, cells))


def _read(columns: tuple[Column, ...], cells: dict[str, Any]) -> dict[str, Any]:
    return {column.name: cells[column.name] for column in columns}
