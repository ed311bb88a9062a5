"""Places and devices of the demo: some due soon, one overdue, a visitor who was not signed out."""

from datetime import datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.access.copies import RECORD
from chaperone.cli.demo_programme import Scene
from chaperone.facilities.actions.copies import ask_for_copy
from chaperone.facilities.actions.devices import add_device, check_device
from chaperone.facilities.actions.media import confirm_wiping, move_device, wipe_device
from chaperone.facilities.actions.sites import (
    add_site,
    record_maintenance,
    sign_plan,
    write_plan,
)
from chaperone.facilities.actions.visits import add_badge, add_badge_use, sign_in, sign_out
from chaperone.facilities.checklists import outline, workstation_items
from chaperone.facilities.models import Device, Movement, Plan, Site, Visit

_GRACE, _SAMUEL = "grace.lin@lakeside.example", "samuel.brandt@lakeside.example"
_INES = "ines.duarte@lakeside.example"
_MARIA, _DANIEL = "maria.alvarez@lakeside.example", "daniel.osei@lakeside.example"
_DEVICES = (
    ("Laptop 3", Device.Kind.LAPTOP, "LS-0312", _MARIA, 320),
    ("Laptop 4", Device.Kind.LAPTOP, "LS-0417", _DANIEL, 12),
    ("Laptop 5", Device.Kind.LAPTOP, "LS-0533", _GRACE, -9),
    ("On-call phone", Device.Kind.PHONE, "LS-1004", _SAMUEL, 200),
)
_DOORS = (
    ("B-101", "Main door", 8, 2, "opened"),
    ("B-102", "Main door", 8, 31, "opened"),
    ("B-102", "Server cabinet", 11, 15, "opened"),
    ("B-977", "Server cabinet", 23, 41, "refused"),
)


def seed(scene: Scene) -> None:
    """Fills the registers, in the caller's transaction."""
    ids = {email: scene.actor(email).user_id for email in (_GRACE, _SAMUEL, _MARIA, _DANIEL)}
    grace = scene.actor(_GRACE)
    pier = _sites(scene, grace)
    _visits(grace, pier, ids)
    _doors(scene, grace, ids)
    things = _devices(scene, grace, ids)
    _media(scene, grace, things, ids)
    disposal = wipe_device(
        actor=grace,
        device_id=things["Old backup disk"],
        aim="disposal",
        method="destroy",
        how="Shredded in our presence by Northern Shredding",
        done_on=scene.today - timedelta(days=3),
    )
    confirm_wiping(actor=scene.actor(_SAMUEL), disposal_id=disposal.id)
    shredded = wipe_device(
        actor=scene.actor(_GRACE),
        device_id=things["Boxes of old forms"],
        aim="disposal",
        method="destroy",
        how="Cross-cut shredded, three boxes",
        done_on=scene.today - timedelta(days=1),
    )
    confirm_wiping(actor=scene.actor(_SAMUEL), disposal_id=shredded.id)
    ask_for_copy(
        actor=scene.actor(_INES),
        elements=[RECORD],
        reason="A sample of the record for the yearly evaluation.",
        destination="The auditor's encrypted drive, handed over in person",
        ends_at=timezone.now() + timedelta(days=7),
    )


