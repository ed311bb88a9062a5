"""What falls due in this room, and when."""

from datetime import timedelta

import pytest

from chaperone.duties.registry import sources
from chaperone.facilities.actions.sites import sign_plan, write_plan
from chaperone.facilities.dates import a_year_after
from chaperone.facilities.dues import dues
from chaperone.facilities.models import Device
from tests.cast import LAKESIDE, grace, inside
from tests.facilities.scene import (
    approved,
    checked,
    copy_asked,
    device,
    moved,
    site,
    today,
)

pytestmark = pytest.mark.django_db(databases=["default", "apart"])
TODAY = today()


def due(until=TODAY):
    with inside(LAKESIDE):
        return {each.key: each for each in dues(LAKESIDE, until)}


def test_the_calendar_asks_this_room():
    assert dues in sources()


def test_checks_of_one_day_are_one_duty_and_what_is_gone_is_none():
    before = due(TODAY + timedelta(days=800))
    day = a_year_after(TODAY)
    for _ in range(2):
        checked(device())
    lost = device()
    checked(lost)
    with inside(LAKESIDE):
        Device.objects.filter(id=lost.id).update(state="lost")
    found = due(day)
    key = f"facilities.checks:{day}"
    assert key not in before
    assert found[key].what == "2 devices are to be checked"
    assert key not in due(day - timedelta(days=1))


def test_what_failed_its_check_is_due_at_once():
    checked(device(), "firewall")
    assert due()[f"facilities.checks:{TODAY}"].what == "1 device is to be checked"


def test_only_the_plan_in_force_is_reviewed():
    place = site()
    with grace.acting() as actor:
        for text in ("First", "Second"):
            plan = write_plan(actor=actor, site_id=place.id, text=text)
            sign_plan(actor=actor, plan_id=plan.id, factor="totp")
    found = [each for each in due(a_year_after(TODAY)).values() if place.name in each.what]
    assert [each.key.split(":")[1] for each in found] == [str(plan.id)]


def test_what_does_not_come_back_is_not_waited_for():
    out = moved(device(), due_on=TODAY + timedelta(days=3))
    gone = moved(device())
    assert f"facilities.movement:{out.id}" not in due(TODAY + timedelta(days=2))
    found = due(TODAY + timedelta(days=3))
    assert f"facilities.movement:{out.id}" in found
    assert f"facilities.movement:{gone.id}" not in found


def test_copies_that_wait_are_due_on_their_day_and_decided_ones_are_not():
    before = sum(int(each.what.split()[0]) for key, each in due().items() if "copies" in key)
    copy_asked()
    approved()
    after = sum(int(each.what.split()[0]) for key, each in due().items() if "copies" in key)
    assert after == before + 1
