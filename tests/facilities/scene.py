"""Copies, sites, devices and media that tests need."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.utils import timezone

from chaperone.access.copies import RECORD
from chaperone.facilities.actions.copies import ask_for_copy, decide_on_copy
from chaperone.facilities.actions.devices import add_device, check_device
from chaperone.facilities.actions.media import confirm_wiping, move_device, wipe_device
from chaperone.facilities.actions.sites import add_site, record_maintenance, write_plan
from chaperone.facilities.actions.visits import add_badge, sign_in
from chaperone.facilities.checklists import workstation_items
from chaperone.facilities.models import Device, Disposal, Movement, Site, Visit
from tests.cast import Person, grace, ines, maria, samuel

REASON = "The yearly evaluation asks for it."


def today() -> date:
    """The day on which it is at Lakeside."""
    return timezone.localdate(timezone=ZoneInfo("America/New_York"))


def copy_asked(person: Person = ines, **changes: Any) -> UUID:
    """Somebody asks for the record about everybody, to use once within a day."""
    values: dict[str, Any] = {
        "elements": [RECORD],
        "reason": REASON,
        "destination": "The auditor's encrypted drive",
        "ends_at": timezone.now() + timedelta(days=1),
    }
    with person.acting() as actor:
        return ask_for_copy(actor=actor, **values | changes).id


def decided(copy_id: UUID, *, by: Person = samuel, approve: bool = True) -> UUID:
    with by.acting() as actor:
        decide_on_copy(actor=actor, copy_id=copy_id, approve=approve, note="It is needed.")
    return copy_id


def approved(person: Person = ines, *, by: Person = samuel, **changes: Any) -> UUID:
    """An approval that the person can use."""
    return decided(copy_asked(person, **changes), by=by)


SITE = {
    "name": "Pier 4",
    "address": "4 Pier Road, Lakeside",
    "contact_name": "Grace Lin",
    "contact_phone": "+1 617 555 0104",
    "way_in": "The caretaker of the pier lets in whoever is on the list.",
}


def site(person: Person = grace, **changes: Any) -> Site:
    with person.acting() as actor:
        return add_site(actor=actor, **SITE | changes)


def visitor(place: Site, person: Person = grace, **changes: Any) -> Visit:
    values = {"visitor": "Vera Klein", "purpose": "Repairs the lock", "escort": grace.user.id}
    with person.acting() as actor:
        return sign_in(actor=actor, site_id=place.id, **values | changes)


def device(person: Person = grace, **changes: Any) -> Device:
    """A laptop with members' data, Maria's."""
    values = {
        "name": "Laptop 7",
        "kind": Device.Kind.LAPTOP,
        "serial": f"SN-{uuid4().hex[:8]}",
        "owner": maria.user.id,
        "holds_ephi": True,
    }
    with person.acting() as actor:
        return add_device(actor=actor, **values | changes)


def checked(thing: Device, *failed: str, person: Person = grace) -> None:
    good = [item.id for item in workstation_items() if item.id not in failed]
    with person.acting() as actor:
        check_device(actor=actor, device_id=thing.id, passed=good)


COPIED = {
    "copy_place": "Safe in the office",
    "copy_verified": "count",
    "copy_proof": "1204 and 1204",
}


def moved(thing: Device, person: Person = grace, **changes: Any) -> Movement:
    values = {
        "taken_by": maria.user.id,
        "origin": "Office",
        "destination": "Repair shop",
        "purpose": "The screen is broken",
    }
    with person.acting() as actor:
        return move_device(actor=actor, device_id=thing.id, **values | COPIED | changes)


def wiped(thing: Device, person: Person = grace, **changes: Any) -> Disposal:
    values = {"aim": "disposal", "method": "destroy", "how": "Shredded by Reiss & Co"}
    values["done_on"] = today()
    with person.acting() as actor:
        return wipe_device(actor=actor, device_id=thing.id, **values | changes)


def confirmed(disposal: Disposal, person: Person = samuel) -> Disposal:
    with person.acting() as actor:
        return confirm_wiping(actor=actor, disposal_id=disposal.id)


def one_of_each() -> dict[str, UUID]:
    """What the addresses of the room name, by the name of the place."""
    place = site(name="Pier 9")
    thing = device()
    with grace.acting() as actor:
        plan = write_plan(actor=actor, site_id=place.id, text="## Doors")
        badge = add_badge(actor=actor, number="B-9", holder=maria.user.id)
        repair = record_maintenance(
            actor=actor,
            site_id=place.id,
            part="lock",
            place="Cabinet",
            what="New cylinder",
            done_by="Reiss Locks",
            done_on=today(),
        )
    return {
        "maintenance_id": repair.id,
        "site_id": place.id,
        "plan_id": plan.id,
        "visit_id": visitor(place).id,
        "badge_id": badge.id,
        "device_id": thing.id,
        "movement_id": moved(thing).id,
        "disposal_id": wiped(device()).id,
        "copy_id": copy_asked(maria),
    }
