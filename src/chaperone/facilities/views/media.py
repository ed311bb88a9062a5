"""Movements, disposal and re-use of what holds data (45 CFR 164.310(d))."""

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.queries import staff_of
from chaperone.documents.rendering import render
from chaperone.facilities.actions.media import (
    confirm_wiping,
    move_device,
    return_device,
    wipe_device,
)
from chaperone.facilities.certificates import document
from chaperone.facilities.checklists import all_wiping, wiping_steps
from chaperone.facilities.forms.devices import DisposalForm, MovementForm, ReturnForm
from chaperone.facilities.forms.places import ConfirmForm
from chaperone.facilities.models import Disposal, Movement
from chaperone.facilities.queries.devices import devices_to_choose, disposals_of, movements_of
from chaperone.facilities.shown import Cell, Link, Table, list_page, reached
from chaperone.facilities.views.frame import MANAGE, PURPOSE, READ, People, done_by_form
from chaperone.registers.answers import sent
from chaperone.registers.lists import Filter, Listing

_OUT = {
    "out": Filter(
        "Which",
        [("out", "Not back yet"), ("back", "Came back")],
        lambda rows, value: rows.filter(returned_at__isnull=value == "out"),
    )
}
_NOT_ENOUGH = "not possible, or not enough"
_METHODS = {"method": Filter("Method", Disposal.Method.choices, "method")}


@require_GET
@requires(READ, purpose=PURPOSE)
def movements(request: SignedInRequest) -> HttpResponse:
    """Who took what where, and is it back?"""
    manage = request.actor.may(MANAGE)
    fields = ["device__name", "device__serial", "origin", "destination", "purpose"]
    listing = Listing(
        request, movements_of(request.actor), search=fields, filters=_OUT, register="movements"
    )
    people = People(row.taken_by for row in listing.rows)
    today = timezone.localdate()
    table = Table(
        "Movements, what is out first",
        ("What", "Who", "Where", "Members' data", "Back", "Return"),
        [_movement(row, people, today, manage) for row in listing.rows],
        "Nothing fits. Whenever hardware or media leave or move elsewhere, who took them where is"
        " written down here.",
    )
    context: dict[str, Any] = {
        "heading": "Who took what where, and is it back?",
        "tables": [table],
        "listing": listing,
    }
    if manage:
        context |= {"add": reverse("facilities:movement_add"), "add_label": "Something leaves"}
    return list_page(request, context)


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def movement_add(request: SignedInRequest) -> HttpResponse:
    """Something leaves now."""
    actor = request.actor

    def act(**values: Any) -> None:
        move_device(actor=actor, device_id=values.pop("device"), **values)

    form = MovementForm(sent(request), devices=devices_to_choose(actor), people=staff_of(actor))
    return done_by_form(
        request,
        form,
        act,
        said="Recorded.",
        then=reverse("facilities:movements"),
        context={
            "heading": "What leaves, with whom, and where to?",
            "about": "Enter it as it leaves. What holds members' data leaves only after a copy was"
            " made and verified.",
            "verb": "It leaves now",
        },
    )


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def movement_return(request: SignedInRequest, movement_id: UUID) -> HttpResponse:
    """Something came back."""
    row = reached(request.actor, Movement, movement_id)
    return done_by_form(
        request,
        ReturnForm(sent(request)),
        partial(return_device, actor=request.actor, movement_id=row.id),
        said="Recorded.",
        then=reverse("facilities:movements"),
        context={"heading": f"Is {row.device.name} back?", "verb": "It is back"},
    )


@require_GET
@requires(READ, purpose=PURPOSE)
def disposals(request: SignedInRequest) -> HttpResponse:
    """What was wiped or destroyed, how, and who saw it?"""
    actor = request.actor
    fields = ["device__name", "device__serial", "number", "how"]
    listing = Listing(
        request, disposals_of(actor), search=fields, filters=_METHODS, register="disposals"
    )
    people = People(
        person for row in listing.rows for person in (row.recorded_by, row.confirmed_by)
    )
    may_confirm = actor.user_id if actor.may(MANAGE) else None
    table = Table(
        "Disposal and re-use, what waits first",
        ("What", "How", "Done by", "Confirmed by", "Certificate"),
        [_disposal(row, people, may_confirm) for row in listing.rows],
        "Nothing fits. Before a medium is thrown away or handed on, what was on it is wiped or"
        " destroyed; two people answer for it, and you get a certificate.",
    )
    context: dict[str, Any] = {
        "heading": "What was wiped or destroyed, and who saw it?",
        "acts": [Link("The checklist", reverse("facilities:disposal_checklist"))],
        "tables": [table],
        "listing": listing,
    }
    if may_confirm:
        add = reverse("facilities:disposal_add")
        context |= {"add": add, "add_label": "Record wiping or destruction"}
    return list_page(request, context)


