"""Alerts and accesses as the tests of their life need them: written as the worker writes them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from threading import Event
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from chaperone.access.actions.grants import give_grant
from chaperone.access.actors import operator, worker
from chaperone.access.context import acting_for
from chaperone.access.events import ACCESS_RECORDED
from chaperone.access.queries.people import people_who_may
from chaperone.database.identifiers import new_id
from chaperone.detection.frame import MANAGE
from chaperone.detection.models import Alert, AlertEntry
from chaperone.ledger import log_key
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.ledger.connecting import connect
from chaperone.ledger.opened import Opened
from chaperone.ledger.placing import Placer, holds_lock
from tests.cast import LAKESIDE, Person, daniel, inside
from tests.ledger.trying import place_all

AsLogin = Callable[[str], AbstractContextManager[None]]
MEMBER = UUID(int=0x0192_0000_0000_7000_8000_0000_00AB_CDEF)


class Scene:
    """One database for the tests of a file; each makes what it looks at."""

    def __init__(self, as_login: AsLogin) -> None:
        self.as_login = as_login

    @contextmanager
    def working(self, organization_id: UUID = LAKESIDE) -> Iterator[Actor]:
        """As the worker, in the organization."""
        actor = worker(organization_id)
        with self.as_login("worker"), acting_for(actor):
            yield actor

    def alert(self, about: Person | UUID | None, **values: Any) -> Alert:
        """An alert about somebody, on one access of theirs."""
        user = about.user.id if isinstance(about, Person) else about
        with self.working(values.pop("organization_id", LAKESIDE)) as actor:
            entry = opened(actor.organization_id, user)
            now = timezone.now()
            said = {
                "rule": "vip",
                "severity": "high",
                "score": 0.5,
                "actor_kind": "staff",
                "actor_id": user,
                "member_id": MEMBER,
                "window_start": now
                - timedelta(days=1)
                + timedelta(microseconds=new_id().int % 1000),
                "first_entry_id": entry,
                "last_entry_id": entry,
                "entries": 1,
                "started_at": now,
                "ended_at": now,
                "figures": {"entries": 1, "members": 1},
            } | values
            alert = Alert(organization_id=actor.organization_id, **said)
            alert.save(force_insert=True)
            AlertEntry.objects.create(
                organization_id=actor.organization_id, alert=alert, entry_id=entry
            )
        return alert

    def place(self) -> None:
        """Every entry has its place in the tree, as the sequencer gives it."""
        with self.as_login("sequencer"), connect() as connection:
            assert any(holds_lock(connection) or Event().wait(0.05) for _ in range(200))
            place_all(Placer(connection, log_key.load(settings.CHAPERONE_LOG_KEY)))

    def second_officer(self) -> Person:
        """Daniel, to whom the organization gave the officer's role as well."""
        with self.as_login("owner"), inside(LAKESIDE):
            actor = operator(LAKESIDE)
            if daniel.user.id not in people_who_may(actor, MANAGE):
                give_grant(
                    actor=actor, user_id=daniel.user.id, role="security_officer", reason="Tests."
                )
        return daniel


def opened(organization_id: UUID, user_id: UUID | None, member: UUID = MEMBER) -> UUID:
    """An access record as the witness leaves it, in the caller's transaction."""
    return append(
        event=ACCESS_RECORDED,
        actor=Actor("staff", user_id, organization_id, address="198.51.100.7"),
        members=[member],
        details={"place": "conversations:thread", "roles": ["coach"]},
        opened=[Opened("members_member", "name", member, 1, (member,))],
        purpose="treatment",
    )


def url(name: str, /, **arguments: Any) -> str:
    return reverse(f"detection:{name}", kwargs=arguments)


def get(person: Person, name: str, data: Any = None, /, **arguments: Any) -> HttpResponse:
    return person.client().get(url(name, **arguments), data, secure=True)


def post(person: Person, name: str, data: Any = None, /, **arguments: Any) -> HttpResponse:
    return person.client().post(url(name, **arguments), data or {}, secure=True)


def text(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())
