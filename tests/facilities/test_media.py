"""Media move with a verified copy, and end with two people (45 CFR 164.310(d))."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from chaperone.facilities.actions.devices import lose_device
from chaperone.facilities.actions.media import return_device
from chaperone.facilities.errors import (
    AlreadyOut,
    AlreadySettled,
    NotEnough,
    NotHere,
    NoVerifiedCopy,
    OwnDisposal,
)
from chaperone.facilities.events import DEVICE_CERTIFIED
from chaperone.facilities.models import Device, Movement
from chaperone.facilities.proofs import wrong_proof
from tests.cast import LAKESIDE, grace, inside, maria, samuel
from tests.facilities.scene import (
    COPIED,
    confirmed,
    device,
    moved,
    today,
    wiped,
)
from tests.web.administration.asking import entries

pytestmark = pytest.mark.django_db(databases=["default", "apart"])


@pytest.mark.parametrize("missing", list(COPIED))
def test_what_holds_ephi_does_not_leave_without_a_verified_copy(missing):
    thing = device()
    with pytest.raises(NoVerifiedCopy):
        moved(thing, **{missing: " " if missing != "copy_verified" else ""})
    with inside(LAKESIDE):
        assert not thing.movements.exists()


def test_nor_does_the_database_let_it():
    thing = device()
    row = {
        "organization_id": LAKESIDE,
        "recorded_by": grace.user.id,
        "device": thing,
        "taken_by": maria.user.id,
        "origin": "Office",
        "destination": "Elsewhere",
        "purpose": "Repair",
        "left_at": timezone.now(),
    }
    for said in ({"held_ephi": True}, {"held_ephi": False}, {"held_ephi": True, **COPIED, "copy_proof": ""}):  # fmt: skip
        with grace.acting(), pytest.raises(IntegrityError), transaction.atomic():
            Movement(**row, **said).save(force_insert=True)


@pytest.mark.parametrize(
    ("how", "proof", "good"),
    [
        ("hash", "0b" * 32, True),
        ("hash", "0B" * 32, True),
        ("hash", "0b" * 31, False),
        ("hash", "looks the same", False),
        ("count", "1204 and 1204", True),
        ("count", "1204/1204", True),
        ("count", "1204 and 1205", False),
        ("count", "0 and 0", False),
        ("count", "many", False),
        ("count", "1204", False),
        ("restored", "Opened three threads", True),
        ("", "", True),
    ],
)
def test_a_proof_shows_that_both_are_alike(how, proof, good):
    assert (wrong_proof(how, proof) == "") == good


def test_a_copy_that_differs_is_none():
    with pytest.raises(NoVerifiedCopy, match="differ"):
        moved(device(), copy_proof="1204 and 3")


def test_what_is_out_comes_back_before_it_leaves_again():
    thing = device()
    movement = moved(thing)
    with pytest.raises(AlreadyOut):
        moved(thing)
    with grace.acting() as actor:
        return_device(actor=actor, movement_id=movement.id, note="With a new screen")
    with grace.acting() as actor, pytest.raises(AlreadySettled):
        return_device(actor=actor, movement_id=movement.id, note="Again")
    moved(thing)


def test_what_holds_none_leaves_without_a_copy():
    movement = moved(device(holds_ephi=False), copy_place="", copy_verified="", copy_proof="")
    assert not movement.held_ephi


def test_two_people_answer_for_an_end_and_get_a_numbered_certificate():
    first, second = wiped(device()), wiped(device())
    with pytest.raises(OwnDisposal):
        confirmed(first, grace)
    numbers = [
        int(confirmed(each).number.removeprefix(f"{today().year}-")) for each in (first, second)
    ]
    assert numbers[1] == numbers[0] + 1
    with pytest.raises(AlreadySettled):
        confirmed(first)
    found = entries(DEVICE_CERTIFIED.name)
    told = {entry.details["number"] for entry in found}
    assert told >= {f"{today().year}-{number:04d}" for number in numbers}
    with inside(LAKESIDE):
        thing = Device.objects.get(id=first.device_id)
    assert thing.state == "disposed"
    with pytest.raises(NotHere):
        moved(thing)
    with pytest.raises(NotHere):
        wiped(thing)


def test_nor_does_the_database_let_one_person_do_both():
    disposal = wiped(device(samuel), samuel)
    disposal.confirmed_by, disposal.confirmed_at = samuel.user.id, timezone.now()
    disposal.number, disposal.entry_id = "2026-9999", samuel.user.id
    with samuel.acting(), pytest.raises(IntegrityError), transaction.atomic():
        disposal.save(update_fields=["confirmed_by", "confirmed_at", "number", "entry_id"])


def test_what_was_wiped_for_reuse_stays_and_holds_nothing():
    thing = device()
    confirmed(wiped(thing, aim="reuse", method="clear"))
    with inside(LAKESIDE):
        thing.refresh_from_db()
    assert (thing.state, thing.holds_ephi) == ("in_use", False)


@pytest.mark.parametrize(
    ("kind", "aim", "method"),
    [
        ("laptop_ssd", "disposal", "clear"),
        ("laptop_ssd", "reuse", "destroy"),
        ("paper", "disposal", "purge"),
        ("optical", "reuse", "clear"),
        ("cloud_volume", "disposal", "destroy"),
    ],
)
def test_a_method_that_does_not_do_is_refused(kind, aim, method):
    with pytest.raises(NotEnough):
        wiped(device(kind=kind), aim=aim, method=method)


def test_what_is_lost_can_neither_move_nor_be_wiped():
    thing = device()
    with grace.acting() as actor:
        lose_device(actor=actor, device_id=thing.id, what_happened="Left in a taxi")
    with pytest.raises(NotHere):
        moved(thing)
    with pytest.raises(NotHere):
        wiped(thing)
