"""On what the access stands that is in force, and what of it nobody can decide about."""

import pytest

from chaperone.access.actions.requests import Wish
from chaperone.access.actions.reviews import begin_review, decide_item
from chaperone.access.models import ReviewItem
from chaperone.access.queries.authorizing import authorized_in
from chaperone.access.queries.emergency_figures import emergencies_standing
from chaperone.access.queries.reviews import lines_without_reviewer
from tests.access.scene import emergency, granted
from tests.cast import daniel, grace, samuel

pytestmark = pytest.mark.django_db(databases=["default", "apart"])


def test_what_the_installation_began_with_stands_on_nothing_until_a_review_keeps_it():
    with samuel.acting() as officer:
        found = authorized_in(officer)
        assert (found.in_force, found.on_request, found.on_nothing) == (5, 0, 5)
        begin_review(actor=officer)
        # Nobody else reviews access here, so nobody decides about the officer's own.
        assert lines_without_reviewer(officer) == 1
        for item in ReviewItem.objects.filter(reviewer_id=officer.id):
            decide_item(actor=officer, item_id=item.id, keep=True, reason="Still needed.")
        assert authorized_in(officer).on_nothing == 1
    granted(grace, Wish(role="security_officer"))
    with samuel.acting() as officer:
        found = authorized_in(officer)
    assert (found.in_force, found.on_request, found.on_nothing, found.approved) == (6, 1, 1, 1)


def test_emergency_access_that_is_still_in_time_is_not_overdue():
    emergency(daniel)
    with samuel.acting() as officer:
        assert emergencies_standing(officer).late == 0
        assert authorized_in(officer).in_force == 5
