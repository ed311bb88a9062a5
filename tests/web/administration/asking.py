"""Asking for pages of the administration as one of the cast."""

from typing import Any
from uuid import UUID

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chaperone.access.actors import operator
from chaperone.ledger.queries import Row, search
from tests.cast import LAKESIDE, Person, inside


def url(name: str, /, **arguments: Any) -> str:
    return reverse(f"administration:{name}", kwargs=arguments)


def get(person: Person, name: str, data: Any = None, /, **arguments: Any) -> HttpResponse:
    return person.client().get(url(name, **arguments), data, secure=True)


def post(person: Person, name: str, data: Any = None, /, **arguments: Any) -> HttpResponse:
    return person.client().post(url(name, **arguments), data or {}, secure=True)


def text(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


def queries(client: Client, address: str) -> int:
    """How many the page takes once keys and settings are in memory (settings stay for seconds)."""
    return min(_counted(client, address) for _ in range(3))


def _counted(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address, secure=True).status_code == 200
    return len(captured)


def entries(event: str, organization_id: UUID = LAKESIDE) -> list[Row]:
    with inside(organization_id):
        return search(operator(organization_id), event=event).rows
