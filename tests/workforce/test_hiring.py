"""Whoever is given access is on the register of people from then on."""

import pytest

from chaperone.access.actions import give_grant
from chaperone.access.actors import operator
from chaperone.accounts.actions import create_user
from chaperone.workforce.models import Person
from tests.cast import LAKESIDE, inside


@pytest.mark.usefixtures("committed")
def test_whoever_is_given_access_stands_on_the_register_with_a_checklist(as_login):
    with as_login("owner"), inside(LAKESIDE):
        actor = operator(LAKESIDE)
        user = create_user(actor=actor, email="new@lakeside.example", name="Nora New")
        for _ in range(2):
            give_grant(actor=actor, user_id=user.id, role="auditor", reason="Reads.")
        person = Person.objects.get(user_id=user.id)
        assert [each.kind for each in person.checklists.all()] == ["onboarding"]
