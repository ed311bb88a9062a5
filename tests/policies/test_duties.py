"""What falls due about policies, for the calendar and the reminders."""

from datetime import date
from typing import Any

import pytest

from chaperone.duties.registry import Due
from chaperone.policies import registry
from chaperone.policies.actions.publishing import confirm_review
from chaperone.policies.dates import months_after
from chaperone.policies.queries import drifts_of
from chaperone.policies.queries.duties import what_falls_due
from tests.cast import LAKESIDE, inside, samuel
from tests.policies.scene import DAY, draft, in_review, published, today

pytestmark = pytest.mark.django_db(databases=["default", "apart"])


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the system does for the claim of the scene's text, until it is changed."""
    values = {"idle": "15 Minutes "}
    known = registry.Enforcement("tests.idle", "Idle time", lambda _: values["idle"], "")
    monkeypatch.setitem(registry._enforcements, "tests.idle", known)
    return values


def due(until: date) -> dict[str, Due]:
    with inside(LAKESIDE):
        return {each.key: each for each in what_falls_due(LAKESIDE, until)}


def test_a_review_falls_due_by_the_months_that_were_signed_and_anew_after_each(
    live: dict[str, Any],
) -> None:
    version = published(draft(mandatory=False, review_months=2))
    day = months_after(today(), 2)
    key = f"policies.review:{version.policy_id}:{day}"
    assert key not in due(day - DAY)
    assert due(day)[key].due_on == day
    assert due(day)[key].permission == "policies.manage"
    with samuel.acting() as actor:
        confirm_review(actor=actor, policy_id=version.policy_id, note="Still so.")
    assert key in due(day)  # The same day of two months later: nothing is gained by doing it early.


def test_a_text_that_the_system_does_not_do_is_due_at_once(live: dict[str, Any]) -> None:
    version = published(draft(mandatory=False))
    key = f"policies.drift:{version.id}"
    assert key not in due(today())
    live["idle"] = "20 minutes"
    assert due(today())[key].due_on == today()
    with samuel.acting() as actor:
        (line,) = drifts_of(actor)[version.policy_id]
    assert (line.claim.value, line.live, line.state) == ("15 minutes", "20 minutes", "drift")


def test_a_decision_and_acknowledgements_fall_due_without_names(live: dict[str, Any]) -> None:
    waiting = in_review(draft(title="Waiting"))
    asked = published(draft(title="Asked"))
    found = due(today() + 30 * DAY)
    assert found[f"policies.decide:{waiting.id}"].permission == "policies.approve"
    told = found[f"policies.acknowledge:{asked.id}"]
    assert told.what == "5 of 5 have not acknowledged “Asked”"
    assert f"policies.decide:{waiting.id}" not in due(today() + DAY)