@require_GET
@requires(READ, purpose=PURPOSE)
def checklist(request: SignedInRequest) -> HttpResponse:
    """How is each kind of medium wiped, and what is checked first?"""
    steps = [(Cell(number), Cell(step)) for number, step in enumerate(wiping_steps(), 1)]
    kinds = [
        (
            Cell(each.name),
            Cell(each.clear, missing=_NOT_ENOUGH),
            Cell(each.purge, missing=_NOT_ENOUGH),
            Cell(each.destroy, missing=_NOT_ENOUGH),
            Cell(each.proof),
        )
        for each in all_wiping()
    ]
    headings = ("Medium", "Clear", "Purge", "Destroy", "To be kept as proof")
    context: dict[str, Any] = {
        "heading": "How is each kind of medium wiped, and what is checked first?",
        "about": "Clear: it stays with us. Purge: it leaves us. Destroy: it cannot be purged, or is"
        " not worth it. NIST SP 800-88; 45 CFR 164.310(d)(2)(i)-(ii).",
        "tables": [
            Table("In this order, whatever it is", ("Step", "What is done"), steps, ""),
            Table("By kind of medium", headings, kinds, ""),
        ],
    }
    if request.actor.may(MANAGE):
        add = reverse("facilities:disposal_add")
        context["acts"] = [Link("Record wiping or destruction", add, primary=True)]
    return list_page(request, context)


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def disposal_add(request: SignedInRequest) -> HttpResponse:
    """Somebody wiped or destroyed a medium."""
    actor = request.actor

    def act(**values: Any) -> None:
        wipe_device(actor=actor, device_id=values.pop("device"), **values)

    return done_by_form(
        request,
        DisposalForm(sent(request), devices=devices_to_choose(actor)),
        act,
        said="Recorded. Somebody else who saw it confirms it now.",
        then=reverse("facilities:disposals"),
        context={
            "heading": "What was wiped or destroyed, and how?",
            "about": "The page of each device says what does for its kind.",
            "verb": "Record it",
        },
    )


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def disposal_confirm(request: SignedInRequest, disposal_id: UUID) -> HttpResponse:
    """Somebody else saw that it was done."""
    row = reached(request.actor, Disposal, disposal_id)
    done = People([row.recorded_by])(row.recorded_by)
    return done_by_form(
        request,
        ConfirmForm(sent(request)),
        partial(confirm_wiping, actor=request.actor, disposal_id=row.id),
        said="Confirmed. The certificate is there.",
        then=reverse("facilities:disposals"),
        context={
            "heading": f"Did you see that {row.device.name} was wiped or destroyed?",
            "about": f"{done} says: {row.get_method_display()}, {row.how}",
            "warning": "You put your name under it. It cannot be taken back.",
            "verb": "Yes, I saw it",
        },
    )


@require_GET
@requires(READ, purpose=PURPOSE)
def disposal_certificate(request: SignedInRequest, disposal_id: UUID) -> HttpResponse:
    """The certificate as PDF."""
    row = reached(request.actor, Disposal, disposal_id)
    if not row.number:
        messages.warning(request, "There is no certificate yet: nobody else has confirmed it.")
        return redirect("facilities:disposals")
    people = People([row.recorded_by, row.confirmed_by])
    printed = render(
        document(
            row,
            organization=request.organization.name,
            zone=ZoneInfo(request.organization.time_zone),
            done_by=people(row.recorded_by),
            confirmed_by=people(row.confirmed_by),
        )
    )
    name = f'attachment; filename="media-certificate-{row.number}.pdf"'
    headers = {"Content-Disposition": name}
    return HttpResponse(printed, content_type="application/pdf", headers=headers)


def _movement(row: Movement, people: People, today: date, manage: bool) -> tuple[Cell, ...]:
    back = Cell(at=row.returned_at, small=row.return_note)
    if row.returned_at is None:
        late = row.due_on is not None and row.due_on < today
        due = f"due {row.due_on:%Y-%m-%d}" if row.due_on else "does not come back"
        back = Cell(word=("movement", "late" if late else "out"), small=due)
    names = {"movement_id": row.id}
    address = reverse("facilities:movement_return", kwargs=names)
    back_url = address if manage and row.returned_at is None else ""
    copied = f"copy verified: {row.get_copy_verified_display().lower()}"
    return (
        Cell(row.device.name, row.device.serial, url=_page_of(row)),
        Cell(people(row.taken_by)),
        Cell(f"{row.origin} to {row.destination}", row.purpose),
        Cell("yes", copied) if row.held_ephi else Cell("no"),
        back,
        Cell("It is back?", url=back_url) if back_url else Cell(),
    )


def _page_of(row: Movement | Disposal) -> str:
    """Of what moved or was wiped: its page has the history of both."""
    return reverse("facilities:device", kwargs={"device_id": row.device_id})


def _disposal(row: Disposal, people: People, may_confirm: UUID | None) -> tuple[Cell, ...]:
    names = {"disposal_id": row.id}
    confirmed = Cell(people(row.confirmed_by))
    if row.confirmed_by is None:
        url = reverse("facilities:disposal_confirm", kwargs=names)
        ask = may_confirm is not None and may_confirm != row.recorded_by
        confirmed = Cell("Confirm it", url=url) if ask else Cell(word=("disposal", "waiting"))
    address = reverse("facilities:disposal_certificate", kwargs=names)
    return (
        Cell(row.device.name, row.device.serial, url=_page_of(row)),
        Cell(f"{row.get_method_display()}: {row.how}", row.get_aim_display()),
        Cell(people(row.recorded_by), f"{row.done_on:%Y-%m-%d}"),
        confirmed,
        Cell(row.number, url=address) if row.number else Cell(missing="not yet"),
    )
