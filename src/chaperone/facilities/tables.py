"""The registers of this room as files: what is taken away, and which can be brought."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from chaperone.access.actors import Staff
from chaperone.access.queries import names_of
from chaperone.access.queries.people import people_of
from chaperone.facilities.actions.devices import add_device
from chaperone.facilities.actions.sites import add_site, record_maintenance
from chaperone.facilities.actions.visits import add_badge_use
from chaperone.facilities.errors import FacilitiesError, NotFound
from chaperone.facilities.models import Device, Maintenance
from chaperone.facilities.queries.copies import copies_for
from chaperone.facilities.queries.devices import devices_of, disposals_of, movements_of
from chaperone.facilities.queries.sites import maintenance_of, sites_of, sites_to_choose
from chaperone.facilities.queries.visits import badge_uses_of, visits_of
from chaperone.registers.declared import Register
from chaperone.registers.sheets import CellRefused, Column
from chaperone.registers.sheets.cells import choice, day, text, yes_no

READ, MANAGE = "facilities.read", "facilities.manage"
ERRORS = (FacilitiesError,)


def moment(cell: str) -> datetime:
    """A time such as 2026-11-22 08:15, with its zone or in that of the organization."""
    mend = "Write a time such as 2026-11-22 08:15."
    try:
        found = parse_datetime(cell)
        if found is None or not 2000 <= found.year < 2200:
            raise CellRefused("This is not a time that is clear.", mend)
        return found if timezone.is_aware(found) else timezone.make_aware(found)
    except ValueError:
        raise CellRefused("There is no such time.", mend) from None


def called(person: str) -> Callable[[Staff, Iterable[Any]], list[dict[str, Any]]]:
    """Rows with the name of a person instead of their id."""

    def rows(_actor: Staff, found: Iterable[Any]) -> list[dict[str, Any]]:
        listed = list(found)
        names = names_of(getattr(row, person) for row in listed if getattr(row, person))
        return [
            {**row.__dict__, "row": row, person: names.get(getattr(row, person), "")}
            for row in listed
        ]

    return rows


def _visitors(actor: Staff) -> list[dict[str, Any]]:
    rows = called("escort")(actor, visits_of(actor))
    return [each | {"site": each["row"].site.name} for each in rows]


def _maintenance(actor: Staff) -> list[dict[str, Any]]:
    return [{**row.__dict__, "site": row.site.name} for row in maintenance_of(actor)]


def _movements(actor: Staff) -> list[dict[str, Any]]:
    rows = called("taken_by")(actor, movements_of(actor))
    return [each | {"device": each["row"].device.name} for each in rows]


def _disposals(actor: Staff) -> list[dict[str, Any]]:
    rows = called("recorded_by")(actor, disposals_of(actor))
    confirmed = names_of(each["confirmed_by"] for each in rows if each["confirmed_by"])
    return [
        each
        | {
            "device": each["row"].device.name,
            "confirmed_by": confirmed.get(each["confirmed_by"], ""),
        }
        for each in rows
    ]


def _devices(actor: Staff) -> list[dict[str, Any]]:
    return called("owner")(actor, devices_of(actor))


def _copies(actor: Staff) -> list[dict[str, Any]]:
    """Without the member, whose id says that they are one."""
    return called("asked_by")(actor, copies_for(actor))


def _add_maintenance(*, actor: Staff, site: str, **values: Any) -> Maintenance:
    known = {name.casefold(): site_id for site_id, name in sites_to_choose(actor).items()}
    if site.casefold() not in known:
        raise NotFound(f"There is no site called {site} in use.")
    return record_maintenance(actor=actor, site_id=known[site.casefold()], **values)


def _add_device(*, actor: Staff, owner: str | None, **values: Any) -> Device:
    given = {name: value for name, value in values.items() if value is not None}
    return add_device(actor=actor, owner=_person(actor, owner) if owner else None, **given)


def _person(actor: Staff, wanted: str) -> UUID:
    sought = wanted.casefold()
    found = [
        user_id
        for user_id, label in people_of(actor).items()
        if sought in label.casefold().rstrip(")").split(" (")
    ]
    if len(found) != 1:
        raise NotFound(f"Nobody here, or more than one, is called {wanted}. Write the e-mail.")
    return found[0]


SITES = Register(
    name="sites",
    label="Sites",
    question="Where do we work, and who keeps it safe?",
    read=READ,
    manage=MANAGE,
    columns=(
        Column("name", "Name", text(120)),
        Column("address", "Address", text(300)),
        Column("contact_name", "To call in an emergency", text(120)),
        Column("contact_phone", "Their phone", text(40)),
        Column("way_in", "Way in then", text(500)),
    ),
    rows=sites_of,
    add=add_site,
    errors=ERRORS,
    page="facilities:sites",
)
VISITORS = Register(
    name="visitors",
    label="Visitors",
    question="Who was here, and with whom?",
    read=READ,
    manage=MANAGE,
    columns=(
        Column("arrived_at", "Came"),
        Column("left_at", "Left"),
        Column("visitor", "Visitor"),
        Column("company", "From"),
        Column("purpose", "Why"),
        Column("escort", "Escort"),
        Column("site", "Site"),
        Column("badge", "Badge"),
    ),
    rows=_visitors,
    page="facilities:visits",
)
MAINTENANCE = Register(
    name="maintenance",
    label="Repairs",
    question="What was repaired or changed, and by whom?",
    read=READ,
    manage=MANAGE,
    columns=(
        Column("site", "Site", text(120)),
        Column("part", "What it concerns", choice(dict(Maintenance.Part.choices))),
        Column("place", "Where", text(120)),
        Column("what", "What was done", text(500)),
        Column("done_by", "By whom", text(120)),
        Column("done_on", "When", day),
    ),
    rows=_maintenance,
    add=_add_maintenance,
    errors=ERRORS,
    page="facilities:maintenance",
)
BADGE_RECORD = Register(
    name="badge-record",
    label="Record of the locks",
    question="Which badge opened which door?",
    read=READ,
    manage=MANAGE,
    columns=(
        Column(
            "badge",
            "Badge",
            text(64),
            also=("Badge number", "Card", "Card number", "Credential", "Key", "Code"),
        ),
        Column("door", "Door", text(120), also=("Reader", "Lock", "Device", "Location")),
        Column("at", "Time", moment, also=("Date", "Date/time", "Timestamp", "When")),
        Column("result", "Result", text(60), required=False, also=("Event", "Status", "Access")),
    ),
    rows=badge_uses_of,
    add=add_badge_use,
    errors=ERRORS,
    page="facilities:badges",
)
DEVICES = Register(
    name="devices",
    label="Devices and media",
    question="Which devices do we have, and is each in order?",
    read=READ,
    manage=MANAGE,
    columns=(
        Column("name", "Name", text(120)),
        Column("kind", "Kind", choice(dict(Device.Kind.choices))),
        Column("serial", "Serial number", text(64), required=False),
        Column("owner", "Answers for it", text(200), required=False, help="Name or e-mail."),
        Column("holds_ephi", "Members' data on it", yes_no),
        Column(
            "state",
            "State",
            choice({each.value: each.label for each in (Device.State.IN_USE, Device.State.STORED)}),
            required=False,
        ),
    ),
    rows=_devices,
    add=_add_device,
    errors=ERRORS,
    page="facilities:devices",
)
MOVEMENTS = Register(
    name="movements",
    label="Movements",
    question="Who took what where, and is it back?",
    read=READ,
    manage=MANAGE,
    columns=(
        Column("device", "What"),
        Column("taken_by", "Who"),
        Column("origin", "From"),
        Column("destination", "To"),
        Column("purpose", "Why"),
        Column("left_at", "Left"),
        Column("due_on", "Back on"),
        Column("returned_at", "Came back"),
        Column("held_ephi", "Members' data"),
        Column("copy_verified", "Copy verified by"),
        Column("copy_proof", "Result"),
        Column("copy_place", "Copy kept at"),
    ),
    rows=_movements,
    page="facilities:movements",
)
DISPOSALS = Register(
    name="disposals",
    label="Disposal and re-use",
    question="What was wiped or destroyed, and who saw it?",
    read=READ,
    manage=MANAGE,
    columns=(
        Column("device", "What"),
        Column("aim", "What for"),
        Column("method", "Method"),
        Column("how", "With what"),
        Column("done_on", "When"),
        Column("recorded_by", "Done by"),
        Column("confirmed_by", "Confirmed by"),
        Column("number", "Certificate"),
    ),
    rows=_disposals,
    page="facilities:disposals",
)
COPIES = Register(
    name="copies",
    label="Copies",
    question="Who copied members' data, and who allowed it?",
    read=READ,
    manage=MANAGE,
    columns=(
        Column("asked_at", "Asked"),
        Column("asked_by", "Who"),
        Column("elements", "What"),
        Column("ends_at", "Until"),
        Column("single_use", "Once"),
        Column("state", "State"),
        Column("decided_at", "Decided"),
        Column("times_used", "Used"),
    ),
    rows=_copies,
    page="facilities:copies",
)
ALL = (SITES, VISITORS, MAINTENANCE, BADGE_RECORD, DEVICES, MOVEMENTS, DISPOSALS, COPIES)
