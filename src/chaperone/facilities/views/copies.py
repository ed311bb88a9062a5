"""Copies of ePHI: asking, deciding, taking back (45 CFR 164.310(c), 164.310(d)(1))."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.access.queries import names_of
from chaperone.access.sentences import LEFT
from chaperone.facilities.actions.copies import ask_for_copy, decide_on_copy, withdraw_copy
from chaperone.facilities.errors import AlreadyDecided, FacilitiesError, NotFound
from chaperone.facilities.forms.copies import CopyDecisionForm, CopyForm
from chaperone.facilities.models import CopyRequest
from chaperone.facilities.queries.copies import WHAT, copies_for, copies_to_decide, copy_of, uses_of
from chaperone.facilities.shown import (
    Cell,
    Link,
    Table,
    form_page,
    list_page,
    record_page,
)
from chaperone.registers.answers import sent
from chaperone.registers.lists import Filter, Listing
from chaperone.registers.queries.history import history_of

PURPOSE = "operations"
State = CopyRequest.State
_FILTERS = {"state": Filter("State", State.choices, "state")}
_HEADINGS = ("Asked", "Who", "What", "Until", "Used", "State")


@require_GET
@requires("copies.request", purpose=PURPOSE)
def copies(request: SignedInRequest) -> HttpResponse:
    """Who took members' data away, or asks to?"""
    actor = request.actor
    listing = Listing(request, copies_for(actor), filters=_FILTERS, register="copies")
    waiting = list(copies_to_decide(actor)) if actor.may("copies.approve") else []
    names = names_of({row.asked_by for row in (*listing.rows, *waiting)})
    tables = [
        Table(
            "Requests, newest first",
            _HEADINGS,
            [_row(row, names) for row in listing.rows],
            "Nobody has asked yet. Who needs members' data as a file asks here first; somebody"
            " else approves it, and the export asks for exactly that approval.",
        )
    ]
    if actor.may("copies.approve"):
        nothing = "Nothing waits for you."
        lines = [_row(row, names) for row in waiting]
        tables.insert(0, Table("Waiting for your decision", _HEADINGS, lines, nothing))
    return list_page(
        request,
        {
            "heading": "Who copies members' data, why, and who allowed it?",
            "about": "Nothing leaves as a file without an approval by somebody else.",
            "add": reverse("facilities:copy_ask"),
            "add_label": "Ask for a copy",
            "tables": tables,
            "listing": listing,
        },
    )


@require_http_methods(["GET", "POST"])
@requires("copies.request", purpose=PURPOSE)
def copy_ask(request: SignedInRequest) -> HttpResponse:
    """Asks to copy or download ePHI."""
    form = CopyForm(sent(request))
    if form.is_bound and form.is_valid():
        made = ask_for_copy(actor=request.actor, **form.wish())
        messages.success(request, "Asked. A security officer decides.")
        return redirect("facilities:copy", copy_id=made.id)
    return form_page(
        request,
        form,
        {
            "heading": "What do you need to copy, and why?",
            "about": "Ask for the least that does. Somebody else than you decides, and each use is"
            " recorded.",
            "verbs": [("", "", "Ask", "btn-primary")],
            "back": reverse("facilities:copies"),
        },
    )


@require_GET
@requires("copies.request", purpose=PURPOSE)
def copy(request: SignedInRequest, copy_id: UUID) -> HttpResponse:
    """Where a request stands, and what left under it."""
    return _page(request, _reached(request, copy_id), CopyDecisionForm())


@require_POST
@requires("copies.approve", purpose=PURPOSE)
def copy_decide(request: SignedInRequest, copy_id: UUID) -> HttpResponse:
    """Approves or refuses a copy that somebody else asked for."""
    found = _reached(request, copy_id)
    form = CopyDecisionForm(request.POST)
    if form.is_valid():
        approve = form.cleaned_data["decision"] == "approve"
        try:
            decide_on_copy(
                actor=request.actor,
                copy_id=found.id,
                approve=approve,
                note=form.cleaned_data["reason"],
            )
        except FacilitiesError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Approved." if approve else "Refused.")
            return redirect("facilities:copies")
    return _page(request, found, form)


@require_POST
@requires("copies.request", purpose=PURPOSE)
def copy_withdraw(request: SignedInRequest, copy_id: UUID) -> HttpResponse:
    """Takes a request, or its approval, back."""
    try:
        withdraw_copy(actor=request.actor, copy_id=copy_id)
    except NotFound as problem:
        raise NotReachable(str(problem)) from problem
    except AlreadyDecided:
        messages.warning(request, "It was decided or taken back already.")
    else:
        messages.success(request, "Taken back. Nothing leaves under it any more.")
    return redirect("facilities:copy", copy_id=copy_id)


