"""Invariant 3: who lacks a clearance reaches no page with members' data, by any address.

The addresses come from the table of addresses itself, so that a page of tomorrow is tried as well.
"""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from chaperone.access import clearances
from chaperone.access.clearances import Clearance
from chaperone.access.roles import PERMISSIONS, ROLES, WITHOUT_MEMBERS_DATA
from tests.access.scene import id_of
from tests.cast import Person, grace, maria, noah, samuel, ursula
from tests.routes import Route, routes

pytestmark = pytest.mark.django_db(databases=["default", "apart"])

CLOSED = "access:clearances"


@pytest.fixture(autouse=True)
def uncleared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has done what a room asks for from today on."""
    course = Clearance("first_aid", "First aid", "Do the course in first aid.", "access:mine")
    monkeypatch.setitem(clearances._registered, course.name, course)


def with_members_data() -> list[Route]:
    return [
        route
        for route in routes()
        if getattr(route.view, "access", "public") in PERMISSIONS
        and route.access not in WITHOUT_MEMBERS_DATA
        # Where emergency access begins; it waives them (and opens nothing itself).
        and route.access != "access.emergency"
    ]


def tried(client: Client, address: str) -> list[HttpResponse]:
    answers = (client.get(address, secure=True), client.post(address, secure=True))
    return [answer for answer in answers if answer.status_code != 405]


@pytest.mark.parametrize("person", [maria, grace, noah], ids=["coach", "administrator", "support"])
def test_every_page_with_members_data_is_closed(person: Person) -> None:
    member, client = id_of(ursula), person.client()

    def value(kind: str, _name: str) -> object:
        return {"uuid": member, "int": 1}.get(kind, "emergency")

    assert len(with_members_data()) > 20
    for route in with_members_data():
        answers = tried(client, route.filled(value))
        assert answers, route
        for answer in answers:
            found = (answer.status_code, getattr(answer, "url", ""))
            assert found == (302, reverse(CLOSED)), route


def test_the_officers_pages_stay_open() -> None:
    client = samuel.client()
    for name in ("access:register", "access:requests", "ledger:search", "administration:settings"):
        assert client.get(reverse(name), secure=True).status_code == 200, name


def test_permissions_with_members_data_are_known_by_what_roles_open() -> None:
    """A permission is left open only where a role has it that opens nothing, or the file says so."""
    for permission in ("members.read", "members.manage", "members.destroy", "conversations.read"):
        assert permission not in WITHOUT_MEMBERS_DATA
    for role in ROLES.values():
        if not role.elements and not role.reaches_members:
            assert role.permissions.allow <= WITHOUT_MEMBERS_DATA
