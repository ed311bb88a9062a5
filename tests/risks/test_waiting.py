"""What waits for somebody else's decision has its day in the calendar, until it is decided."""

from datetime import timedelta

import pytest

from chaperone.duties.registry import sources
from chaperone.organizations.days import today_of
from chaperone.risks.changes.actions import decide_release, record_release
from chaperone.risks.findings.actions.exceptions import ask_exception, decide_exception
from chaperone.risks.waiting import dues
from tests.cast import inside
from tests.risks.cast import HERE, administrator, officer
from tests.risks.findings.scene import finding

pytestmark = pytest.mark.django_db(databases=["default", "apart"])
RELEASE = {
    "version": "9.9.0",
    "changes": "New pages.",
    "ephi": "None.",
    "risk": "low",
    "risks": "None known.",
    "tests": "All ran.",
    "way_back": "Install 9.8.0.",
}


def waiting(today):
    with inside(HERE):
        return [(each.what, each.due_on, each.route) for each in dues(HERE, today)]


def test_the_calendar_asks_for_it():
    assert dues in sources()


def test_releases_and_more_time_are_due_on_the_day_they_were_asked_for():
    weak = finding()
    with officer.acting() as actor:
        today = today_of(actor)
        before = waiting(today)
        release = record_release(actor=actor, **RELEASE)
        exception = ask_exception(
            actor=actor,
            finding_id=weak.id,
            reason="No newer one yet.",
            safeguards="It is not reached.",
            until=today + timedelta(days=200),
        )
    assert waiting(today - timedelta(days=1)) == before
    found = {route: (what, day) for what, day, route in waiting(today)}
    assert found["risks:changes:register"] == ("Decide on a release", today)
    assert found["risks:findings:exceptions"] == ("Decide on more time to mend a finding", today)
    with administrator.acting() as actor:
        decide_release(actor=actor, release_id=release.id, approve=True, note="Read.")
        decide_exception(actor=actor, exception_id=exception.id, approve=True, note="Read.")
    assert waiting(today) == before
