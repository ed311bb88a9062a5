"""What pages of this room are made of: one way for lists, one for a record, one for forms."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from chaperone.access.actors import Staff
from chaperone.access.decorators import SignedInRequest
from chaperone.access.errors import NotReachable
from chaperone.facilities.errors import NotFound
from chaperone.facilities.models.records import Record
from chaperone.facilities.queries.copies import copies_to_decide
from chaperone.facilities.queries.finding import find
from chaperone.facilities.queries.visits import count_inside

R = TypeVar("R", bound=Record)


class Cell(NamedTuple):
    """What stands in a place of a table: a text or a time, and what is said below it.

    ``word``: a vocabulary of ``web.words`` and a state. ``missing``: what is said of no text.
    """

    text: str | int | date = ""
    small: str = ""
    url: str = ""
    at: datetime | None = None
    word: tuple[str, str] | None = None
    missing: str = "–"  # noqa: RUF001  # the sign that is meant


class Table(NamedTuple):
    """Rows under headings. ``nothing``: what is said where there are none."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    nothing: str

    @property
    def lines(self) -> list[list[tuple[str, Cell]]]:
        """Each cell with its heading, for the narrow screen."""
        return [list(zip(self.headings, row, strict=True)) for row in self.rows]


class Link(NamedTuple):
    """Something to do next. ``posted``: done at once, without a page of its own."""

    label: str
    url: str
    primary: bool = False
    posted: bool = False


class Tab(NamedTuple):
    """A page of this room; ``waiting``: how much on it wants somebody."""

    label: str
    url: str
    pages: str
    waiting: int = 0


def list_page(
    request: SignedInRequest, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """``heading``, ``about``, ``acts`` (links), ``tables``; ``listing`` for search and pages."""
    return _shown(request, "facilities/list.html", context, status)


def record_page(
    request: SignedInRequest, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """``heading``, ``state``, ``facts`` (label and cell), ``acts``, ``tables``, ``changes``."""
    return _shown(request, "facilities/record.html", context, status)


def form_page(
    request: SignedInRequest, form: forms.Form, context: Mapping[str, Any]
) -> HttpResponse:
    """``heading``, ``about``, ``warning``, ``verb``, ``grave`` and ``back`` (an address)."""
    status = 422 if form.is_bound and form.errors else 200
    return _shown(request, "facilities/form.html", {"form": form, **context}, status)


def tabs_for(actor: Staff) -> list[Tab]:
    """The pages of this room that the actor may open."""
    tabs = []
    if actor.may("visitors.manage"):
        tabs.append(Tab("Visitors", "facilities:desk", "visit", count_inside(actor)))
    if actor.may("facilities.read"):
        tabs += [
            Tab("Sites", "facilities:sites", "site"),
            Tab("Devices and media", "facilities:devices", "device"),
            Tab("Movements", "facilities:movements", "movement"),
            Tab("Disposal", "facilities:disposals", "disposal"),
            Tab("Maintenance", "facilities:maintenance", "maintenance"),
            Tab("Badges", "facilities:badges", "badge"),
        ]
    if actor.may("copies.request") or actor.may("copies.approve"):
        waiting = copies_to_decide(actor).count() if actor.may("copies.approve") else 0
        tabs.append(Tab("Copies", "facilities:copies", "cop", waiting))
    return tabs


def _shown(
    request: SignedInRequest, template: str, context: Mapping[str, Any], status: int
) -> HttpResponse:
    match = request.resolver_match
    here = (match.url_name or "") if match else ""
    tabs = tabs_for(request.actor)
    current = next((tab.url for tab in tabs if here.startswith(tab.pages)), "")
    frame = {"tabs": tabs, "current_tab": current}
    return render(request, template, {**frame, **context}, status=status)


def reached(actor: Staff, kind: type[R], row_id: UUID) -> R:
    """A row that an address names. Raises ``NotReachable``."""
    try:
        return find(actor, kind, row_id)
    except NotFound as problem:
        raise NotReachable(str(problem)) from problem


def page_with_desk(
    request: SignedInRequest, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """The desk: ``lines`` of who is in the building, ``form`` to sign somebody in."""
    heading = {"heading": "Who is in the building now?"}
    return _shown(request, "facilities/desk.html", {**heading, **context}, status)
