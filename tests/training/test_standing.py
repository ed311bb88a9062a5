"""How training stands as a whole."""

import pytest

from chaperone.training.queries.standing import reminded_in, trained_in
from tests.cast import samuel

pytestmark = pytest.mark.django_db(databases=["default", "apart"])


def test_people_with_a_certificate_and_people_who_are_late_are_counted_once():
    with samuel.acting() as officer:
        assert trained_in(officer) == (2, 5, 1, 1)
        assert reminded_in(officer) == (0, None, 0)
