"""A collection asks the rooms once what several collectors want, and the next one asks anew."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chaperone.evidence.asked_once import officials
from chaperone.evidence.collecting import _collecting, collect_all
from tests.cast import samuel

pytestmark = pytest.mark.django_db(databases=["default", "apart"])
MOST = 700
"""Of the demo's organization: 670 when this was written, 877 before."""


def test_a_collection_asks_few_questions():
    with samuel.acting() as actor, CaptureQueriesContext(connection) as captured:
        collect_all(actor)

    assert len(captured) <= MOST
    chains = [each for each in captured if 'FROM "vendors_assurance"' in each["sql"]]
    assert len(chains) <= 3


def test_what_was_asked_is_forgotten_with_the_collection():
    with samuel.acting() as actor, CaptureQueriesContext(connection) as captured:
        for _ in range(2):
            with _collecting(actor):
                assert officials(actor) == officials(actor)

    assert len([each for each in captured if '"workforce_official"' in each["sql"]]) == 2
