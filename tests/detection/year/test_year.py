"""A year of a hospital is scanned: what was put in is found, little else, and in time.

Small here; ``make prove`` runs it with 500 people, 20,000 members and 5,000,000 accesses.
"""

import os
from datetime import timedelta
from time import monotonic, process_time

import pytest

from chaperone.access.actors import worker
from chaperone.access.context import acting_for
from chaperone.detection.alerts.queries.noise import GOAL, noise_of
from chaperone.detection.rules.rule import rules
from chaperone.detection.scanning.history import Scanned, scan
from tests.detection.year.hospital import ORGANIZATION, Size, build, first_moment
from tests.detection.year.injected import CASES, Expected, cases

SIZE = Size(
    staff=int(os.environ.get("CHAPERONE_STAFF", "20")),
    members=int(os.environ.get("CHAPERONE_MEMBERS", "400")),
    accesses=int(os.environ.get("CHAPERONE_ACCESSES", "20000")),
    days=int(os.environ.get("CHAPERONE_DAYS", "50")),
    teams=int(os.environ.get("CHAPERONE_TEAMS", "2")),
)
MOST_SECONDS = 300
pytestmark = pytest.mark.xdist_group("year")


@pytest.fixture(scope="module")
def written(committing):
    with committing() as name:
        yield name


@pytest.fixture(scope="module")
def put_in(written):
    """The year, written; what must be found in it."""
    put = list(cases(SIZE))
    began = monotonic()
    build(
        written,
        SIZE,
        [each for case in put for each in case.entries],
        [case.change for case in put if case.change],
    )
    print(f"written in {monotonic() - began:.0f} s")
    return [case.expected for case in put]


@pytest.fixture
def scanned(put_in, as_login):
    """The whole time looked over, by the worker."""
    begins = first_moment(SIZE)
    began = process_time()
    with as_login("worker"):
        found = scan(worker(ORGANIZATION), since=begins, until=begins + timedelta(days=SIZE.days))
        used, load = process_time() - began, os.getloadavg()[0]
        print(f"{used:.0f} s of the processor without the database's, load {load:.0f}")
        return found


def test_every_rule_has_a_case_in_the_year():
    assert set(CASES) == {rule.name for rule in rules()}


def test_all_that_was_put_in_is_found_little_else_and_in_time(put_in, scanned: Scanned, as_login):
    found = {_of(each) for each in scanned.found if not each.explained_by}
    missed = [each for each in put_in if each not in found]
    others = [each for each in scanned.found if not each.explained_by and _of(each) not in put_in]
    rate = 1000 * len(others) / SIZE.staff_days
    explained = sum(bool(each.explained_by) for each in scanned.found)
    print(
        f"{len(put_in)} put in, {len(missed)} missed; {len(others)} others that nothing explains"
        f" ({rate:.2f} per 1,000 of {SIZE.staff_days} staff-days), {explained} explained;"
        f" {scanned.seconds:.1f} s"
    )
    assert missed == []
    assert rate <= GOAL, others
    assert scanned.seconds < MOST_SECONDS
    with as_login("worker"), acting_for(worker(ORGANIZATION)):
        noise = noise_of(worker(ORGANIZATION))
    print(f"the page of noise says {noise.rate} per 1,000 staff-days of {noise.staff_days}")
    assert noise.suspicious == sum(not each.explained_by for each in scanned.raised)
    assert noise.explained == explained


def _of(found) -> Expected:
    return Expected(found.rule, found.subject.actor_id, found.subject.member_id)
