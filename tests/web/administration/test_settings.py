"""Settings: shown to those who answer for them, changed with a reason, set back."""

from html import unescape

import pytest
from django.db import DatabaseError

from chaperone.organizations.models import Organization
from chaperone.organizations.queries import value_of
from chaperone.organizations.settings import declared
from tests.cast import LAKESIDE, grace, inside, samuel
from tests.web.administration.asking import entries, get, post, queries, text, url

pytestmark = pytest.mark.usefixtures("committed")

IDLE = "accounts.idle_minutes"


def changed():
    """The entries about this setting; the demo has changed another."""
    found = entries("organizations.setting.changed")
    return [entry for entry in found if entry.details["setting"] == IDLE]


def test_every_declared_setting_is_on_the_page_with_its_rule():
    page = unescape(text(get(samuel, "settings")))
    assert len(declared()) >= 8
    for setting in declared().values():
        assert str(setting.field().label) in page
        assert url("setting", name=setting.name) in page


def test_a_change_is_kept_with_who_and_why_and_can_be_set_back():
    first = post(samuel, "setting", {"value": "10", "reason": "Open floor"}, name=IDLE)
    assert first.status_code == 302
    assert value_of(declared()[IDLE], LAKESIDE) == 10
    post(samuel, "setting", {"value": "20", "reason": "Too short"}, name=IDLE)
    page = text(get(samuel, "setting", name=IDLE))
    assert "Open floor" in page
    assert "Samuel" in page
    back = page.split('href="?back_to=')[1].split('"')[0]
    form = text(get(samuel, "setting", {"back_to": back}, name=IDLE))
    assert 'name="value" value="10"' in form
    assert len(changed()) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"value": "10"},
        {"reason": "x"},
        {"value": "31", "reason": "x"},
        {"value": "ten", "reason": "x"},
        {"value": "10", "reason": "x" * 501},
        {"value": ["10", "11"], "reason": "x"},
        {"value": "10", "reason": "\x00"},
    ],
)
def test_what_it_does_not_take_is_refused_in_a_sentence(wrong):
    response = post(samuel, "setting", wrong, name=IDLE)
    assert response.status_code == 400
    assert "wrong" in text(response) or "notice-danger" in text(response)
    assert not changed()


def test_who_may_not_change_a_setting_sees_who_may():
    page = text(get(grace, "setting", name=IDLE))
    assert "The security officer changes this" in page
    assert post(grace, "setting", {"value": "10", "reason": "x"}, name=IDLE).status_code == 404


def test_a_setting_that_is_not_there_is_a_404():
    assert get(samuel, "setting", name="nothing").status_code == 404
    assert get(samuel, "setting", {"back_to": "x"}, name=IDLE).status_code == 200


def test_pages_take_a_fixed_number_of_queries():
    client = samuel.client()
    assert queries(client, url("settings")) <= 11
    assert queries(client, url("setting", name=IDLE)) <= 13


CHANGED = {"name": "Lakeside Care", "time_zone": "America/Denver", "reason": "We moved."}


def test_an_administrator_renames_the_organization_and_moves_its_clock():
    assert post(grace, "organization", CHANGED).status_code == 302
    page = text(get(grace, "settings"))
    assert "Lakeside Care" in page
    assert "America/Denver" in page
    (entry,) = entries("organizations.organization.changed")
    assert entry.details["from"]["time_zone"] == "America/New_York"
    assert entry.details["reason"] == "We moved."


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"name": "x" * 201}, {"time_zone": "Mars/Olympus"}, {"reason": ""}],
)
def test_a_name_or_clock_that_cannot_be_is_told_and_changes_nothing(wrong):
    response = post(grace, "organization", CHANGED | wrong)
    assert response.status_code == 400
    assert not entries("organizations.organization.changed")
    assert "Lakeside Diabetes Care" in text(get(grace, "settings"))


def test_nothing_else_of_an_organization_can_be_changed_by_the_web_server():
    with inside(LAKESIDE), pytest.raises(DatabaseError, match="permission denied"):
        Organization.objects.update(is_platform=True)
