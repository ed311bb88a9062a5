"""Entries as lines of the register, in plain words."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from chaperone.access import sentences
from chaperone.access.events import ACCESS_RECORDED, ACCESS_REFUSED
from chaperone.ledger.events import registered
from chaperone.ledger.opened import Opened
from chaperone.ledger.queries import Row


class MemberLabel(NamedTuple):
    """A member without a name: who reads the ledger reads no PHI."""

    id: UUID
    label: str


class Line(NamedTuple):
    """One entry on the page."""

    id: UUID
    at: datetime
    actor_name: str
    actor_role: str
    sentence: str
    event: str
    position: int | None
    members: list[MemberLabel]
    details: str
    refused: bool


def line(row: Row, names: dict[UUID, str]) -> Line:
    """The line of an entry; ``names`` are staff names by id."""
    name = names.get(row.actor_id) if row.actor_id else None
    who = sentences.who(row.actor_kind, name, row.details.get("roles", ()))
    return Line(
        id=row.id,
        at=row.at,
        actor_name=who.name,
        actor_role=who.role,
        sentence=_sentence(row),
        event=row.event,
        position=row.position,
        members=[MemberLabel(member, f"…{member.hex[-6:]}") for member in row.members],
        details=_details(row),
        refused=row.event == ACCESS_REFUSED.name,
    )


def _sentence(row: Row) -> str:
    if row.event == ACCESS_RECORDED.name:
        return f"Opened {sentences.opened(row.opened)}."
    meaning = registered().get(row.event)
    return meaning.meaning if meaning else row.event


def _details(row: Row) -> str:
    """What an entry says beside who, when and about whom; nothing where it says no more."""
    said: dict[str, Any] = {
        "address": row.address,
        "session": str(row.session or ""),
        "purpose": row.purpose,
        "grants": [str(grant) for grant in row.grants],
        "opened": _as_shown(row.opened),
    }
    said = {name: value for name, value in said.items() if value} | dict(row.details)
    return json.dumps(said, indent=1, ensure_ascii=False) if said else ""


def _as_shown(opened: Iterable[Opened]) -> list[dict[str, Any]]:
    """What was opened, with the ids of its rows as hexadecimal text."""
    return [
        {
            "table": each.table,
            "element": each.element,
            "member": str(each.member or ""),
            "count": each.count,
            "rows": [row.hex for row in each.rows],
        }
        for each in opened
    ]
