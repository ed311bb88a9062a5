"""Asking for pages of the incidents room as one of the cast."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from tests.cast import Person


def url(name: str, /, **arguments: Any) -> str:
    return reverse(f"incidents:{name}", kwargs=arguments)


def get(person: Person, name: str, data: Any = None, /, **arguments: Any) -> HttpResponse:
    return person.client().get(url(name, **arguments), data, secure=True)


def post(person: Person, name: str, data: Any = None, /, **arguments: Any) -> HttpResponse:
    return person.client().post(url(name, **arguments), data or {}, secure=True)


def text(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())
