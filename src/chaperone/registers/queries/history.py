"""What became of a record: read from the ledger, not from a table that could say otherwise."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from chaperone.access.queries import names_of
from chaperone.access.sentences import who
from chaperone.ledger.actors import Actor
from chaperone.ledger.events import registered
from chaperone.ledger.queries import Row, opened_rows
from chaperone.registers.models import Change as Index

MOST = 50
_RECORD = "record"


class Change(NamedTuple):
    """What somebody did with a record. ``details``: what to show of it, by label."""

    at: datetime
    who: str
    sentence: str
    details: list[tuple[str, str]]


def history_of(actor: Actor, *records: UUID) -> list[Change]:
    """The changes of a record of the actor's organization and of those that belong to it, newest
    first, at most ``MOST``.

    Entries are opened from the ledger; one that names none of the records is left out, whatever
    the index says. Four queries.
    """
    index = Index.objects.filter(organization_id=actor.organization_id, record_id__in=records)
    entries = list(index.order_by("-entry_id").values_list("entry_id", flat=True)[:MOST])
    named = set(map(str, records))
    rows = [row for row in opened_rows(actor, entries) if row.details.get(_RECORD) in named]
    names = names_of(row.actor_id for row in rows if row.actor_kind == "staff" and row.actor_id)
    return [_change(row, names) for row in rows]


def entries_about(actor: Actor, records: Collection[UUID], *, most: int = 10) -> tuple[UUID, ...]:
    """The ids of the latest entries about any of these records, newest first. One query."""
    if not records:
        return ()
    index = Index.objects.filter(organization_id=actor.organization_id, record_id__in=list(records))
    return tuple(index.order_by("-entry_id").values_list("entry_id", flat=True)[:most])


def _change(row: Row, names: Mapping[UUID, str]) -> Change:
    name = names.get(row.actor_id) if row.actor_id else None
    known = registered().get(row.event)
    return Change(
        at=row.at,
        who=who(row.actor_kind, name).name,
        sentence=known.meaning if known else row.event,
        details=[
            (_label(key), _shown(value))
            for key, value in row.details.items()
            if key != _RECORD and not _is_empty(value) and not _is_id(value)
        ],
    )


def _label(key: str) -> str:
    words = key.replace("_", " ")
    return words[:1].upper() + words[1:]


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_shown(each) for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{_label(str(key))}: {_shown(each)}" for key, each in value.items())
    return str(value)


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {})


def _is_id(value: Any) -> bool:
    """Ids say nothing to people; they stay in the ledger's own pages."""
    if not isinstance(value, str) or len(value) != len(str(UUID(int=0))):
        return False
    try:
        UUID(value)
    except ValueError:
        return False
    return True
