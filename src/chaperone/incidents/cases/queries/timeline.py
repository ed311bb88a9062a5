"""What happened, in order: from the ledger, and beside it what people wrote down."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from chaperone.access.queries import names_of
from chaperone.access.sentences import LEFT, element_words, who
from chaperone.detection.models import AlertEntry
from chaperone.incidents.models import Incident, Note
from chaperone.ledger.actors import Actor
from chaperone.ledger.events import registered
from chaperone.ledger.queries import Row, opened_rows
from chaperone.registers.models import Change

MOST = 500
_QUIET = {"record", "drill"}


class Moment(NamedTuple):
    """A line of the timeline. ``entry_id``: of the ledger, by which it can be proved; None for what
    somebody wrote. ``source``: ``case``, ``alert`` or ``note``.
    """

    at: datetime
    who: str
    sentence: str
    details: list[str]
    source: str
    entry_id: UUID | None


def timeline_of(actor: Actor, found: Incident) -> list[Moment]:
    """The entries about the case and those of its alert, and the notes, the earliest first.

    At most the newest ``MOST`` entries of each. An entry that the index takes for one of the case
    and that does not name it is left out. Six queries, however long it is.
    """
    about = Change.objects.filter(organization_id=actor.organization_id, record_id=found.id)
    mine = set(about.order_by("-entry_id").values_list("entry_id", flat=True)[:MOST])
    theirs = set(_entries_of_alert(actor, found))
    rows = opened_rows(actor, sorted(mine | theirs))
    notes = list(Note.objects.filter(incident=found).order_by("-happened_at")[:MOST])
    people = {row.actor_id for row in rows if row.actor_kind == "staff" and row.actor_id}
    people |= {note.written_by for note in notes} | set(_people_in(rows))
    names = names_of(people)
    moments = [
        _of_entry(row, names, "alert" if row.id in theirs else "case")
        for row in rows
        if row.id in theirs or row.details.get("record") == str(found.id)
    ]
    moments += [_of_note(note, names) for note in notes]
    return sorted(moments, key=lambda each: (each.at, str(each.entry_id or "")))


def _entries_of_alert(actor: Actor, found: Incident) -> list[UUID]:
    if found.alert_id is None:
        return []
    rows = AlertEntry.objects.filter(organization_id=actor.organization_id, alert_id=found.alert_id)
    return list(rows.order_by("-entry_id").values_list("entry_id", flat=True)[:MOST])


def _people_in(rows: list[Row]) -> list[UUID]:
    """Colleagues whom entries about the case name: whose sessions were ended, who joined."""
    named = [row.details.get(key) for row in rows for key in ("user", "whom", "owner")]
    return [UUID(each) for each in named if isinstance(each, str) and _is_id(each)]


def _of_entry(row: Row, names: Mapping[UUID, str], source: str) -> Moment:
    known = registered().get(row.event)
    return Moment(
        at=row.at,
        who=who(row.actor_kind, names.get(row.actor_id) if row.actor_id else None).name,
        sentence=known.meaning if known else row.event,
        details=_opened(row) if source == "alert" else _details(row.details, names),
        source=source,
        entry_id=row.id,
    )


def _opened(row: Row) -> list[str]:
    """Of an entry behind an alert: which elements were opened, and of which members, by id."""
    told = [element_words(each) for each in row.elements]
    if row.members:
        shown = ", ".join(str(each)[:8] for each in row.members[:3])
        more = f" and {len(row.members) - 3} more" if len(row.members) > 3 else ""
        told.append(f"member {shown}{more}")
    return told


def _details(details: Mapping[str, Any], names: Mapping[UUID, str]) -> list[str]:
    told = []
    for key, value in details.items():
        if key in _QUIET or value in (None, "", [], {}, False):
            continue
        if isinstance(value, str) and _is_id(value):
            if key in ("user", "whom", "owner"):
                told.append(names.get(UUID(value), LEFT))
            continue
        told.append(f"{key.replace('_', ' ')}: {_shown(value)}")
    return told


def _shown(value: Any) -> str:
    if value is True:
        return "yes"
    if isinstance(value, dict):
        return ", ".join(f"{key}: {each}" for key, each in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _is_id(value: str) -> bool:
    try:
        return str(UUID(value)) == value
    except ValueError:
        return False


def _of_note(note: Note, names: Mapping[UUID, str]) -> Moment:
    return Moment(
        at=note.happened_at,
        who=names.get(note.written_by, LEFT),
        sentence=note.text.reveal(),
        details=[],
        source="note",
        entry_id=None,
    )