def _sites(scene: Scene, grace: Staff) -> Site:
    pier = add_site(
        actor=grace,
        name="Pier House",
        address="4 Pier Road, Lakeside",
        contact_name="Grace Lin",
        contact_phone="+1 617 555 0104",
        way_in="The caretaker of the pier lets in whoever is on the list in the safe.",
    )
    add_site(
        actor=grace,
        name="North office",
        address="12 Shore Street, Lakeside",
        contact_name="Samuel Brandt",
        contact_phone="+1 617 555 0105",
        way_in="The security officer holds the second key.",
    )
    plan = write_plan(actor=grace, site_id=pier.id, text=outline())
    sign_plan(actor=grace, plan_id=plan.id, factor="totp")
    Plan.objects.filter(id=plan.id).update(review_due_on=scene.today + timedelta(days=25))
    record_maintenance(
        actor=grace,
        site_id=pier.id,
        part="lock",
        place="Server cabinet",
        what="New cylinder after a key was lost",
        done_by="Reiss Locks, let in by Grace Lin",
        done_on=scene.today - timedelta(days=40),
    )
    record_maintenance(
        actor=grace,
        site_id=pier.id,
        part="door",
        place="Main door",
        what="The door closes by itself again",
        done_by="Caretaker of the pier",
        done_on=scene.today - timedelta(days=130),
    )
    return pier


def _visits(grace: Staff, pier: Site, ids: dict[str, UUID]) -> None:
    left = sign_in(
        actor=grace,
        site_id=pier.id,
        visitor="Vera Klein",
        company="Reiss Locks",
        purpose="Changes a lock",
        escort=ids[_GRACE],
        badge="V-1",
    )
    sign_out(actor=grace, visit_id=left.id)
    Visit(
        organization_id=grace.organization_id,
        recorded_by=grace.user_id,
        site=pier,
        visitor="Otto Lindqvist",
        company="Fibre & Sons",
        purpose="Network cables",
        escort=ids[_SAMUEL],
        badge="V-2",
        arrived_at=timezone.now() - timedelta(hours=30),
    ).save(force_insert=True)


def _doors(scene: Scene, grace: Staff, ids: dict[str, UUID]) -> None:
    add_badge(actor=grace, number="B-101", holder=ids[_MARIA])
    add_badge(actor=grace, number="B-102", holder=ids[_SAMUEL])
    yesterday = scene.today - timedelta(days=1)
    for badge, door, hour, minute, result in _DOORS:
        at = timezone.make_aware(datetime.combine(yesterday, time(hour, minute)))
        add_badge_use(actor=grace, badge=badge, door=door, at=at, result=result)


def _devices(scene: Scene, grace: Staff, ids: dict[str, UUID]) -> dict[str, UUID]:
    things = {}
    for name, kind, serial, owner, due_in in _DEVICES:
        row = add_device(
            actor=grace, name=name, kind=kind, serial=serial, owner=ids[owner], holds_ephi=False
        )
        passed = [each.id for each in workstation_items()]
        check_device(actor=grace, device_id=row.id, passed=passed)
        due = scene.today + timedelta(days=due_in)
        Device.objects.filter(id=row.id).update(check_due_on=due)
        things[name] = row.id
    for name, kind in (
        ("Backup disk 2", Device.Kind.DISK),
        ("Old backup disk", Device.Kind.DISK),
        ("Box of intake forms", Device.Kind.PAPER),
        ("Boxes of old forms", Device.Kind.PAPER),
    ):
        row = add_device(actor=grace, name=name, kind=kind, holds_ephi=True, state="stored")
        things[name] = row.id
    return things


def _media(scene: Scene, grace: Staff, things: dict[str, UUID], ids: dict[str, UUID]) -> None:
    movement = move_device(
        actor=grace,
        device_id=things["Backup disk 2"],
        taken_by=ids[_SAMUEL],
        origin="Pier House",
        destination="Bank safe",
        purpose="Monthly change of the disk in the safe",
        due_on=scene.today + timedelta(days=5),
        copy_place="Backup disk 3 in the server cabinet",
        copy_verified=Movement.Verified.COUNT,
        copy_proof="48210 and 48210",
    )
    move_device(
        actor=grace,
        device_id=things["Laptop 4"],
        taken_by=ids[_DANIEL],
        origin="Pier House",
        destination="North office",
        purpose="Works there on Thursdays",
        due_on=scene.today + timedelta(days=9),
    )
    late = scene.today - timedelta(days=2)
    Movement.objects.filter(id=movement.id).update(due_on=late)
