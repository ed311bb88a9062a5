from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count

from chaperone.access import sentences
from chaperone.access.errors import NotReachable
from chaperone.access.events import ACCESS_RECORDED, ACCESS_REFUSED
from chaperone.access.queries import coached_teams, names_of
from chaperone.ledger.actors import Actor
from chaperone.ledger.queries import Row, accesses_to
from chaperone.members.indexing import member_with
from chaperone.members.models import PHONE_ELEMENT, CareTeam, Contact, Member, Suppression
from chaperone.sms.numbers import normalise
from chaperone.vault.keyring import keyring


def find_by_phone(*, organization_id: UUID, number: str) -> Member | None:
    """The member with this E.164 number among those that the context can reach."""
    indexes = keyring.blind_indexes(organization_id, element=PHONE_ELEMENT, token=number)
    return Member.objects.filter(organization_id=organization_id, phone_index__in=indexes).first()


class ForAccess:
    """What ``access`` asks about members (``access.registry.Members``)."""

    def by_number(self, *, organization_id: UUID, number: str) -> UUID | None:
        """The id of the member with this number, reachable or not. Raises ``SmsError``."""
        token = normalise(number)
        indexes = keyring.blind_indexes(organization_id, element=PHONE_ELEMENT, token=token)
        return next(filter(None, map(member_with, indexes)), None)

    def care_team_of(self, member_id: UUID) -> UUID | None:
        """The care team of a member whom the context reaches."""
        return Member.objects.filter(id=member_id).values_list("care_team_id", flat=True).first()

    def care_teams(self, actor: Actor) -> dict[UUID, str]:
        """The care teams of the actor's organization: names by id, in order."""
        teams = CareTeam.objects.filter(organization_id=actor.organization_id)
        return dict(teams.order_by("name").values_list("id", "name"))


def is_suppressed(member: Member) -> bool:
    """Whether the member said STOP and gets no texts."""
    return Suppression.objects.filter(
        organization_id=member.organization_id, phone_index=member.phone_index
    ).exists()


def stopped_of(members: Collection[Member]) -> set[UUID]:
    """Those of one organization's members who said STOP and get no texts, by id; one query."""
    indexes = [each.phone_index for each in members if each.phone_index is not None]
    rows = Suppression.objects.filter(
        organization_id__in={each.organization_id for each in members}, phone_index__in=indexes
    )
    stopped = set(map(bytes, rows.values_list("phone_index", flat=True)))
    return {each.id for each in members if each.phone_index and bytes(each.phone_index) in stopped}


def reach_member(*, actor: Actor, member_id: UUID) -> Member:
    """The member, if the actor can reach them. Raises ``NotReachable``."""
    member = (
        Member.objects.select_related("care_team")
        .filter(organization_id=actor.organization_id, id=member_id)
        .first()
    )
    if member is None:
        raise NotReachable("There is no such member among those you can reach.")
    return member


def contact_of(actor: Actor, member: Member) -> Contact | None:
    """In which language the member is written to, and whether by e-mail; None: nobody said."""
    return contacts_of(actor, [member.id]).get(member.id)


def contacts_of(actor: Actor, members: Collection[UUID]) -> dict[UUID, Contact]:
    """The same of many, by member. One query; their values are sealed."""
    rows = Contact.objects.filter(organization_id=actor.organization_id, member_id__in=members)
    return {row.member_id: row for row in rows.order_by("member_id", "-id").distinct("member_id")}


def agreed_to_email(actor: Actor) -> set[UUID]:
    """Who agreed to be given notice by e-mail (45 CFR 164.404(d)(1)(i)). One query; nothing is
    opened.
    """
    rows = Contact.objects.filter(organization_id=actor.organization_id)
    newest = rows.order_by("member_id", "-id").distinct("member_id")
    return {member for member, agreed in newest.values_list("member_id", "electronic") if agreed}


FEW = 1000
"""So many members are named in a question; of more, all of the organization are read."""


def states_of(actor: Actor, members: Collection[UUID]) -> dict[UUID, str]:
    """In which state each of them lives, of whom it is known. One query; nothing is opened."""
    wanted = frozenset(members)
    rows = Member.objects.filter(organization_id=actor.organization_id).exclude(state="")
    if len(wanted) <= FEW:
        rows = rows.filter(id__in=wanted)
    return {member: state for member, state in rows.values_list("id", "state") if member in wanted}


