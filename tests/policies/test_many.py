"""Who has not acknowledged what, among many people and policies, at a size that can be chosen."""

import os
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chaperone.access.actors import operator
from chaperone.policies.queries.overdue import PAGE, overdue
from tests.cast import LAKESIDE, inside
from tests.policies.filling import fill

pytestmark = pytest.mark.usefixtures("committed")
PEOPLE = int(os.environ.get("CHAPERONE_PEOPLE", "300"))
POLICIES = int(os.environ.get("CHAPERONE_POLICIES", "8"))


def test_many_people_and_policies_take_no_more_queries_and_no_time(committed: str) -> None:
    with inside(LAKESIDE), CaptureQueriesContext(connection) as few:
        overdue(operator(LAKESIDE))
    fill(committed, people=PEOPLE, policies=POLICIES, owing=PAGE + 10)
    times = []
    for _ in range(5):
        with inside(LAKESIDE), CaptureQueriesContext(connection) as many:
            begun = time.perf_counter()
            page = overdue(operator(LAKESIDE))
            times.append(time.perf_counter() - begun)
    assert len(many) == len(few) + 1  # and which of the page's people owe what
    assert (len(page.lines), page.more) == (PAGE, True)
    # The demo's five owe the new ones, too.
    assert page.people == PAGE + 10 + 5
    print(f"{PEOPLE:,} people, {len(page.asked)} policies: {min(times) * 1000:.0f} ms")
    assert min(times) < 0.3
