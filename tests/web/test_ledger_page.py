"""The ledger's page: search, its own record, and a verify button that finds what was changed."""

import pytest
from django.urls import reverse

from chaperone.access.actors import operator
from chaperone.ledger.queries import search
from chaperone.web.ledger.events import LEDGER_NOT_VERIFIED, LEDGER_SEARCHED, LEDGER_VERIFIED
from tests.cast import LAKESIDE, ines, inside, maria, samuel, ursula

pytestmark = pytest.mark.usefixtures("committed")


def entries(event):
    with inside(LAKESIDE):
        return search(operator(LAKESIDE), event=event.name).rows


def test_officer_and_auditor_see_entries_and_no_names_of_members():
    for person in (samuel, ines):
        page = person.client().get(reverse("ledger:search"), secure=True).content.decode()
        assert "members.member.enrolled" in page
        assert ursula.name not in page


def test_coach_does_not_see_the_ledger():
    assert maria.client().get(reverse("ledger:search"), secure=True).status_code == 404


def test_search_is_recorded_and_paging_keeps_it():
    client = samuel.client()
    url = reverse("ledger:search")
    page = client.get(url, {"event": "members.member.enrolled"}, secure=True).content.decode()
    assert "access.grant.given</small>" not in page
    (entry,) = entries(LEDGER_SEARCHED)
    assert entry.details == {"event": "members.member.enrolled"}


@pytest.mark.parametrize(
    "asked",
    [
        {"person": "nobody"},
        {"member": "x"},
        {"event": "no.such.event"},
        {"since": "yesterday"},
        {"since": "2026-11-02", "until": "2026-11-01"},
        {"before": "\x00"},
    ],
    ids=str,
)
def test_search_says_what_is_wrong(asked):
    response = samuel.client().get(reverse("ledger:search"), asked, secure=True)
    assert response.status_code == 200
    assert entries(LEDGER_SEARCHED) == []


def test_verify_says_what_is_wrong_when_there_is_no_signed_copy():
    page = samuel.client().post(reverse("ledger:verify"), secure=True).content.decode()
    assert "Not verified." in page
    (entry,) = entries(LEDGER_NOT_VERIFIED)
    assert entry.outcome == "failure"
    assert entries(LEDGER_VERIFIED) == []
