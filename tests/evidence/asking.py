"""Asking for pages of the evidence room as one of the cast, and a second officer at Harbor."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from tests.cast import Person
from tests.risks.cast import Newcomer

CITATION = "164.308(a)(4)(ii)(A)"
second = Newcomer("lena.fox@harbor.example", "Lena Fox", "security_officer")


def url(name: str, /, **arguments: Any) -> str:
    return reverse(f"evidence:{name}", kwargs=arguments)


def get(person: Person, name: str, data: Any = None, /, **arguments: Any) -> HttpResponse:
    return person.client().get(url(name, **arguments), data, secure=True)


def post(person: Person, name: str, data: Any = None, /, **arguments: Any) -> HttpResponse:
    return person.client().post(url(name, **arguments), data or {}, secure=True)


def text(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())
