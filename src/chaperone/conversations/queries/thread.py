"""One member's thread, read lean: two queries for a page of it, two more where
answers name their sources, and keys in one batch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from chaperone.access.actors import Staff
from chaperone.access.errors import NotReachable
from chaperone.access.queries import names_of
from chaperone.assistant.reviews import Entry, cited
from chaperone.conversations.defaults import default_of
from chaperone.conversations.models import Author, Draft, Message, Urgency
from chaperone.conversations.moments import instant_of
from chaperone.conversations.reasons import Reason
from chaperone.database.identifiers import first_id_of
from chaperone.database.sql import statements
from chaperone.members.models import Member
from chaperone.vault.keyring import keyring
from chaperone.vault.sealed import Sealed, open_all

PAGE = 100
_HEAD = statements("chaperone.conversations", "thread_head.sql")
_PAGE = statements("chaperone.conversations", "thread_page.sql")
# Clocks of two machines differ: the first message may seem older than its conversation.
_CLOCKS_DIFFER = timedelta(days=1)


class Head(NamedTuple):
    """A conversation, and whose it is, as its page shows it."""

    id: UUID
    member_name: Sealed | None
    care_team_name: str
    answerer: str
    by_default: bool
    coach_id: UUID | None
    answerer_name: str
    assigned_id: UUID | None
    assigned_name: str
    urgency: str
    waiting_since: datetime | None
    unread: int
    version: int

    @property
    def is_destroyed(self) -> bool:
        """Whether the member's data was destroyed: then there is nothing to show."""
        return self.member_name is None


class Source(NamedTuple):
    """Where in the library an answer comes from, and how far a clinician has reviewed that."""

    title: str
    url: str
    state: str


@dataclass(frozen=True, slots=True)
class Line:
    """A message as its thread shows it. ``other_number``: it came from an unknown number."""

    id: UUID
    author: str
    author_name: str
    body: Sealed
    sources: Sequence[Source]
    triage: str
    delivery: str
    delivery_note: str
    other_number: bool = False

    @property
    def at(self) -> datetime:
        return instant_of(self.id)


class Proposal(NamedTuple):
    """What the assistant proposes to say; ``outdated`` once the member wrote again."""

    id: UUID
    body: Sealed
    sources: Sequence[Source]
    outdated: bool


class Thread(NamedTuple):
    """A page of a thread, oldest first. ``before`` asks for the page before it, if there is one."""

    head: Head
    lines: list[Line]
    before: UUID | None
    draft: Proposal | None


class _Member(NamedTuple):
    """A row of thread_head.sql; what is of the conversation is None where there is none yet."""

    name: bytes | None
    care_team: str
    answerer: str | None
    by_default: bool | None
    coach_id: UUID | None
    assigned_id: UUID | None
    urgency: str | None
    waiting_since: datetime | None
    unread: int | None
    version: int | None
    opened_at: datetime | None
    last_message_id: UUID | None
    draft_id: UUID | None
    draft_answers: UUID | None
    draft_body: bytes | None
    draft_sources: bytes | None


class _Message(NamedTuple):
    """A row of thread_page.sql."""

    id: UUID
    author: str
    author_id: UUID | None
    body: bytes
    sources: bytes | None
    triage: str | None
    delivery: str | None
    note: str | None
    reason: str | None


def thread(
    actor: Staff, *, conversation_id: UUID, before: UUID | None = None, limit: int = PAGE
) -> Thread:
    """A page of the member's thread: the newest, or what came before the message ``before``.

    Names the sources of answers, for which it opens them before the witness. Raises
    ``NotReachable``.
    """
    member = _member(actor, conversation_id)
    found = _messages(actor, conversation_id, member, before, limit + 1)
    shown = found[:limit][::-1]
    blobs = [member.name, *(row.body for row in shown)]
    keyring.preload(actor.organization_id, [blob for blob in blobs if blob])
    people = {member.coach_id, member.assigned_id, *(row.author_id for row in shown)}
    names = _names(people)
    sources = _sources(actor, conversation_id, member, shown)
    return Thread(
        head=_head(actor, conversation_id, member, names),
        lines=_lines(actor, conversation_id, shown, names, sources),
        before=shown[0].id if len(found) > limit else None,
        draft=None if before else _draft(actor, conversation_id, member, shown, sources),
    )


