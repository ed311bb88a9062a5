"""The pages, as the people of the demo meet them."""

import pytest
from django.urls import reverse

from tests.cast import ines, maria, samuel

pytestmark = pytest.mark.django_db(databases=["default", "apart"])
READ = ["register", "heat", "assets", "ephi", "catalogue", "penalties", "analyses"]


def page(person, name, **arguments):
    return person.client().get(reverse(f"risks:{name}", kwargs=arguments), secure=True)


def send(person, name, data, **arguments):
    address = reverse(f"risks:{name}", kwargs=arguments)
    return person.client().post(address, data, secure=True)


@pytest.mark.parametrize("name", READ)
def test_officers_and_auditors_read_and_coaches_do_not(name):
    assert page(samuel, name).status_code == 200
    assert page(ines, name).status_code == 200
    assert page(maria, name).status_code == 404