def _reached(request: SignedInRequest, copy_id: UUID) -> CopyRequest:
    try:
        return copy_of(request.actor, copy_id)
    except NotFound as problem:
        raise NotReachable(str(problem)) from problem


def _page(request: SignedInRequest, found: CopyRequest, form: CopyDecisionForm) -> HttpResponse:
    actor = request.actor
    uses = uses_of(found)
    people = {found.asked_by, found.decided_by, *(use.used_by for use in uses)}
    names = names_of(person for person in people if person)
    state = found.shown_state(timezone.now())
    decidable = (
        actor.may("copies.approve") and state == State.WAITING and found.asked_by != actor.user_id
    )
    context: dict[str, Any] = {
        "heading": f"May {names.get(found.asked_by, LEFT)} copy this?",
        "state": ("copy", state),
        "facts": _facts(found, names),
        "acts": _acts(request, found, state),
        "back": reverse("facilities:copies"),
        "back_label": "Copies",
        "tables": [
            Table(
                "What left under it",
                ("When", "Where", "By"),
                [
                    (Cell(at=use.used_at), Cell(use.export), Cell(_user(use.used_by, names)))
                    for use in uses
                ],
                "Nothing so far.",
            )
        ],
        "changes": history_of(actor, found.id),
    }
    if decidable or form.is_bound:
        context |= {
            "form": form,
            "form_title": "Do you allow it?",
            "form_url": reverse("facilities:copy_decide", kwargs={"copy_id": found.id}),
            "verbs": [
                ("decision", "approve", "Approve", "btn-primary"),
                ("decision", "refuse", "Refuse", ""),
            ],
        }
    return record_page(request, context, status=422 if form.is_bound else 200)


def _acts(request: SignedInRequest, found: CopyRequest, state: str) -> list[Link]:
    mine = found.asked_by == request.actor.user_id
    if state not in (State.WAITING, State.APPROVED):
        return []
    if not mine and (state == State.WAITING or not request.actor.may("copies.approve")):
        return []
    address = reverse("facilities:copy_withdraw", kwargs={"copy_id": found.id})
    return [Link("Take it back", address, posted=True)]


def _facts(found: CopyRequest, names: dict[UUID, str]) -> list[tuple[str, Cell]]:
    note = found.note.reveal() if found.note else ""
    decided = Cell(missing="nobody yet")
    if found.decided_by:
        decided = Cell(at=found.decided_at, small=_user(found.decided_by, names))
    return [
        ("Asked by", Cell(names.get(found.asked_by, LEFT))),
        ("Asked", Cell(at=found.asked_at)),
        ("What", Cell(_what(found))),
        ("Of whom", Cell(_whom(found))),
        (
            "Made by",
            Cell(
                "an operator, at the command line"
                if found.by_command
                else "whoever asked, on a page"
            ),
        ),
        ("How often", Cell("once" if found.single_use else "as often as needed")),
        ("Until", Cell(at=found.ends_at)),
        ("Goes to", Cell(found.destination.reveal())),
        ("Why", Cell(found.reason.reveal())),
        ("Decided", decided),
        ("Reason given", Cell(note)),
        ("Reference", Cell(str(found.id), "for --approval at the command line")),
    ]


def _row(row: Any, names: dict[UUID, str]) -> tuple[Cell, ...]:
    address = reverse("facilities:copy", kwargs={"copy_id": row.id})
    used = f"{row.times_used} times" if row.times_used != 1 else "once"
    return (
        Cell(at=row.asked_at),
        Cell(names.get(row.asked_by, LEFT)),
        Cell(_what(row), _whom(row), url=address),
        Cell(at=row.ends_at),
        Cell(used if row.times_used else "", missing="not yet"),
        Cell(word=("copy", row.shown_state(timezone.now()))),
    )


def _what(row: CopyRequest) -> str:
    return ", ".join(WHAT.get(name, name) for name in row.elements)


def _whom(row: CopyRequest) -> str:
    return f"member {row.member_id}" if row.member_id else "anybody of the organization"


def _user(user_id: UUID | None, names: dict[UUID, str]) -> str:
    return names.get(user_id, LEFT) if user_id else "an operator"
