"""Asking for pages of the incidents room as one of the cast."""

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.cast import Person

_signed_in: dict[Person, Client] = {}


def forget() -> None:
    """Nobody is signed in any more: each test begins anew."""
    _signed_in.clear()


def browser(person: Person) -> Client:
    """The browser in which this person signed in, once in a test."""
    if person not in _signed_in:
        _signed_in[person] = person.client()
    return _signed_in[person]


def url(name: str, /, **arguments: Any) -> str:
    return reverse(f"incidents:{name}", kwargs=arguments)


def get(person: Person, name: str, data: Any = None, /, **arguments: Any) -> HttpResponse:
    return browser(person).get(url(name, **arguments), data, secure=True)


def post(person: Person, name: str, data: Any = None, /, **arguments: Any) -> HttpResponse:
    return browser(person).post(url(name, **arguments), data or {}, secure=True)


def text(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())