def _member(actor: Staff, member_id: UUID) -> _Member:
    with connection.cursor() as cursor:
        cursor.execute(_HEAD, {"organization": actor.organization_id, "member": member_id})
        row = cursor.fetchone()
    if row is None:
        raise NotReachable("There is no such conversation among those you can reach.")
    return _Member(*row)


def _messages(
    actor: Staff, member_id: UUID, member: _Member, before: UUID | None, limit: int
) -> list[_Message]:
    if member.opened_at is None or member.last_message_id is None:
        return []
    last = min(member.last_message_id, UUID(int=before.int - 1)) if before else None
    bounds: dict[str, UUID | int] = {
        "organization": actor.organization_id,
        "member": member_id,
        "first": first_id_of(member.opened_at - _CLOCKS_DIFFER),
        "last": last or member.last_message_id,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(_PAGE, bounds)
        return [_Message(*row) for row in cursor.fetchall()]


def _names(people: set[UUID | None]) -> dict[UUID, str]:
    coaches = {person for person in people if person}
    return names_of(coaches) if coaches else {}


def _head(actor: Staff, member_id: UUID, member: _Member, names: Mapping[UUID, str]) -> Head:
    return Head(
        id=member_id,
        member_name=_opaque(Member.name, member.name, actor, member_id, member_id),
        care_team_name=member.care_team,
        answerer=member.answerer or default_of(actor.organization_id),
        by_default=member.by_default is not False,
        coach_id=member.coach_id,
        answerer_name=names.get(member.coach_id, "") if member.coach_id else "",
        assigned_id=member.assigned_id,
        assigned_name=names.get(member.assigned_id, "Somebody") if member.assigned_id else "",
        urgency=member.urgency or Urgency.ROUTINE,
        waiting_since=member.waiting_since,
        unread=member.unread or 0,
        version=member.version or 0,
    )


def _lines(
    actor: Staff,
    member_id: UUID,
    rows: Sequence[_Message],
    names: Mapping[UUID, str],
    sources: Mapping[UUID, Source],
) -> list[Line]:
    return [
        Line(
            id=row.id,
            author=row.author,
            author_name=names.get(row.author_id, "") if row.author_id else "",
            body=_opaque(Message.body, row.body, actor, row.id, member_id),
            sources=[sources[row.id]] if row.id in sources else [],
            triage=row.triage or "",
            delivery=row.delivery or "",
            delivery_note=row.note or "",
            other_number=row.reason == Reason.NUMBER,
        )
        for row in rows
    ]


def _draft(
    actor: Staff,
    member_id: UUID,
    member: _Member,
    rows: Sequence[_Message],
    sources: Mapping[UUID, Source],
) -> Proposal | None:
    if member.draft_id is None or member.draft_answers is None:
        return None
    answers = member.draft_answers
    return Proposal(
        id=member.draft_id,
        body=_opaque(Draft.body, member.draft_body, actor, member.draft_id, member_id),
        sources=[sources[member.draft_id]] if member.draft_id in sources else [],
        outdated=any(row.author == Author.MEMBER and row.id > answers for row in rows),
    )


def _sources(
    actor: Staff, member_id: UUID, member: _Member, rows: Sequence[_Message]
) -> dict[UUID, Source]:
    """The passage that each answer quotes; those after it were found, too, but are not in it."""
    names = [(Message.sources, row.id, row.sources) for row in rows if row.sources]
    if member.draft_id and member.draft_sources:
        names.append((Draft.sources, member.draft_id, member.draft_sources))
    opened = open_all([_opaque(field, blob, actor, row, member_id) for field, row, blob in names])
    first = {row: ids.split()[0] for (_, row, _), ids in zip(names, opened, strict=True)}
    entries = cited(actor, set(first.values()))
    return {row: _source(entries[found]) for row, found in first.items() if found in entries}


def _source(entry: Entry) -> Source:
    passage = entry.passage
    return Source(f"{passage.source}: {passage.subject}", passage.url, entry.state)


def _opaque(attribute: Any, blob: bytes | None, actor: Staff, row: UUID, member_id: UUID) -> Any:
    return attribute.field.sealed(
        blob, organization_id=actor.organization_id, row=row, member_id=member_id
    )
