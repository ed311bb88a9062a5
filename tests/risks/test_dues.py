"""What the calendar is told: treatments, reviews, acceptances that end, the next analysis."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from chaperone.duties.registry import Due, sources
from chaperone.organizations.days import today_of
from chaperone.risks.actions.analyse import draw_up_analysis, sign_analysis
from chaperone.risks.actions.review import close_risk
from chaperone.risks.actions.treat import finish_treatment, plan_treatment
from chaperone.risks.dues import dues
from chaperone.risks.models import Risk
from tests.cast import HARBOR, LAKESIDE, grace, inside, samuel, tom
from tests.risks.scene import DAY, a_judged_risk, accepted

pytestmark = pytest.mark.django_db(databases=["default", "apart"])


def told(until: date, organization: Any = LAKESIDE) -> list[Due]:
    with inside(organization):
        return list(dues(organization, until))


def of(risk: Risk, until: date) -> list[tuple[str, date]]:
    return [
        (each.key.partition(":")[0], each.due_on)
        for each in told(until)
        if each.arguments.get("risk_id") == str(risk.id)
    ]


def today() -> date:
    with samuel.acting() as actor:
        return today_of(actor)


def test_the_calendar_asks_this_room():
    assert dues in sources()


def test_a_review_is_due_on_its_day_and_not_told_before_the_span_that_is_asked_for():
    risk = a_judged_risk(review_on=today() + 10 * DAY)
    assert of(risk, today() + 9 * DAY) == []
    assert of(risk, today() + 10 * DAY) == [("risks.review", today() + 10 * DAY)]
    assert of(risk, today() + 400 * DAY) == [("risks.review", today() + 10 * DAY)]


def test_a_treatment_is_due_for_who_does_it_until_it_is_done():
    risk = a_judged_risk()
    due = today() + 5 * DAY
    with samuel.acting() as actor:
        plan_treatment(
            actor=actor,
            risk_id=risk.id,
            treatment="reduce",
            plan="Wipe it.",
            owner_id=grace.user.id,
            due=due,
        )
    (found,) = [each for each in told(due) if each.key.startswith(f"risks.treatment:{risk.id}")]
    assert found.owner == grace.user.id
    assert reverse(found.route, kwargs=dict(found.arguments)) == f"/risks/{risk.id}/"
    with samuel.acting() as actor:
        finish_treatment(actor=actor, risk_id=risk.id, note="Done.")
    assert of(risk, due) == []


def test_an_acceptance_ends_for_the_owner_and_what_is_closed_is_due_no_more():
    risk = a_judged_risk(review_on=today() + 900 * DAY)
    acceptance = accepted(risk)
    assert of(risk, acceptance.until) == [("risks.acceptance", acceptance.until)]
    with samuel.acting() as actor:
        close_risk(actor=actor, risk_id=risk.id, reason="Gone.")
    assert of(risk, today() + 1000 * DAY) == []


def test_the_next_analysis_is_due_a_year_after_the_one_that_was_signed():
    a_judged_risk(tom)
    with tom.acting() as actor:
        analysis = draw_up_analysis(actor=actor, title="First", scope="All.")
        here = today_of(actor)
        year = here + timedelta(days=365)
        assert not [each for each in dues(HARBOR, year) if each.key.startswith("risks.analysis")]
        sign_analysis(actor=actor, analysis_id=analysis.id, factor="totp")
    (found,) = [each for each in told(year, HARBOR) if each.key.startswith("risks.analysis")]
    assert found.due_on == year
    assert reverse(found.route) == "/risks/analyses/"
