"""Who needs a coach now: the inbox, in few queries however many conversations there are."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from chaperone.access.actors import Staff
from chaperone.access.queries import names_of
from chaperone.conversations.models import Conversation, Message, Urgency
from chaperone.conversations.moments import instant_of
from chaperone.database.sql import statements
from chaperone.members.models import Member
from chaperone.vault.keyring import keyring
from chaperone.vault.sealed import Sealed

Show = Literal["mine", "team", "unassigned", "all"]
SHOWS: tuple[Show, ...] = ("mine", "team", "unassigned", "all")
"""Mine: that I answer or that are assigned to me. Unassigned: somebody waits, and nobody has it."""
Only = Literal["everything", "urgent", "waiting", "unread"]
ONLY: dict[Only, Q] = {
    "everything": Q(pk__isnull=False),
    "urgent": ~Q(urgency=Urgency.ROUTINE),
    "waiting": Q(waiting_since__isnull=False),
    "unread": Q(unread__gt=0),
}
"""Unread: with texts that came since a coach of the team last looked. It is the team's, not mine:
what a colleague has read needs no second reader."""
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
    "assigned_id",
    "urgency",
    "waiting_since",
    "unread",
    "last_message_id",
    "last_author",
    "member__name",
    "member__care_team__name",
)
_NAME, _LAST = _COLUMNS.index("member__name"), _COLUMNS.index("last_message_id")
_VERSION = statements("chaperone.conversations", "inbox_version.sql")


class Row(NamedTuple):
    """A conversation as the inbox shows it."""

    id: UUID
    answerer: str
    coach_id: UUID | None
    assigned_id: UUID | None
    urgency: str
    waiting_since: datetime | None
    unread: int
    last_message_id: UUID | None
    last_author: str
    member_name: Sealed
    care_team_name: str
    answerer_name: str
    assigned_name: str
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


def inbox(
    actor: Staff, *, show: Show = "team", only: Only = "everything", after: UUID | None = None
) -> Inbox:
    """The conversations that the actor can reach: who wants a coach first, then the latest.

    ``only``: those alone that are urgent, that wait or that are unread. ``after`` is where the page
    before ended; later pages hold only those that want nobody.
    """
    reachable = _shown(actor, show).filter(ONLY[only])
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
    rest: list[Any] = []
    if only == "everything":
        rest = list(others.order_by("-last_message_id").values_list(*_COLUMNS)[: PAGE + 1])
    rows = _rows(actor.organization_id, wanting + rest[:PAGE])
    return Inbox(groups=_grouped(rows), after=rest[PAGE - 1][_LAST] if len(rest) > PAGE else None)


def counts(actor: Staff, *, show: Show = "team") -> dict[str, int]:
    """How many conversations want a coach, by what can be shown; of what is shown, by why."""
    asked: dict[str, Any] = {each: _filter(actor, each) for each in SHOWS}
    shown = _filter(actor, show)
    asked |= {only: shown & which for only, which in ONLY.items()}
    wanting = _shown(actor, "all").filter(_WANTING)
    return wanting.aggregate(**{name: Count("pk", filter=which) for name, which in asked.items()})


def inbox_version(actor: Staff) -> int:
    """A number that moves when any conversation that the actor can reach has changed."""
    with connection.cursor() as cursor:
        cursor.execute(_VERSION, {"organization": actor.organization_id})
        return int(cursor.fetchone()[0])


def _shown(actor: Staff, show: Show) -> QuerySet[Conversation]:
    return Conversation.objects.filter(_filter(actor, show), organization_id=actor.organization_id)


def _filter(actor: Staff, show: Show) -> Q:
    if show == "mine":
        return Q(coach_id=actor.id) | Q(assigned_id=actor.id)
    if show == "team" and actor.care_team_ids:
        return Q(member__care_team_id__in=actor.care_team_ids)
    if show == "unassigned":
        return Q(waiting_since__isnull=False, assigned_id=None, coach_id=None)
    return Q(pk__isnull=False)


def _grouped(rows: Iterable[Row]) -> list[Group]:
    groups: dict[str, list[Row]] = {"urgent": [], "waiting": [], "unread": [], "others": []}
    for row in rows:
        groups[row.group].append(row)
    return [Group(key, found) for key, found in groups.items() if found]


def _rows(organization_id: UUID, found: Sequence[Any]) -> list[Row]:
    bodies = _last_bodies(organization_id, [row[_LAST] for row in found if row[_LAST]])
    keyring.preload(organization_id, [row[_NAME] for row in found])
    coaches = {coach for row in found for coach in row[2:4] if coach}
    names = names_of(coaches) if coaches else {}
    return [_row(organization_id, row, bodies, names) for row in found]


def _row(
    organization_id: UUID, found: Any, bodies: Mapping[UUID, bytes], names: Mapping[UUID, str]
) -> Row:
    member_id, last = found[0], found[_LAST]
    return Row._make(
        (
            *found[:_NAME],
            _opaque(Member.name, found[_NAME], organization_id, member_id, member_id),
            found[_NAME + 1],
            names.get(found[2], ""),
            names.get(found[3], ""),
            _opaque(Message.body, bodies.get(last), organization_id, last, member_id),
        )
    )


def _last_bodies(organization_id: UUID, ids: Sequence[UUID]) -> dict[UUID, bytes]:
    if not ids:
        return {}
    rows = Message.objects.filter(organization_id=organization_id, id__in=ids)
    return dict(rows.values_list("id", "body"))


def _opaque(attribute: Any, blob: bytes | None, organization: UUID, row: UUID, member: UUID) -> Any:
    return attribute.field.sealed(blob, organization_id=organization, row=row, member_id=member)
