"""Texts from unknown numbers: by ids and levels for programs, by number for people."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.access.errors import NotReachable
from chaperone.access.queries import names_of
from chaperone.carriers.models import UnknownText
from chaperone.conversations.models import UnknownTurn, Urgency
from chaperone.ledger.actors import Actor
from chaperone.vault.sealed import Sealed

SHOWN = 200
"""So many texts are looked at for a list, newest first; of one number, so many are opened."""
OPENED = 20
_UNDO = timedelta(days=7)
_Reply = UnknownTurn.Reply


class Number(NamedTuple):
    """What an unknown number wrote, without the number or a word. ``id``: its newest text."""

    id: UUID
    level: str
    texts: int
    first_at: datetime
    last_at: datetime
    reply: str

    @property
    def is_urgent(self) -> bool:
        """Whether a person must look soon."""
        return self.level not in ("", Urgency.ROUTINE)

    @property
    def replied(self) -> str:
        """What became of the fixed text, in words; empty where none was due."""
        return str(_Reply(self.reply).label) if self.reply else ""


class Dismissed(NamedTuple):
    """A number whose texts were dismissed lately, by whom and why."""

    id: UUID
    why: str
    by: str
    at: datetime


class Text(NamedTuple):
    """One text, sealed, with what was found and done."""

    id: UUID
    body: Sealed
    level: str
    at: datetime
    replied: str


class Thread(NamedTuple):
    """What one unknown number wrote, oldest first; the number is sealed as well."""

    id: UUID
    sender: Sealed
    texts: Sequence[Text]
    more: bool


def lock_unmet(organization_id: UUID, *, limit: int) -> list[UnknownTurn]:
    """Locks texts that nobody has looked at; another worker's are waited for (``limits``)."""
    rows = UnknownTurn.objects.filter(organization_id=organization_id, triage="")
    return list(rows.order_by("id").select_for_update()[:limit])


def lock_sendable(organization_id: UUID, *, limit: int) -> list[UnknownTurn]:
    """Locks those whose fixed text is to go out now."""
    rows = UnknownTurn.objects.filter(
        organization_id=organization_id, reply=_Reply.PENDING, due_at__lte=Now()
    )
    return list(rows.order_by("id").select_for_update(skip_locked=True)[:limit])


def texts_of(turns: Iterable[UnknownTurn]) -> dict[UUID, UnknownText]:
    """The sealed texts, by id. Workers may not read by which carrier they came."""
    rows = UnknownText.objects.defer("carrier").filter(id__in=[turn.id for turn in turns])
    return {row.id: row for row in rows}


def same_number(turn: UnknownTurn) -> list[UUID]:
    """Every text of the number that is kept, dismissed ones too."""
    rows = UnknownTurn.objects.filter(
        organization_id=turn.organization_id, number_index=turn.number_index
    )
    return list(rows.values_list("id", flat=True))


def waiting_numbers(actor: Actor) -> list[Number]:
    """Numbers whose texts wait for a person, the most urgent first. One query; opens nothing."""
    rows = UnknownTurn.objects.filter(organization_id=actor.organization_id, why="")
    found: dict[bytes, Number] = {}
    fields = ("id", "number_index", "triage", "reply", "made_at")
    for id_, index, level, reply, at in rows.order_by("-id").values_list(*fields)[:SHOWN]:
        key = bytes(index)
        new = Number(id_, level, 1, at, at, reply)
        found[key] = _joined(found[key], new) if key in found else new
    return sorted(found.values(), key=lambda each: (-_rank(each.level), each.first_at))


def dismissed_lately(actor: Actor) -> list[Dismissed]:
    """What was dismissed within a week, newest first, to be taken back. Two queries."""
    rows = UnknownTurn.objects.filter(
        organization_id=actor.organization_id, dismissed_at__gte=timezone.now() - _UNDO
    )
    found: dict[bytes, tuple[UUID, str, UUID, datetime]] = {}
    fields = ("id", "number_index", "why", "dismissed_by", "dismissed_at")
    for id_, index, why, by, at in rows.order_by("-id").values_list(*fields)[:SHOWN]:
        if by and at:
            found.setdefault(bytes(index), (id_, why, by, at))
    names = names_of({by for _, _, by, _ in found.values()})
    lines = [
        Dismissed(id_, str(UnknownTurn.Why(why).label), names.get(by, "Somebody"), at)
        for id_, why, by, at in found.values()
    ]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def reach_number(actor: Staff, text_id: UUID, *, dismissed: bool = False) -> list[UnknownTurn]:
    """What waits of the number that wrote a text, newest first. Raises ``NotReachable``."""
    rows = UnknownTurn.objects.filter(~Q(why="") if dismissed else Q(why=""))
    rows = rows.filter(organization_id=actor.organization_id)
    turn = rows.filter(id=text_id).first()
    if turn is None:
        raise NotReachable("There is no such text here: somebody may have seen to it already.")
    return list(rows.filter(number_index=turn.number_index).order_by("-id"))


def thread_of(actor: Staff, text_id: UUID) -> Thread:
    """The newest ``OPENED`` texts that wait of a number. Three queries; opens nothing by itself."""
    turns = reach_number(actor, text_id)
    shown = turns[:OPENED]
    texts = texts_of(shown)
    return Thread(
        id=turns[0].id,
        sender=texts[turns[0].id].sender,
        texts=[
            Text(turn.id, texts[turn.id].body, turn.triage, texts[turn.id].received_at, _said(turn))
            for turn in reversed(shown)
        ],
        more=len(turns) > len(shown),
    )


def _said(turn: UnknownTurn) -> str:
    return str(_Reply(turn.reply).label) if turn.reply else ""


def _joined(newer: Number, older: Number) -> Number:
    return newer._replace(
        level=max(newer.level, older.level, key=_rank),
        texts=newer.texts + 1,
        first_at=older.first_at,
        reply=newer.reply or older.reply,
    )


def _rank(level: str) -> int:
    """How urgent; what nobody has looked at yet counts as urgent."""
    return Urgency.values.index(level or Urgency.URGENT)
