"""Drills and exercises as a file."""

from collections.abc import Iterator
from typing import Any

from chaperone.access.actors import Staff
from chaperone.access.queries import names_of
from chaperone.continuity.drills.queries.exercises import exercises_of, verdict_of
from chaperone.continuity.frame import MANAGE, READ
from chaperone.registers.declared import Register
from chaperone.registers.sheets import Column

_COLUMNS = tuple(
    Column(name, label)
    for name, label in (
        ("held_on", "Held on"),
        ("kind", "What was tried"),
        ("title", "Title"),
        ("result", "Result"),
        ("backup", "Backup"),
        ("recovery_seconds", "Seconds until all was back"),
        ("lost_seconds", "Seconds that would be lost"),
        ("outage_minutes", "Minutes that it may be away"),
        ("loss_minutes", "Minutes that may be lost"),
        ("verdict", "Beside what may be"),
        ("took_part", "Who took part"),
        ("learned", "Learned"),
        ("next_step", "Next step"),
        ("owner", "Who does it"),
        ("due_on", "Until"),
        ("done_on", "Done on"),
        ("entry_id", "Entry of the ledger"),
    )
)


def _rows(actor: Staff) -> Iterator[dict[str, Any]]:
    rows = list(exercises_of(actor))
    names = names_of({row.owner_id for row in rows if row.owner_id})
    for row in rows:
        drill = row.drill
        yield {
            **vars(row),
            "kind": row.get_kind_display(),
            "result": row.get_result_display(),
            "backup": drill.backup_name if drill else "",
            "recovery_seconds": round(drill.seconds, 1) if drill and drill.seconds else None,
            "lost_seconds": round(drill.lost.total_seconds()) if drill and drill.lost else None,
            "verdict": verdict_of(row),
            "owner": names.get(row.owner_id, "") if row.owner_id else "",
        }


REGISTER = Register(
    name="exercises",
    label="Drills and exercises",
    question="What did we try out, and what did we learn?",
    read=READ,
    manage=MANAGE,
    columns=_COLUMNS,
    rows=_rows,
    page="continuity:drills:register",
)
