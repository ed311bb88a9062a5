"""What the tests of access have people do: ask, approve, take emergency access."""

import os
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from chaperone.access.actions.emergencies import begin_emergency
from chaperone.access.actions.requests import Wish, approve, ask_for_access
from chaperone.access.actors import operator
from chaperone.access.models import Emergency, Grant, Request
from chaperone.ledger.queries import Row, search
from tests.cast import LAKESIDE, Person, Texter, daniel, inside, lee, maria, samuel, ursula

REASON = "Covers for a colleague this week."


def soon(**length: float) -> datetime:
    return timezone.now() + timedelta(**(length or {"hours": 1}))


def id_of(texter: Texter) -> UUID:
    with inside(texter.organization_id):
        return texter.member.id


def team_of(texter: Texter) -> UUID:
    with inside(texter.organization_id):
        return texter.member.care_team_id


def page_of(texter: Texter) -> str:
    return reverse("members:member", kwargs={"member_id": id_of(texter)})


def one_member(texter: Texter, role: str = "coach") -> Wish:
    return Wish(role=role, scope="member", member_id=id_of(texter))


def asked(
    person: Person = maria, wish: Wish | None = None, until: datetime | None = None, **more: Any
) -> UUID:
    """Somebody asks for themselves; gives the request's id."""
    wish = wish or one_member(lee)
    with person.acting() as actor:
        made = ask_for_access(
            actor=actor,
            user_id=more.pop("user_id", actor.user_id),
            wish=wish,
            reason=REASON,
            until=until or soon(),
            **more,
        )
    return made.id


def approved(request_id: UUID, by: Person = samuel) -> Grant | None:
    with by.acting() as officer:
        return approve(actor=officer, request_id=request_id, note="Agreed.")


def granted(person: Person, wish: Wish, until: datetime | None = None) -> Grant:
    grant = approved(asked(person, wish, until))
    assert grant is not None
    return grant


def emergency(person: Person = daniel, *texters: Texter) -> Emergency:
    with person.acting() as actor:
        return begin_emergency(
            actor=actor,
            numbers=[texter.phone for texter in texters or (ursula,)],
            reason="Texts say that she fainted.",
        )


def entries(event: Any, organization_id: UUID = LAKESIDE) -> list[Row]:
    with inside(organization_id):
        return search(operator(organization_id), event=event.name).rows


def request_row(request_id: UUID, organization_id: UUID = LAKESIDE) -> Request:
    with inside(organization_id):
        return Request.objects.get(id=request_id)


def end_soon(grant: Grant, *, seconds: float = 0) -> None:
    """Moves a grant's end to this moment or a little later, as the clock would."""
    move("access_grant", grant.id, ends_at=timezone.now() + timedelta(seconds=seconds))


def move(table: str, row: UUID, **columns: datetime) -> None:
    """Changes times in a row as the database's owner: no server process can."""
    sets = ", ".join(f"{name} = %s" for name in columns)
    name = connection.settings_dict["NAME"]
    with psycopg.connect(os.environ["CHAPERONE_TEST_ADMIN"], dbname=name) as superuser:
        superuser.execute(f"UPDATE {table} SET {sets} WHERE id = %s", [*columns.values(), row])