class Look(NamedTuple):
    """One line of "who looked"."""

    at: datetime
    actor_name: str
    actor_role: str
    what: str
    why: str
    event: str
    refused: bool


def who_looked(
    *, actor: Actor, member_id: UUID, before: UUID | None = None
) -> tuple[list[Look], UUID | None]:
    """Who opened something of the member, newest first, and where the next page begins."""
    page = accesses_to(actor, member_id, before=before)
    rows = [row for row in page.rows if row.event in (ACCESS_RECORDED.name, ACCESS_REFUSED.name)]
    names = names_of({row.actor_id for row in rows if row.actor_id})
    return [_look(row, member_id, names) for row in rows], page.next


def _look(row: Row, member_id: UUID, names: dict[UUID, str]) -> Look:
    name = names.get(row.actor_id) if row.actor_id else None
    who = sentences.who(row.actor_kind, name, row.details.get("roles", ()))
    return Look(
        at=row.at,
        actor_name=who.name,
        actor_role=who.role,
        what=sentences.opened(row.opened, member_id) or "asked for this member's page",
        why=sentences.why(row.purpose, str(row.details.get("reason", ""))),
        event=row.event,
        refused=row.event == ACCESS_REFUSED.name,
    )


REGISTER_PAGE = 50


class Missing(NamedTuple):
    """What a member lacks to be cared for by text."""

    birth_date: bool
    coach: bool
    texts: bool

    def __bool__(self) -> bool:
        return any(self)


class Entry(NamedTuple):
    """A member in the register, and what is missing."""

    member: Member
    missing: Missing


def register_of(
    actor: Actor,
    *,
    care_team_id: UUID | None = None,
    status: str = "",
    before: UUID | None = None,
) -> tuple[list[Entry], UUID | None]:
    """Members, newest first, and where the next page begins. Four queries, names' keys included."""
    found = Member.objects.filter(organization_id=actor.organization_id)
    if care_team_id:
        found = found.filter(care_team_id=care_team_id)
    if status:
        found = found.filter(status=status)
    if before:
        found = found.filter(id__lt=before)
    members = list(found.select_related("care_team").order_by("-id")[: REGISTER_PAGE + 1])
    shown = members[:REGISTER_PAGE]
    names = [member.name.blob for member in shown if member.name]
    keyring.preload(actor.organization_id, names)
    further = shown[-1].id if len(members) > REGISTER_PAGE else None
    return _with_missing(actor, shown), further


def missing_of(actor: Actor, member: Member) -> Missing:
    """What one member lacks."""
    return _with_missing(actor, [member])[0].missing


def teams_of(actor: Actor) -> list[tuple[CareTeam, int]]:
    """The organization's care teams by name, each with how many active members it has."""
    active = Member.objects.filter(
        organization_id=actor.organization_id, status=Member.Status.ACTIVE
    )
    counts = dict(active.values_list("care_team_id").annotate(Count("id")).order_by())
    teams = CareTeam.objects.filter(organization_id=actor.organization_id)
    return [(team, counts.get(team.id, 0)) for team in teams.order_by("name")]


def reach_care_team(*, actor: Actor, care_team_id: UUID) -> CareTeam:
    """The care team. Raises ``NotReachable``."""
    teams = CareTeam.objects.filter(organization_id=actor.organization_id)
    team = teams.filter(id=care_team_id).first()
    if team is None:
        raise NotReachable("There is no such care team here.")
    return team


def _with_missing(actor: Actor, members: Sequence[Member]) -> list[Entry]:
    coached = coached_teams(actor)
    silent = set(
        Suppression.objects.filter(
            organization_id=actor.organization_id,
            phone_index__in=[member.phone_index for member in members if member.phone_index],
        ).values_list("phone_index", flat=True)
    )
    stopped = {bytes(index) for index in silent}
    return [Entry(member, _missing(member, coached, stopped)) for member in members]


def _missing(member: Member, coached: set[UUID], stopped: set[bytes]) -> Missing:
    if member.phone_index is None:
        return Missing(birth_date=False, coach=False, texts=False)
    return Missing(
        birth_date=member.birth_date is None,
        coach=member.care_team_id not in coached,
        texts=bytes(member.phone_index) in stopped,
    )
