"""The pages of the room, for those who keep its registers and those who read them."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from chaperone.access.copies import RECORD
from chaperone.facilities.actions.sites import sign_plan, write_plan
from chaperone.facilities.events import COPY_APPROVED, COPY_ASKED, COPY_WITHDRAWN
from chaperone.facilities.models import (
    BadgeUse,
    CopyRequest,
    Device,
    Disposal,
    Maintenance,
    Movement,
    Plan,
    Site,
    Visit,
)
from tests.access.scene import id_of
from tests.cast import LAKESIDE, daniel, grace, ines, inside, maria, samuel, tom, ursula
from tests.facilities.scene import (
    COPIED,
    REASON,
    SITE,
    approved,
    checked,
    confirmed,
    copy_asked,
    device,
    moved,
    site,
    today,
    visitor,
    wiped,
)
from tests.web.administration.asking import queries

pytestmark = pytest.mark.django_db(databases=["default", "apart"])
ASK = {
    "elements": [RECORD],
    "about": "everybody",
    "member": "",
    "by": "page",
    "times": "once",
    "lasts": "7",
    "destination": "The auditor's drive",
    "reason": REASON,
}


def address(name, **arguments):
    return reverse(f"facilities:{name}", kwargs=arguments)


def page(person, name, data=None, **arguments):
    return person.client().get(address(name, **arguments), data, secure=True)


def send(person, name, data, **arguments):
    return person.client().post(address(name, **arguments), data, secure=True)


def text(response, status=200):
    assert response.status_code == status, response.content.decode()[:3000]
    return " ".join(response.content.decode().split())


def latest(kind):
    """The one that was just made: the demo has some of each."""
    with inside(LAKESIDE):
        return kind.objects.latest("id")


def test_a_copy_is_asked_for_approved_by_another_and_taken_back():
    assert "Nobody has asked yet" in text(page(tom, "copies"))
    assert send(ines, "copy_ask", ASK).status_code == 302
    asked = latest(CopyRequest)
    assert (asked.state, asked.single_use, asked.by_command) == ("waiting", True, False)
    assert "Do you allow it?" not in text(page(ines, "copy", copy_id=asked.id))
    waiting = text(page(samuel, "copies"))
    assert "Waiting for your decision" in waiting
    assert "Ines Duarte" in waiting
    said = text(page(samuel, "copy", copy_id=asked.id))
    assert REASON in said
    assert "Do you allow it?" in said
    # The buttons say it, and nothing else: what is sent twice is refused.
    assert said.count('name="decision"') == 2
    empty = send(samuel, "copy_decide", {"decision": "approve", "reason": ""}, copy_id=asked.id)
    assert "required" in text(empty, 422)
    good = {"decision": "approve", "reason": "The evaluation needs it."}
    assert send(samuel, "copy_decide", good, copy_id=asked.id).status_code == 302
    assert latest(CopyRequest).state == "approved"
    assert "decided already" in text(send(samuel, "copy_decide", good, copy_id=asked.id), 422)
    assert "all entries" in text(ines.client().get(reverse("ledger:account"), secure=True))
    assert send(ines, "copy_withdraw", {}, copy_id=asked.id).status_code == 302
    said = text(page(ines, "copy", copy_id=asked.id))
    assert "Taken back" in said
    history = said[said.index("from the ledger, newest first") :]
    events = (COPY_WITHDRAWN, COPY_APPROVED, COPY_ASKED)
    places = [history.index(each.meaning) for each in events]
    assert places == sorted(places)
    assert history.count("Samuel Brandt") == 1
    assert "that can be used now" in text(ines.client().get(reverse("ledger:account"), secure=True))


def test_nobody_decides_on_their_own_and_a_colleague_sees_nothing_of_it():
    own = copy_asked(samuel)
    assert "Do you allow it?" not in text(page(samuel, "copy", copy_id=own))
    sent = send(samuel, "copy_decide", {"decision": "approve", "reason": "x"}, copy_id=own)
    assert "Nobody approves" in text(sent, 422)
    asked = copy_asked(maria, member_id=id_of(ursula))
    assert page(daniel, "copy", copy_id=asked).status_code == 404
    assert send(daniel, "copy_withdraw", {}, copy_id=asked).status_code == 404
    assert str(id_of(ursula)) not in text(page(daniel, "copies"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"elements": []},
        {"elements": ["everything"]},
        {"about": "member"},
        {"member": str(LAKESIDE)},
        {"about": "member", "member": "x"},
        {"lasts": "900"},
        {"destination": "a\0b"},
        {"destination": "x" * 201},
        {"reason": ""},
        {"reason": ["a", "b"]},
    ],
    ids=str,
)
def test_what_is_wrong_with_a_request_is_said(wrong):
    with inside(LAKESIDE):
        before = CopyRequest.objects.count()
    assert send(ines, "copy_ask", ASK | wrong).status_code == 422
    with inside(LAKESIDE):
        assert CopyRequest.objects.count() == before


def test_a_site_gets_a_plan_that_is_signed_and_reviewed():
    assert "No site yet" in text(page(tom, "sites"))
    assert send(grace, "site_add", SITE).status_code == 302
    place = latest(Site)
    assert "outline" in text(page(grace, "site", site_id=place.id))
    assert "Doors, windows" in text(page(grace, "plan_write", site_id=place.id))
    assert send(grace, "plan_write", {"text": "## Doors"}, site_id=place.id).status_code == 302
    plan = latest(Plan)
    assert "Not signed yet" in text(page(ines, "site_plan", plan_id=plan.id))
    assert "Your signature says" in text(page(grace, "plan_sign", plan_id=plan.id))
    assert send(grace, "plan_sign", {}, plan_id=plan.id).status_code == 302
    assert "Grace Lin" in text(page(ines, "site_plan", plan_id=plan.id))
    assert send(grace, "plan_review", {"found": "As written"}, plan_id=plan.id).status_code == 302
    assert "Plan reviewed" in text(page(ines, "sites"))
    changed = SITE | {"contact_name": "Samuel Brandt"}
    assert send(grace, "site_change", changed, site_id=place.id).status_code == 302
    said = text(page(ines, "site", site_id=place.id))
    assert "What is known of a site was changed" in said
    assert send(ines, "site_change", changed, site_id=place.id).status_code == 404
    assert "cannot be taken back" in text(page(grace, "site_retire", site_id=place.id))
    assert send(grace, "site_retire", {}, site_id=place.id).status_code == 302
    assert "Not used any more" in text(page(ines, "sites"))
    assert "already" in text(send(grace, "site_retire", {}, site_id=place.id), 422)


def test_the_desk_signs_in_and_out_and_flags_who_stayed_overnight():
    place = site()
    form = {"visitor": "Vera Klein", "purpose": "Lock", "escort": grace.user.id, "site": place.id}
    assert send(grace, "desk", form).status_code == 302
    visit = latest(Visit)
    assert "2 visitors in the building" in text(page(grace, "desk"))
    yesterday = timezone.now() - timedelta(days=1)
    with grace.acting() as actor:
        Visit(
            organization_id=actor.organization_id,
            recorded_by=actor.user_id,
            site=place,
            visitor="Otto Late",
            purpose="Cables",
            escort=maria.user.id,
            arrived_at=yesterday,
        ).save(force_insert=True)
    assert "Not signed out since yesterday" in text(page(grace, "desk"))
    assert send(grace, "visit_out", {}, visit_id=visit.id).status_code == 302
    assert send(grace, "visit_out", {}, visit_id=visit.id).status_code == 302
    assert "Vera Klein" in text(page(ines, "visits"))
    assert "Vera Klein" not in text(page(ines, "visits", {"state": "inside"}))
    assert page(maria, "desk").status_code == 404
    for wrong in ({"escort": ""}, {"escort": LAKESIDE}, {"site": "x"}, {"visitor": "a\0"}):
        assert send(grace, "desk", form | wrong).status_code == 422


def test_a_repair_is_recorded():
    place = site()
    form = {"site": place.id, "part": "lock", "place": "Back door", "what": "New cylinder"}
    form |= {"done_by": "Reiss & Co", "done_on": today().isoformat()}
    assert send(grace, "maintenance_add", form).status_code == 302
    assert "New cylinder" in text(page(ines, "maintenance", {"part": "lock", "q": "cylinder"}))
    assert latest(Maintenance).part == "lock"
    for wrong in ({"part": "roof"}, {"done_on": "2099-01-01"}, {"site": ""}):
        assert send(grace, "maintenance_add", form | wrong).status_code == 422


def test_a_locks_record_is_imported_once_and_unknown_badges_are_flagged():
    form = {"number": "A-17", "holder": maria.user.id}
    assert send(grace, "badge_add", form).status_code == 302
    assert "already" in text(send(grace, "badge_add", form), 422)
    client = grace.client()
    lines = b"Card number;Reader;Timestamp;Event\nA-17;Front;2026-11-20 08:01;open\nZ-99;Front;2026-11-20 23:40;refused\n"  # fmt: skip
    for _ in range(2):
        file = SimpleUploadedFile("lock.csv", lines, "text/csv")
        start = reverse("registers:import", kwargs={"name": "badge-record"})
        preview = client.post(start, {"file": file}, secure=True)
        assert preview.status_code == 302
        assert "2 good lines" in text(client.get(preview["Location"], secure=True))
        done = client.post(preview["Location"], {"leave_out": "0"}, secure=True)
        assert done.status_code == 302
    with inside(LAKESIDE):
        assert BadgeUse.objects.filter(badge__in=["A-17", "Z-99"]).count() == 2
    said = text(page(ines, "badges", {"known": "unknown"}))
    assert "Z-99" in said
    assert "unknown badge" in said
    assert "08:01" not in said


def test_a_device_is_entered_checked_and_lost():
    form = {"name": "Laptop 9", "kind": "laptop_ssd", "serial": "SN9", "owner": maria.user.id}
    form |= {"state": "in_use", "holds_ephi": "yes"}
    assert send(grace, "device_add", form).status_code == 302
    thing = latest(Device)
    assert "Never checked" in text(page(ines, "devices", {"check": "never"}))
    assert "The disk is encrypted" in text(page(grace, "device_check", device_id=thing.id))
    good = {"passed": ["disk_encryption"], "note": "The firewall is off"}
    assert send(grace, "device_check", good, device_id=thing.id).status_code == 302
    said = text(page(ines, "device", device_id=thing.id))
    assert "Not in order" in said
    assert "Firewall off" in said
    changed = form | {"name": "Laptop nine", "owner": "", "holds_ephi": "no"}
    assert send(grace, "device_change", changed, device_id=thing.id).status_code == 302
    assert latest(Device).owner is None
    assert (
        send(grace, "device_change", form | {"owner": "x"}, device_id=thing.id).status_code == 422
    )
    lost = {"what_happened": "Left in a taxi"}
    assert send(grace, "device_lost", lost, device_id=thing.id).status_code == 302
    assert "Lost or stolen" in text(page(ines, "device", device_id=thing.id))
    assert "not here any more" in text(send(grace, "device_lost", lost, device_id=thing.id), 422)
    assert send(ines, "device_lost", lost, device_id=thing.id).status_code == 404


def test_what_holds_ephi_leaves_with_a_copy_only_and_comes_back():
    thing = device()
    form = {"device": thing.id, "taken_by": maria.user.id, "origin": "Office"}
    form |= {"destination": "Repair shop", "purpose": "Screen", "due_on": ""}
    assert "copy was made and verified" in text(send(grace, "movement_add", form), 422)
    half = form | COPIED | {"copy_proof": "1 and 2"}
    assert "counts differ" in text(send(grace, "movement_add", half), 422)
    assert send(grace, "movement_add", form | COPIED).status_code == 302
    movement = latest(Movement)
    assert "does not come back" in text(page(ines, "movements", {"out": "out"}))
    back = {"note": "As new"}
    assert send(grace, "movement_return", back, movement_id=movement.id).status_code == 302
    assert "As new" in text(page(ines, "movements"))


def test_two_people_make_a_certificate_that_is_read_as_pdf():
    thing = device()
    form = {"device": thing.id, "aim": "disposal", "method": "clear", "how": "Reset"}
    form |= {"done_on": today().isoformat()}
    assert "purged or destroyed" in text(send(grace, "disposal_add", form), 422)
    assert send(grace, "disposal_add", form | {"method": "destroy"}).status_code == 302
    row = latest(Disposal)
    assert page(ines, "disposal_certificate", disposal_id=row.id).status_code == 302
    assert "somebody else" in text(send(grace, "disposal_confirm", {}, disposal_id=row.id), 422)
    assert "Did you see" in text(page(samuel, "disposal_confirm", disposal_id=row.id))
    assert send(samuel, "disposal_confirm", {}, disposal_id=row.id).status_code == 302
    printed = page(ines, "disposal_certificate", disposal_id=row.id)
    assert printed["Content-Type"] == "application/pdf"
    assert BytesIO(printed.content).read(5) == b"%PDF-"
    row.refresh_from_db()
    assert row.number
    assert row.number in text(page(ines, "disposals"))


REGISTERS = ("sites", "visitors", "maintenance", "badge-record", "devices", "movements", "disposals", "copies")  # fmt: skip


def one_of_each():
    place = site(name=f"Pier {timezone.now().timestamp()}")
    visitor(place)
    with grace.acting() as actor:
        plan = write_plan(actor=actor, site_id=place.id, text="## Doors")
        sign_plan(actor=actor, plan_id=plan.id, factor="totp")
    thing = device()
    checked(thing)
    moved(thing)
    confirmed(wiped(device()))
    approved()


@pytest.mark.parametrize("name", REGISTERS)
def test_each_register_is_taken_away_as_csv_and_json_by_who_reads_it(name):
    one_of_each()
    for kind in ("csv", "json"):
        there = reverse(f"registers:export_{kind}", kwargs={"name": name})
        assert ines.client().get(there, secure=True).status_code == 200
        assert maria.client().get(there, secure=True).status_code == 404


def test_devices_are_imported_with_their_owner_by_e_mail():
    client = grace.client()
    lines = "Name;Kind;Serial number;Answers for it;Members' data on it\n"
    lines += f"Phone 1;phone;P1;{maria.email};yes\nStick;USB stick or memory card;;;no\n"
    start = reverse("registers:import", kwargs={"name": "devices"})
    file = SimpleUploadedFile("devices.csv", lines.encode(), "text/csv")
    preview = client.post(start, {"file": file}, secure=True)
    assert client.post(preview["Location"], {"leave_out": "0"}, secure=True).status_code == 302
    with inside(LAKESIDE):
        assert Device.objects.get(serial="P1").owner == maria.user.id
        assert Device.objects.get(name="Stick").kind == "usb_card"


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("sites", 22),
        ("visits", 22),
        ("desk", 24),
        ("maintenance", 22),
        ("badges", 23),
        ("devices", 22),
        ("movements", 22),
        ("disposals", 22),
        ("copies", 23),
    ],
)
def test_a_list_costs_the_same_for_one_and_for_many(name, most):
    one_of_each()
    client = samuel.client()
    one = queries(client, address(name))
    for _ in range(3):
        one_of_each()
    assert queries(client, address(name)) == one
    assert one <= most
