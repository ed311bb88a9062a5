"""Who opens which page: an administrator manages, an officer looks, a coach sees none of it."""

import pytest
from django.urls import URLPattern

from chaperone.web.administration.urls import urlpatterns
from tests.cast import daniel, grace, ines, maria, priya, samuel
from tests.web.administration.asking import get, post, url

pytestmark = pytest.mark.usefixtures("committed")

PLAIN = [
    "members",
    "member_add",
    "member_import",
    "staff",
    "staff_invite",
    "staff_import",
    "sessions",
    "teams",
    "settings",
    "organization",
    "requests",
    "destructions",
    "library",
    "library_measured",
]
REACHED = {
    "grace": {*PLAIN} - {"requests"},
    "samuel": {"staff", "sessions", "settings", "requests", "destructions"},
    "ines": {"requests", "destructions"},
    "maria": {"library", "library_measured"},
}


def test_every_page_without_arguments_is_here():
    found = {
        each.name
        for each in urlpatterns
        if isinstance(each, URLPattern) and "<" not in str(each.pattern)
    }
    assert found == {*PLAIN, "member_find"}


@pytest.mark.parametrize("name", PLAIN)
def test_a_page_opens_for_those_whose_work_it_is(name):
    for person in (grace, samuel, ines, maria):
        expected = 200 if name in REACHED[person.email.split(".")[0]] else 404
        assert get(person, name).status_code == expected, person.email


def test_nobody_reaches_people_or_teams_of_another_organization():
    stranger = priya.user.id
    for name in ("staff_person", "staff_unlock", "staff_reset", "staff_end", "staff_sessions_end"):
        assert get(grace, name, user_id=stranger).status_code == 404
        posted = post(grace, name, {"reason": "x"}, user_id=stranger)
        assert posted.status_code == (405 if name == "staff_person" else 404)


def test_signed_out_people_are_sent_to_sign_in(client):
    response = client.get(url("members"), secure=True)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_a_coach_who_guesses_an_address_is_refused_and_recorded():
    assert get(daniel, "staff_person", user_id=maria.user.id).status_code == 404
