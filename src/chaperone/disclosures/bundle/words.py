"""An entry in plain words, as the table and the printed list have it."""

from collections.abc import Mapping
from uuid import UUID
from zoneinfo import ZoneInfo

from chaperone.access import sentences
from chaperone.access.events import ACCESS_RECORDED
from chaperone.ledger.events import registered
from chaperone.ledger.queries import Row

HEADINGS = (
    "place",
    "time",
    "who",
    "role",
    "who_id",
    "what_happened",
    "outcome",
    "why",
    "from_address",
    "members",
    "event",
    "entry_id",
)


def cells(row: Row, names: Mapping[UUID, str], zone: str) -> tuple[str, ...]:
    """The cells under ``HEADINGS``; times with their distance from UTC."""
    name = names.get(row.actor_id) if row.actor_id else None
    who = sentences.who(row.actor_kind, name, row.details.get("roles", ()))
    known = registered().get(row.event)
    meaning = known.meaning if known else row.event
    if row.event == ACCESS_RECORDED.name:
        meaning = f"Opened {sentences.opened(row.opened)}."
    return (
        str(row.position),
        row.at.astimezone(ZoneInfo(zone)).isoformat(timespec="milliseconds"),
        who.name,
        who.role,
        str(row.actor_id or ""),
        meaning,
        row.outcome or (known.outcome if known else ""),
        sentences.why(row.purpose, str(row.details.get("reason", ""))),
        row.address,
        " ".join(map(str, row.members)),
        row.event,
        str(row.id),
    )
