"""Who needs a coach now: the inbox, in few queries however many conversations there are."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from chaperone.access.actors import Staff
from chaperone.access.queries import names_of
from chaperone.conversations.models import Answerer, Conversation, Message, Urgency
from chaperone.conversations.moments import instant_of
from chaperone.database.sql import statements
from chaperone.members.models import Member
from chaperone.vault.keyring import keyring
from chaperone.vault.sealed import Sealed

Show = Literal["mine", "team", "unassigned", "all"]
SHOWS: tuple[Show, ...] = ("mine", "team", "unassigned", "all")
PAGE = 50
# More than this many never want attention at once; if they do, the most urgent are shown.
MOST_WANTING = 200
_WANTING = ~Q(urgency=Urgency.ROUTINE) | Q(waiting_since__isnull=False) | Q(unread__gt=0)
_ORDER = Case(
    When(urgency=Urgency.EMERGENCY, then=Value(0)),
    When(urgency=Urgency.CRISIS, then=Value(1)),
    When(urgency=Urgency.URGENT, then=Value(2)),
    When(waiting_since__isnull=False, then=Value(3)),
    default=Value(4),
    output_field=IntegerField(),
)
_COLUMNS = (
    "member_id",
    "answerer",
    "coach_id",
    "urgency",
    "waiting_since",
    "unread",
    "last_message_id",
    "last_author",
    "member__name",
    "member__care_team__name",
)
_VERSION = statements("chaperone.conversations", "inbox_version.sql")


class Row(NamedTuple):
    """A conversation as the inbox shows it."""

    id: UUID
    answerer: str
    coach_id: UUID | None
    urgency: str
    waiting_since: datetime | None
    unread: int
    last_message_id: UUID | None
    last_author: str
    member_name: Sealed
    care_team_name: str
    answerer_name: str
    last_text: Sealed | None

    @property
    def last_at(self) -> datetime | None:
        return instant_of(self.last_message_id) if self.last_message_id else None

    @property
    def group(self) -> str:
        """Where it stands in the inbox."""
        if self.urgency != Urgency.ROUTINE:
            return "urgent"
        if self.waiting_since:
            return "waiting"
        return "unread" if self.unread else "others"


class Group(NamedTuple):
    key: str
    conversations: list[Row]


class Inbox(NamedTuple):
    """Groups that are not empty, most urgent first; ``after`` asks for the next page, if any."""

    groups: list[Group]
    after: UUID | None


def inbox(actor: Staff, *, show: Show = "team", after: UUID | None = None) -> Inbox:
    """The conversations that the actor can reach: who wants a coach first, then the latest.

    ``after`` is where the page before ended; later pages hold only those that want nobody.
    """
    reachable = _shown(actor, show)
    wanting: list[Any] = []
    others = reachable.exclude(_WANTING).filter(last_message_id__isnull=False)
    if after is None:
        wanting = list(
            reachable.filter(_WANTING)
            .order_by(_ORDER, "waiting_since", "last_message_id")
            .values_list(*_COLUMNS)[:MOST_WANTING]
        )
    else:
        others = others.filter(last_message_id__lt=after)
    rest = list(others.order_by("-last_message_id").values_list(*_COLUMNS)[: PAGE + 1])
    rows = _rows(actor.organization_id, wanting + rest[:PAGE])
    return Inbox(groups=_grouped(rows), after=rest[PAGE - 1][6] if len(rest) > PAGE else None)


def counts(actor: Staff) -> dict[str, int]:
    """How many conversations want a coach, by what can be shown."""
    return (
        _shown(actor, "all")
        .filter(_WANTING)
        .aggregate(**{show: Count("pk", filter=_filter(actor, show)) for show in SHOWS})
    )


def inbox_version(actor: Staff) -> int:
    """A number that moves when any conversation that the actor can reach has changed."""
    with connection.cursor() as cursor:
        cursor.execute(_VERSION, {"organization": actor.organization_id})
        return int(cursor.fetchone()[0])


def _shown(actor: Staff, show: Show) -> QuerySet[Conversation]:
    return Conversation.objects.filter(_filter(actor, show), organization_id=actor.organization_id)


def _filter(actor: Staff, show: Show) -> Q:
    if show == "mine":
        return Q(coach_id=actor.id)
    if show == "team" and actor.care_team_ids:
        return Q(member__care_team_id__in=actor.care_team_ids)
    if show == "unassigned":
        return Q(waiting_since__isnull=False) & ~Q(answerer=Answerer.COACH)
    return Q(pk__isnull=False)


def _grouped(rows: Iterable[Row]) -> list[Group]:
    groups: dict[str, list[Row]] = {"urgent": [], "waiting": [], "unread": [], "others": []}
    for row in rows:
        groups[row.group].append(row)
    return [Group(key, found) for key, found in groups.items() if found]


def _rows(organization_id: UUID, found: Sequence[Any]) -> list[Row]:
    bodies = _last_bodies(organization_id, [row[6] for row in found if row[6]])
    keyring.preload(organization_id, [row[8] for row in found])
    coaches = {row[2] for row in found if row[2]}
    names = names_of(coaches) if coaches else {}
    return [
        Row._make(
            (
                *row[:8],
                _opaque(Member.name, row[8], organization_id, row[0], row[0]),
                row[9],
                names.get(row[2], ""),
                _opaque(Message.body, bodies.get(row[6]), organization_id, row[6], row[0]),
            )
        )
        for row in found
    ]


def _last_bodies(organization_id: UUID, ids: Sequence[UUID]) -> dict[UUID, bytes]:
    if not ids:
        return {}
    rows = Message.objects.filter(organization_id=organization_id, id__in=ids)
    return dict(rows.values_list("id", "body"))


def _opaque(attribute: Any, blob: bytes | None, organization: UUID, row: UUID, member: UUID) -> Any:
    return attribute.field.sealed(blob, organization_id=organization, row=row, member_id=member)
