"""From a choice on a page to a certificate in hand."""

import json

import pytest

from chaperone.retention.models import Hold, Period, Run
from tests.cast import LAKESIDE, dewey, grace, ines, inside, kristopher, samuel
from tests.retention.purging.scene import NOTICES, notices, old_notices, to_the_end
from tests.web.administration.asking import entries

pytestmark = pytest.mark.usefixtures("committed")


def get(client, address):
    return client.get(address, secure=True)


def post(client, address, **fields):
    return client.post(address, fields, secure=True)


def one(model):
    with inside(LAKESIDE):
        return model.objects.get(organization_id=LAKESIDE)


def test_a_shorter_period_is_shown_and_agreed_on_by_another():
    old_notices(3, days=500)
    administrator, officer = grace.client(), samuel.client()
    page = f"/retention/classes/{NOTICES}/"
    assert post(administrator, page, days="365", reason="Counsel.").status_code == 302
    decide = f"/retention/periods/{one(Period).id}/"
    assert "By that period 3 rows would be due at once" in get(officer, decide).content.decode()
    assert "somebody else decides" in get(administrator, decide).content.decode()
    assert post(administrator, decide, decision="agree").status_code == 400
    assert post(officer, decide, decision="agree").status_code == 302
    assert one(Period).state == "in_force"
    assert "Samuel" in get(officer, page).content.decode()


def test_what_is_asked_for_is_taken_back_by_who_asked():
    administrator = grace.client()
    post(administrator, f"/retention/classes/{NOTICES}/", days="365", reason="Counsel.")
    back = f"/retention/periods/{one(Period).id}/take-back/"
    assert post(samuel.client(), back).status_code == 404
    assert post(administrator, back).status_code == 302
    assert one(Period).state == "withdrawn"


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"days": "89", "reason": "x"},
        {"days": "99999999", "reason": "x"},
        {"days": "x", "reason": "x"},
        {"days": "400", "reason": " "},
        {"days": "400", "reason": "x" * 501},
        {"days": ["400", "500"], "reason": "x"},
        {"days": "400", "reason": "a\0b"},
    ],
)
def test_a_period_that_cannot_be_is_said_and_nothing_is_kept(fields):
    answer = post(grace.client(), f"/retention/classes/{NOTICES}/", **fields)
    assert answer.status_code == 400
    with inside(LAKESIDE):
        assert not Period.objects.exists()


def test_nobody_chooses_what_is_not_theirs():
    assert post(grace.client(), "/retention/classes/ledger.entries/", days="1").status_code == 404
    assert post(ines.client(), f"/retention/classes/{NOTICES}/", days="400").status_code == 404
    assert get(grace.client(), "/retention/classes/nothing/").status_code == 404


def test_a_hold_from_placing_to_its_end():
    officer, administrator = samuel.client(), grace.client()
    bad = post(officer, "/retention/holds/add/", what=NOTICES, ground="litigation", matter="Jane")
    assert bad.status_code == 400
    fields = {"what": NOTICES, "ground": "litigation", "matter": "2026/7"}
    assert post(officer, "/retention/holds/add/", **fields).status_code == 302
    page = f"/retention/holds/{one(Hold).id}/"
    assert post(officer, f"{page}release/").status_code == 302
    assert post(officer, page, decision="agree").status_code == 400
    assert "Need it not be kept" in get(administrator, page).content.decode()
    assert post(administrator, page, decision="agree").status_code == 302
    assert one(Hold).state == "released"


def test_a_hold_on_a_member_is_placed_from_their_page():
    administrator = grace.client()
    with inside(LAKESIDE):
        member_id = kristopher.member.id
    page = get(administrator, f"/administration/members/{member_id}/").content.decode()
    address = f"/retention/holds/member/{member_id}/"
    assert address in page
    assert post(administrator, address, ground="complaint", matter="1").status_code == 302
    assert one(Hold).member_id == member_id


def test_an_officer_places_one_by_the_number_and_sees_no_member():
    officer = samuel.client()
    with inside(LAKESIDE):
        member_id = kristopher.member.id
    fields = {"what": "member", "ground": "subpoena", "matter": "2026/8"}
    address = "/retention/holds/add/"
    placed = post(officer, address, number=kristopher.phone, **fields)
    assert placed.status_code == 302
    hold = one(Hold)
    assert (hold.reach, hold.member_id, hold.class_name) == ("member", member_id, "")
    told = get(officer, placed.headers["location"]).content.decode()
    assert str(member_id) in told
    assert kristopher.name not in told
    # They do not reach the member for that.
    assert get(officer, f"/retention/holds/member/{member_id}/").status_code == 404
    (entry,) = entries("retention.hold.placed")
    assert entry.members == (member_id,)
    assert kristopher.phone not in str(entry.details)


@pytest.mark.parametrize(
    "fields",
    [
        {"what": "member"},
        {"what": "member", "number": "+15085550000"},
        {"what": "member", "number": dewey.phone},
        {"what": "member", "number": "who?"},
        {"what": "member", "number": "a\0b"},
        {"what": "everything", "number": kristopher.phone},
        {"what": NOTICES, "number": kristopher.phone},
        {"number": kristopher.phone},
    ],
)
def test_a_hold_on_nobody_who_is_known_is_said_and_none_is_placed(fields):
    given = {"ground": "subpoena", "matter": "2026/8"} | fields
    answer = post(samuel.client(), "/retention/holds/add/", **given)
    assert answer.status_code == 400
    with inside(LAKESIDE):
        assert not Hold.objects.exists()


def test_purged_now_and_certified(as_login):
    old_notices(3)
    client = grace.client()
    assert "Notices to staff" in get(client, "/retention/next/").content.decode()
    assert post(client, "/retention/next/", confirmation="yes").status_code == 400
    assert post(client, "/retention/next/", confirmation="PURGE").status_code == 302
    page = f"/retention/runs/{one(Run).id}/"
    assert "Stop it" in get(client, page).content.decode()
    assert get(client, f"{page}certificate.pdf").status_code == 302
    with as_login("worker"):
        to_the_end()
    assert notices() == []
    assert "3 of 3 rows" in get(client, page).content.decode()
    assert get(client, f"{page}certificate.pdf").content.startswith(b"%PDF")
    said = json.loads(get(client, f"{page}certificate.json").content)
    assert said["certificate"]["classes"][0]["purged"] == 3
    assert len(entries("retention.certificate.fetched")) == 2
    # Another organization's people see nothing of it.
    assert post(client, f"{page}stop/").status_code == 302


def test_how_many_questions_each_list_asks(as_login, django_assert_max_num_queries):
    """However many classes, holds and runs there are."""
    client = samuel.client()
    for address, most in (("/retention/", 24), ("/retention/holds/", 20), ("/retention/runs/", 22)):
        get(client, address)
        with django_assert_max_num_queries(most):
            assert get(client, address).status_code == 200
