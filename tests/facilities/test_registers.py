"""Sites, visitors, badges and devices: what is entered, what falls due, what stays."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from chaperone.access.registry import with_devices
from chaperone.facilities.actions.devices import change_device
from chaperone.facilities.actions.sites import review_plan, sign_plan, write_plan
from chaperone.facilities.actions.visits import add_badge, add_badge_use, retire_badge, sign_out
from chaperone.facilities.checklists import outline, wiping_of, workstation_items
from chaperone.facilities.dates import a_year_after
from chaperone.facilities.errors import AlreadySettled, AlreadyThere, NotFound
from chaperone.facilities.markup import as_html
from chaperone.facilities.models import Device, Visit
from chaperone.facilities.queries.sites import sites_of
from chaperone.facilities.queries.visits import badge_uses_of, inside, is_overnight
from chaperone.registers.queries.history import history_of
from chaperone.registers.queries.signatures import signatures_of
from tests.cast import grace, ines, maria, samuel, tom
from tests.facilities.scene import (
    checked,
    device,
    site,
    today,
    visitor,
)

pytestmark = pytest.mark.django_db(databases=["default", "apart"])
ZONES = ["America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Berlin"]
DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))


@given(DAYS)
def test_a_year_after_any_day_is_the_same_day_or_the_last_of_february(day):
    later = a_year_after(day)
    assert 365 <= (later - day).days <= 366
    assert (later.month, later.day) == ((2, 28) if (day.month, day.day) == (2, 29) else (day.month, day.day))  # fmt: skip


@given(st.datetimes(datetime(2020, 1, 1), datetime(2060, 1, 1)), st.sampled_from(ZONES))  # noqa: DTZ001
def test_overnight_begins_at_midnight_where_the_organization_is(moment, name):
    zone = ZoneInfo(name)
    came = moment.replace(tzinfo=UTC)
    day = came.astimezone(zone).date()
    assert not is_overnight(Visit(arrived_at=came), day, zone)
    assert is_overnight(Visit(arrived_at=came), day + timedelta(days=1), zone)
    assert not is_overnight(Visit(arrived_at=came, left_at=came), day + timedelta(days=9), zone)


@given(DAYS, DAYS)
def test_a_check_is_overdue_from_the_day_after_it_was_due(due, today):
    thing = Device(kind=Device.Kind.LAPTOP, state="in_use", check_due_on=due)
    assert (thing.check_state(today) == "overdue") == (today > due)
    assert (thing.check_state(today) == "soon") == (timedelta(0) <= due - today <= timedelta(days=30))  # fmt: skip


def test_the_checklists_say_what_pages_ask_of_them():
    assert outline().count("## ") >= 8
    assert {"disk_encryption", "firewall"} <= {item.id for item in workstation_items()}
    for kind in Device.Kind.values:
        wiping = wiping_of(kind)
        assert wiping, kind
        assert wiping.purge or wiping.destroy


def test_a_plan_is_in_force_once_signed_and_due_in_a_year():
    place = site()
    with grace.acting() as actor:
        plan = write_plan(actor=actor, site_id=place.id, text=outline())
        assert sites_of(actor).get(id=place.id).review_due_on is None
        sign_plan(actor=actor, plan_id=plan.id, factor="totp")
        due = sites_of(actor).get(id=place.id).review_due_on
        assert due == a_year_after(today())
        (signature,) = signatures_of(actor, plan.id)
        assert signature.name == "Grace Lin"
        with pytest.raises(AlreadySettled):
            sign_plan(actor=actor, plan_id=plan.id, factor="totp")
        assert len(history_of(actor, plan.id)) == 3


def test_a_version_that_another_has_overtaken_is_neither_signed_nor_reviewed():
    place = site()
    with grace.acting() as actor:
        first = write_plan(actor=actor, site_id=place.id, text="First")
        second = write_plan(actor=actor, site_id=place.id, text="Second")
        assert (first.number, second.number) == (1, 2)
        with pytest.raises(AlreadySettled):
            sign_plan(actor=actor, plan_id=first.id, factor="totp")
        with pytest.raises(AlreadySettled):
            review_plan(actor=actor, plan_id=second.id, found="Not signed yet")
        sign_plan(actor=actor, plan_id=second.id, factor="totp")
        review_plan(actor=actor, plan_id=second.id, found="All as written")


def test_the_text_of_a_plan_is_never_changed():
    place = site()
    with grace.acting() as actor:
        plan = write_plan(actor=actor, site_id=place.id, text="First")
        plan.text = "Other"
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            plan.save(update_fields=["text"])


def test_a_visitor_is_in_until_signed_out_once():
    visit = visitor(site())
    with grace.acting() as actor:
        assert visit in inside(actor)
        sign_out(actor=actor, visit_id=visit.id)
        assert visit not in inside(actor)
        with pytest.raises(AlreadySettled):
            sign_out(actor=actor, visit_id=visit.id)
    with tom.acting() as stranger, pytest.raises(NotFound):
        sign_out(actor=stranger, visit_id=visit.id)


def test_a_line_of_a_locks_record_is_entered_once_and_unknown_badges_show():
    at = timezone.now()
    with grace.acting() as actor:
        badge = add_badge(actor=actor, number="A-17", holder=maria.user.id)
        with pytest.raises(AlreadyThere):
            add_badge(actor=actor, number="A-17", holder=samuel.user.id)
        line = {"door": "Back door", "at": at}
        assert add_badge_use(actor=actor, badge="A-17", **line)
        assert add_badge_use(actor=actor, badge="A-17", **line) is None
        add_badge_use(actor=actor, badge="Z-99", **line)
        found = badge_uses_of(actor).filter(at=at)
        assert {use.badge: use.known for use in found} == {"A-17": True, "Z-99": False}
        retire_badge(actor=actor, badge_id=badge.id)
        assert not any(use.known for use in found.all())


def test_a_check_with_a_failing_stays_due_and_onboarding_waits_for_a_good_one():
    thing = device(owner=ines.user.id)
    with grace.acting() as actor:
        assert with_devices(actor, [ines.user.id]) == frozenset()
    checked(thing, "firewall")
    with grace.acting() as actor:
        thing.refresh_from_db()
        assert (thing.disk_encrypted, thing.firewall_on) == (True, False)
        assert thing.check_due_on == thing.checked_on
        assert with_devices(actor, [ines.user.id]) == frozenset()
    checked(thing)
    with grace.acting() as actor:
        thing.refresh_from_db()
        assert thing.check_due_on == a_year_after(thing.checked_on)
        assert with_devices(actor, [tom.user.id, ines.user.id]) == {ines.user.id}


def test_a_serial_number_is_of_one_device():
    thing = device()
    with pytest.raises(AlreadyThere):
        device(serial=thing.serial)
    other = device(serial="")
    device(serial="")
    with grace.acting() as actor, pytest.raises(AlreadyThere):
        change_device(actor=actor, device_id=other.id, serial=thing.serial)


def test_a_plan_brings_no_html_and_no_script_of_its_author():
    shown = as_html("## Doors\n\n<script>1</script>\n\n[a](javascript:1) ![x](y.png) <b>b</b>")
    assert "<h2>Doors</h2>" in shown
    for never in ("<script", 'href="javascript', "<img", "<b>"):
        assert never not in shown
