"""Workstations, devices and media (45 CFR 164.310(b)-(d))."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.queries import staff_of
from chaperone.facilities.actions.devices import (
    add_device,
    change_device,
    check_device,
    lose_device,
)
from chaperone.facilities.checklists import wiping_of, workstation_items
from chaperone.facilities.forms.devices import CheckForm, DeviceForm, LostForm
from chaperone.facilities.models import Device
from chaperone.facilities.models.devices import CHECKED
from chaperone.facilities.queries.devices import by_check, devices_of
from chaperone.facilities.shown import Cell, Link, Table, list_page, reached, record_page
from chaperone.facilities.views.frame import MANAGE, PURPOSE, READ, People, done_by_form
from chaperone.registers.answers import sent
from chaperone.registers.lists import Filter, Listing
from chaperone.registers.queries.history import history_of

_CHECKS = [("overdue", "Overdue"), ("never", "Never checked"), ("soon", "Due within 30 days")]


@require_GET
@requires(READ, purpose=PURPOSE)
def devices(request: SignedInRequest) -> HttpResponse:
    """Which devices do we have, whose are they, and is each checked?"""
    today = timezone.localdate()
    filters = {
        "check": Filter("Check", _CHECKS, lambda rows, value: by_check(rows, value, today)),
        "kind": Filter("Kind", Device.Kind.choices, "kind"),
        "state": Filter("State", Device.State.choices, "state"),
    }
    listing = Listing(
        request,
        devices_of(request.actor),
        search=["name", "serial"],
        filters=filters,
        register="devices",
    )
    people = People(row.owner for row in listing.rows)
    rows = [
        (
            Cell(row.name, row.serial, url=_address(row.id)),
            Cell(row.get_kind_display()),
            Cell(people(row.owner), missing="nobody"),
            Cell(word=("guard", _guard(row)), small="members' data" if row.holds_ephi else ""),
            Cell(word=("check", row.check_state(today)), small=_due(row)),
            Cell(word=("device", row.state)),
        )
        for row in listing.rows
    ]
    table = Table(
        "Devices and media, by when their check is due",
        ("Device", "Kind", "Answers for it", "Disk and firewall", "Check", "State"),
        rows,
        "Nothing fits. Enter what people work on and what holds members' data: laptops, phones,"
        " disks, papers.",
    )
    context: dict[str, Any] = {
        "heading": "Which devices do we have, and is each in order?",
        "tables": [table],
        "listing": listing,
    }
    if request.actor.may(MANAGE):
        context |= {"add": reverse("facilities:device_add"), "add_label": "Add a device"}
    return list_page(request, context)


@require_GET
@requires(READ, purpose=PURPOSE)
def device(request: SignedInRequest, device_id: UUID) -> HttpResponse:
    """One device: whose, how it was found, where it went."""
    actor = request.actor
    row = reached(actor, Device, device_id)
    checks = list(row.checks.order_by("-id")[:20])
    movements = list(row.movements.order_by("-id")[:20])
    people = People(
        [row.owner, *(each.recorded_by for each in checks), *(each.taken_by for each in movements)]
    )
    labels = {each.id: each.item for each in workstation_items()}
    found = [
        (
            Cell(check.checked_on, people(check.recorded_by)),
            Cell(word=("found", "failed" if check.failed else "good")),
            Cell("; ".join(labels.get(name, name) for name in check.failed), check.note),
        )
        for check in checks
    ]
    went = [
        (
            Cell(at=move.left_at, small=people(move.taken_by)),
            Cell(f"{move.origin} to {move.destination}", move.purpose),
            Cell(at=move.returned_at) if move.returned_at else Cell(word=("movement", "out")),
        )
        for move in movements
    ]
    context: dict[str, Any] = {
        "heading": row.name,
        "state": ("device", row.state),
        "back": reverse("facilities:devices"),
        "back_label": "Devices and media",
        "facts": _facts(row, people),
        "acts": _acts(row) if actor.may(MANAGE) and row.is_here else [],
        "tables": [
            Table("Checks", ("When", "Found", "What failed"), found, "It was never checked."),
            Table("Movements", ("Left", "Where", "Came back"), went, "It never left."),
        ],
        "changes": history_of(actor, row.id, *_belonging(row)),
    }
    return record_page(request, context)


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def device_add(request: SignedInRequest) -> HttpResponse:
    """A new device or medium."""
    return done_by_form(
        request,
        DeviceForm(sent(request), people=staff_of(request.actor)),
        partial(add_device, actor=request.actor),
        said="Entered. A device that people work on is checked before it is handed out.",
        then=reverse("facilities:devices"),
        context={"heading": "What is it, and whose?", "verb": "Add the device"},
    )


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def device_change(request: SignedInRequest, device_id: UUID) -> HttpResponse:
    """Changes what is known of a device."""
    row = reached(request.actor, Device, device_id)
    known = {name: getattr(row, name) for name in DeviceForm.base_fields}
    known["holds_ephi"] = "yes" if row.holds_ephi else "no"
    form = DeviceForm(sent(request), initial=known, people=staff_of(request.actor))
    del form.fields["kind"]
    return done_by_form(
        request,
        form,
        partial(change_device, actor=request.actor, device_id=row.id),
        said="Changed.",
        then=_address(row.id),
        context={"heading": f"What has changed about {row.name}?", "verb": "Change it"},
    )


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def device_check(request: SignedInRequest, device_id: UUID) -> HttpResponse:
    """How a device was found today."""
    row = reached(request.actor, Device, device_id)
    return done_by_form(
        request,
        CheckForm(sent(request)),
        partial(check_device, actor=request.actor, device_id=row.id),
        said="Recorded.",
        then=_address(row.id),
        context={
            "heading": f"How is {row.name} today?",
            "about": "Look at the device itself, with the person who works on it.",
            "verb": "Record the check",
        },
    )


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def device_lost(request: SignedInRequest, device_id: UUID) -> HttpResponse:
    """A device is lost or stolen."""
    row = reached(request.actor, Device, device_id)
    return done_by_form(
        request,
        LostForm(sent(request)),
        partial(lose_device, actor=request.actor, device_id=row.id),
        said="Recorded. Tell the security officer now: what was on it may be a breach.",
        then=_address(row.id),
        context={
            "heading": f"Is {row.name} lost or stolen?",
            "warning": "Lock and wipe it from afar if you can, end the sessions of who worked on"
            " it, and tell the security officer. This cannot be taken back.",
            "verb": "It is lost",
            "look": "btn-danger",
        },
    )


def _address(device_id: UUID) -> str:
    return reverse("facilities:device", kwargs={"device_id": device_id})


def _guard(row: Device) -> str:
    if row.disk_encrypted is None or row.firewall_on is None:
        return "unknown" if row.kind in CHECKED else "none"
    if not row.disk_encrypted:
        return "open_disk"
    return "guarded" if row.firewall_on else "no_firewall"


def _due(row: Device) -> str:
    return f"due {row.check_due_on:%Y-%m-%d}" if row.check_due_on and row.is_here else ""


def _acts(row: Device) -> list[Link]:
    names = {"device_id": row.id}
    acts = [
        Link("Change", reverse("facilities:device_change", kwargs=names)),
        Link("Lost or stolen", reverse("facilities:device_lost", kwargs=names)),
    ]
    if row.kind in CHECKED:
        check = reverse("facilities:device_check", kwargs=names)
        acts.insert(0, Link("Record a check", check, primary=True))
    return acts


def _facts(row: Device, people: People) -> list[tuple[str, Cell]]:
    wiping = wiping_of(row.kind)
    facts = [
        ("Kind", Cell(row.get_kind_display())),
        ("Serial number", Cell(row.serial)),
        ("Answers for it", Cell(people(row.owner), missing="nobody")),
        ("Members' data on it", Cell("yes, or maybe" if row.holds_ephi else "no")),
        ("Disk and firewall", Cell(word=("guard", _guard(row)))),
        ("Last check", Cell(row.checked_on or "", missing="never")),
        ("Next check", Cell(row.check_due_on or "")),
    ]
    if wiping:
        facts.append(("At its end", Cell(wiping.purge or wiping.destroy, wiping.proof)))
    return facts


def _belonging(row: Device) -> list[UUID]:
    """What the history of a device tells of as well: its latest movements, and how it ended."""
    moved = row.movements.order_by("-id").values_list("id", flat=True)[:20]
    wiped = row.disposals.order_by("-id").values_list("id", flat=True)[:20]
    return [*moved, *wiped]
