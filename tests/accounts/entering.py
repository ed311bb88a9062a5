"""How tests sign in, and what they find in the ledger afterwards."""

import base64
import time
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.test import Client
from django.urls import reverse

from chaperone.access.actors import operator
from chaperone.accounts.context import acting_as
from chaperone.accounts.models import Session
from chaperone.ledger.events import Event
from chaperone.ledger.queries import search
from tests.cast import LAKESIDE, Person, inside

PASSWORD = "correct horse battery staple"


def post(client: Client, name: str, data: dict[str, Any] | None = None, **arguments: Any) -> Any:
    """Posts to a named route over TLS."""
    return client.post(reverse(name, kwargs=arguments or None), data or {}, secure=True)


def get(client: Client, name: str, **arguments: Any) -> Any:
    """Opens a named route over TLS."""
    return client.get(reverse(name, kwargs=arguments or None), secure=True)


def try_password(login: str, password: str, client: Client | None = None, **extra: Any) -> Any:
    """The first step of a sign-in."""
    form = {"login": login, "password": password}
    return (client or Client()).post(reverse("account_login"), form, secure=True, **extra)


def code_of(person: Person, *, steps: int = 0) -> str:
    """The person's code now, or that many steps of 30 seconds from now."""
    key = base64.b32decode(person.credentials["totp_secret"])
    totp = TOTP(key, 6, SHA1(), 30, enforce_key_length=False)
    return totp.generate(int(time.time()) + 30 * steps).decode()


def enter(person: Person, client: Client | None = None, *, steps: int = 0) -> Client:
    """Signs in with password and code, as a person does."""
    client = client or Client(headers={"user-agent": "a browser"})
    try_password(person.email, person.credentials["password"], client)
    response = post(client, "mfa_authenticate", {"code": code_of(person, steps=steps)})
    assert response.url == reverse("web:home")
    return client


def entries(event: Event, organization_id: UUID = LAKESIDE) -> list[Any]:
    """Entries of an event in an organization, newest first."""
    with inside(organization_id):
        return list(search(operator(organization_id), event=event.name).rows)


def sessions_ever(person: Person) -> list[Session]:
    """Every session of the person, also those that ended; latest first."""
    with acting_as(person.user.id):
        return list(Session.objects.filter(user=person.user).order_by("-id"))
