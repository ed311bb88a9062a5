"""Wherever somebody looks a member up by number, the record says so: found, or tried in vain."""

import pytest
from django.urls import reverse

from chaperone.members.events import SOUGHT
from tests.cast import STRANGERS_NUMBER, grace, maria, ursula
from tests.web.administration.asking import entries

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("person", "page"),
    [
        (maria, "conversations:find"),
        (maria, "members:search"),
        (grace, "administration:member_find"),
    ],
)
def test_it_is_recorded_wherever_it_is_done(person, page):
    client = person.client()
    for number in (ursula.phone, STRANGERS_NUMBER):
        client.post(reverse(page), {"phone": number}, secure=True)
    tried, found = entries(SOUGHT.name)
    assert (found.details["found"], tried.details["found"]) == (True, False)
    assert {found.actor_id, tried.actor_id} == {person.user.id}
