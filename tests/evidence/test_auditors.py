"""An auditor's sign-in that ends by itself, approved by a second officer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from chaperone.access.actions.requests import approve
from chaperone.access.errors import OwnRequest
from chaperone.access.models import Grant, Request
from chaperone.access.queries import enter
from chaperone.accounts.models import User
from tests.cast import HARBOR, inside, today_there
from tests.evidence.asking import get, post, second, text
from tests.risks.cast import auditor, coach, officer

pytestmark = pytest.mark.django_db(databases=["default", "apart"])
EMAIL = "petra.vogel@audits.example"


def invited(person=officer, **changes):
    values = {
        "name": "Petra Vogel",
        "email": EMAIL,
        "until": (today_there() + timedelta(days=14)).isoformat(),
        "reason": "Yearly evaluation by Vogel Audits.",
        **changes,
    }
    return post(person, "auditor_invite", values)


def test_the_access_ends_on_the_evening_of_the_day():
    assert invited().status_code == 302
    page = text(get(officer, "auditors"))
    assert "Petra Vogel" in page
    assert "Waits for a second officer" in page
    with inside(HARBOR):
        request = Request.objects.get(organization_id=HARBOR, role="auditor", state="waiting")
    with second.acting() as actor:
        grant = approve(actor=actor, request_id=request.id, note="For the audit.")
        last = timezone.localtime(grant.ends_at - timedelta(seconds=1))
        assert last.date() == today_there() + timedelta(days=14)
        assert (last.hour, last.minute) == (23, 59)
    assert "Reads now" in text(get(officer, "auditors"))

    user = User.objects.get(email=EMAIL)
    with inside(HARBOR):
        assert enter(user, address="192.0.2.1").staff.roles == {"auditor"}
        Grant.objects.filter(id=grant.id).update(ends_at=timezone.now() - timedelta(seconds=1))
        entered = enter(user, address="192.0.2.1")
    assert entered is None or not entered.staff.may("evidence.read")


def test_who_asked_does_not_approve():
    invited()
    with inside(HARBOR):
        request = Request.objects.get(organization_id=HARBOR, role="auditor", state="waiting")
    with officer.acting() as actor, pytest.raises(OwnRequest):
        approve(actor=actor, request_id=request.id, note="")


@pytest.mark.parametrize(
    "wrong",
    [
        {"until": "2020-01-01"},
        {"until": "2099-01-01"},
        {"until": ""},
        {"email": "nobody"},
        {"email": ["a@b.example", "c@d.example"]},
        {"name": "x" * 201},
        {"name": "a\x00"},
        {"reason": ""},
    ],
)
def test_what_is_wrong_is_said(wrong):
    assert invited(**wrong).status_code == 400
    assert not User.objects.filter(email=EMAIL).exists()


def test_only_who_may():
    assert invited(auditor).status_code == 404
    assert invited(coach).status_code == 404
