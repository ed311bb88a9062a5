"""The people of the tests: those of the demo, so that tests and demo tell the same story.

Maria coaches Ursula and others of the north shore; Daniel is a colleague on another care team;
Priya is a stranger from another organization; Grace administers; Samuel is the security officer;
Ines audits. Noah supports the installation from Chaperone Operations, whose security officer is Amara;
Tom is the one of Harbor.
"""

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.access.queries import enter
from chaperone.accounts.actions import open_session
from chaperone.accounts.models import User
from chaperone.accounts.requests import Origin
from chaperone.accounts.session_store import stored_key
from chaperone.database.context import Context, apply
from chaperone.members.models import Member
from chaperone.members.queries import find_by_phone

_STORY: dict[str, Any] = json.loads(
    (Path(__file__).parent.parent / "src/chaperone/cli/demo_people.json").read_text()
)
LAKESIDE = UUID(_STORY["organizations"][0]["id"])
HARBOR = UUID(_STORY["organizations"][1]["id"])
OPERATIONS = UUID(_STORY["organizations"][2]["id"])
ZONES = {UUID(each["id"]): each["time_zone"] for each in _STORY["organizations"]}

LAKESIDE_NUMBER: str = _STORY["organizations"][0]["number"]
HARBOR_NUMBER: str = _STORY["organizations"][1]["number"]
STRANGERS_NUMBER = "+16175550177"


def today_there() -> date:
    """The day at the demo's organization: for some hours of each day it is tomorrow already in UTC."""
    return timezone.localdate(timezone=ZoneInfo(ZONES[LAKESIDE]))


@dataclass(frozen=True)
class Person:
    """Somebody who can sign in."""

    email: str

    @property
    def user(self) -> User:
        return User.objects.get(email=self.email)

    @property
    def credentials(self) -> dict[str, str]:
        """Password and TOTP secret, as ``chaperone up`` prints them."""
        return next(row for row in _handed_out()["sign_ins"] if row["email"] == self.email)

    @contextmanager
    def acting(self, organization: UUID | None = None) -> Iterator[Staff]:
        """A transaction in this person's context, as ``requires`` makes it."""
        with transaction.atomic():
            entered = enter(self.user, address="192.0.2.1", organization=organization)
            assert entered is not None
            with timezone.override(entered.organization.time_zone):
                yield entered.staff

    def client(self) -> Client:
        """A browser in which this person has signed in with both factors."""
        client = Client(headers={"user-agent": "tests"})
        user = self.user
        client.force_login(user)
        session = client.session
        session["account_authentication_methods"] = [
            {"method": "password", "at": time.time()},
            {"method": "mfa", "at": time.time(), "type": "totp"},
        ]
        session["account_authentication_methods_user"] = str(user.id)
        session.save()
        open_session(
            user=user,
            key=stored_key(session.session_key),
            origin=Origin("127.0.0.1", "tests"),
            factors=["password", "totp"],
        )
        return client


maria = Person("maria.alvarez@lakeside.example")
daniel = Person("daniel.osei@lakeside.example")
grace = Person("grace.lin@lakeside.example")
samuel = Person("samuel.brandt@lakeside.example")
ines = Person("ines.duarte@lakeside.example")
priya = Person("priya.nair@harbor.example")
tom = Person("tom.becker@harbor.example")
noah = Person("noah.fischer@operations.example")
amara = Person("amara.kone@operations.example")
EVERYONE = (maria, daniel, grace, samuel, ines, priya)


@dataclass(frozen=True)
class Texter:
    """A member as the outside knows them: a name and a telephone number."""

    organization_id: UUID
    name: str
    phone: str

    @property
    def member(self) -> Member:
        """The row; the caller's transaction must be in a context that reaches it."""
        found = find_by_phone(organization_id=self.organization_id, number=self.phone)
        assert found is not None
        return found


def _texter(organization: int, index: int) -> Texter:
    story = _STORY["organizations"][organization]
    member = story["members"][index]
    return Texter(UUID(story["id"]), member["name"], member["phone"])


ursula = _texter(0, 0)
kristopher = _texter(0, 1)
lee = _texter(0, 12)
"""Lee is on the south shore: Daniel's member, not Maria's."""
odelia = _texter(0, 13)
levi = _texter(0, 14)
"""Levi is on the south shore, too."""
dewey = _texter(1, 0)
"""Dewey is a member of Priya's organization."""


@contextmanager
def inside(organization_id: UUID) -> Iterator[None]:
    """A transaction of a program in the whole organization, on that organization's day."""
    with transaction.atomic(), timezone.override(ZONES.get(organization_id)):
        with connection.cursor() as cursor:
            apply(cursor, Context(organization=organization_id, scope="organization"))
        yield


@cache
def _handed_out() -> dict[str, Any]:
    path = Path(os.environ["CHAPERONE_DATA"]) / "secrets" / "demo.json"
    story: dict[str, Any] = json.loads(path.read_text())
    return story
