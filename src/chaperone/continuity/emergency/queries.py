"""What the replica says of itself, and who is there to be called."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.access.queries import names_of, people_who_may
from chaperone.continuity.emergency.remembered import Danger
from chaperone.conversations.paging.queries import LEAD, WATCH, may_be_called
from chaperone.duties.queries import numbers_of, rota_of
from chaperone.members.models import Member

_AS_OF = "select pg_last_xact_replay_timestamp()"
_OFFICERS = "access.approve"


class Person(NamedTuple):
    """Somebody to call: what for, and how they are reached."""

    name: str
    what_for: str
    email: str
    number: str


class InDanger(NamedTuple):
    """A member whom the actor reaches, and what their text told of."""

    member: Member
    level: str
    at: datetime


def in_danger(actor: Staff, dangers: Callable[[UUID], list[Danger]]) -> list[InDanger]:
    """Those whose texts told of danger while the database was away, the latest first."""
    found = dangers(actor.organization_id)
    members = (
        Member.objects.filter(
            organization_id=actor.organization_id, id__in={each.member_id for each in found}
        ).in_bulk()
        if found
        else {}
    )
    return [
        InDanger(members[each.member_id], each.level, each.at)
        for each in found
        if each.member_id in members
    ]


def as_of() -> datetime | None:
    """Up to when the replica has what the primary wrote; None where it cannot tell."""
    with connection.cursor() as cursor:
        cursor.execute(_AS_OF)
        found: datetime | None = cursor.fetchone()[0]
    return found


def on_call_now(actor: Staff) -> UUID | None:
    """Who is called first now."""
    now = timezone.now()
    return rota_of(actor, since=now, able=may_be_called(actor)).on_call(now)


def people_to_call(actor: Staff) -> list[Person]:
    """Who is on call, who leads, and the security officers, each once, with how to reach them."""
    wanted: dict[UUID, str] = {}
    emails: dict[UUID, str] = {}
    for permission, what_for in (
        (LEAD, "Leads the coaches"),
        (WATCH, "Is told when nobody answers"),
        (_OFFICERS, "Security officer"),
    ):
        for user_id, email in people_who_may(actor, permission).items():
            emails[user_id] = email
            wanted.setdefault(user_id, what_for)
    called = on_call_now(actor)
    if called:
        wanted = {called: "On call now"} | {k: v for k, v in wanted.items() if k != called}
    names, numbers = names_of(wanted), numbers_of(actor.organization_id, wanted)
    return [
        Person(
            names.get(user_id, ""),
            what_for,
            emails.get(user_id, ""),
            numbers.get(user_id, ""),
        )
        for user_id, what_for in wanted.items()
    ]
