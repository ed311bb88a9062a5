"""Entries as lines of the register and as a page, in plain words."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from chaperone.access import sentences
from chaperone.access.events import ACCESS_RECORDED
from chaperone.ledger.events import registered
from chaperone.ledger.opened import Opened
from chaperone.ledger.queries import Row
from chaperone.web.ledger.words import OUTCOME_WORDS
from chaperone.web.words import Word


class MemberLabel(NamedTuple):
    """A member without a name: who reads the ledger reads no PHI."""

    id: UUID
    label: str


class OpenedLine(NamedTuple):
    """Values of one element of one member, or of none."""

    words: str
    name: str
    member: MemberLabel | None
    times: int
    rows: list[str]


class Line(NamedTuple):
    """One entry on the page."""

    id: UUID
    at: datetime
    actor_name: str
    actor_role: str
    actor_id: UUID | None
    sentence: str
    event: str
    outcome: Word
    refused: bool
    position: int | None
    members: list[MemberLabel]
    purpose: str
    address: str
    session: UUID | None
    grants: tuple[UUID, ...]
    opened: list[OpenedLine]
    details: str


def line(row: Row, names: Mapping[UUID, str]) -> Line:
    """The line of an entry; ``names`` are staff names by id."""
    name = names.get(row.actor_id) if row.actor_id else None
    who = sentences.who(row.actor_kind, name, row.details.get("roles", ()))
    outcome = outcome_of(row)
    return Line(
        id=row.id,
        at=row.at,
        actor_name=who.name,
        actor_role=who.role,
        actor_id=row.actor_id,
        sentence=sentence_of(row),
        event=row.event,
        outcome=OUTCOME_WORDS[outcome],
        refused=outcome != "success",
        position=row.position,
        members=[_label(member) for member in row.members],
        purpose=sentences.why(row.purpose),
        address=row.address,
        session=row.session,
        grants=row.grants,
        opened=_opened(row.opened),
        details=json.dumps(row.details, indent=1, ensure_ascii=False) if row.details else "",
    )


def sentence_of(row: Row) -> str:
    """What happened."""
    if row.event == ACCESS_RECORDED.name:
        return f"Opened {sentences.opened(row.opened)}."
    meaning = registered().get(row.event)
    return meaning.meaning if meaning else row.event


def outcome_of(row: Row) -> str:
    """What came of it; entries of format 1 do not say it, but their event does."""
    known = registered().get(row.event)
    return row.outcome or (known.outcome if known else "success")


def _opened(items: Iterable[Opened]) -> list[OpenedLine]:
    return [
        OpenedLine(
            sentences.element_words(each.name),
            each.name,
            _label(each.member) if each.member else None,
            each.count,
            [row.hex for row in each.rows],
        )
        for each in items
    ]


def _label(member: UUID) -> MemberLabel:
    return MemberLabel(member, f"…{member.hex[-6:]}")
