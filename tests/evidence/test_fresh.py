"""Collections of all standards: of a fresh installation, and as each login that collects."""

import pytest

from chaperone.access.actors import worker
from chaperone.access.context import acting_for
from chaperone.cli.founding import found
from chaperone.cli.plans import make_plan
from chaperone.evidence.collecting import Status, collect_all
from chaperone.organizations.models import Organization
from tests.cast import LAKESIDE

pytestmark = pytest.mark.usefixtures("committed")
FAILED = "could not be computed"


def test_of_a_fresh_installation_nothing_is_met(as_login):
    """Nobody was invited in, nothing is written, nothing has happened: the list is empty."""
    plan = make_plan(
        name="Bay Health",
        slug="bay",
        time_zone="America/New_York",
        officers=["Kim Lund <kim@bay.example>", "Lou Adams <lou@bay.example>"],
        administrator="Max Orr <max@bay.example>",
    )
    with as_login("owner"):
        found(plan)
        organization_id = Organization.objects.get(slug="bay").id
    actor = worker(organization_id)
    with acting_for(actor):
        results = collect_all(actor)
    assert [each.citation for each in results if FAILED in each.sentence] == []
    assert [each.citation for each in results if each.status == Status.MET] == []


def test_the_nightly_collection_may_read_all_that_it_needs(as_login):
    """As the login of workers, which may do less than that of pages: both find the same."""
    actor, found_by = worker(LAKESIDE), {}
    for login in ("web", "worker"):
        with as_login(login), acting_for(actor):
            results = collect_all(actor)
        assert [each.citation for each in results if FAILED in each.sentence] == []
        found_by[login] = {each.citation: each.status for each in results}
    assert found_by["web"] == found_by["worker"]
