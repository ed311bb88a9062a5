"""How a risk stands on a day: by property, over leap days and zones, and the same in SQL."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chaperone.organizations import days as days_module
from chaperone.organizations.days import today_of
from chaperone.risks import standing
from chaperone.risks.errors import InThePast, NotAcceptable, TooLong
from chaperone.risks.knowledge import scales
from chaperone.risks.models import Risk
from chaperone.risks.queries.risks import register_of
from chaperone.risks.scales import level_of
from chaperone.risks.standing import check_end, latest_end, standing_of
from chaperone.risks.words import STANDINGS as WORDS
from tests.cast import LAKESIDE, samuel

DAY = timedelta(days=1)
BEFORE = datetime(2028, 2, 26, 12, tzinfo=UTC)
# Around a leap day, and around the turn of a year.
a_day = st.dates(date(2027, 12, 28), date(2028, 3, 4))


@dataclass(frozen=True)
class Row:
    closed: bool = False
    residual_level: int | None = 3
    treatment: str = ""
    treatment_due: date | None = None
    treatment_done_on: date | None = None
    accepted_until: date | None = None


@st.composite
def rows(draw: Any) -> Row:
    """Every shape that the table allows: a day of acceptance goes with the treatment of that name."""
    row = Row(closed=draw(st.booleans()), residual_level=draw(st.none() | st.integers(1, 5)))
    if draw(st.booleans()):
        return replace(row, treatment="accept", accepted_until=draw(a_day))
    if draw(st.booleans()):
        due, done = draw(a_day), draw(st.none() | a_day)
        return replace(row, treatment="reduce", treatment_due=due, treatment_done_on=done)
    return row


@given(rows(), a_day)
def test_every_risk_stands_somehow_and_has_a_word_for_it(row, today):
    found = standing_of(row, today)
    assert found in standing.STANDINGS
    assert WORDS[found]


@given(a_day, a_day)
def test_an_acceptance_counts_through_its_last_day_and_no_longer(until, today):
    row = Row(treatment="accept", accepted_until=until)
    expected = standing.ACCEPTED if today <= until else standing.ENDED
    assert standing_of(row, today) == expected
    assert standing_of(row, until) == standing.ACCEPTED
    assert standing_of(row, until + DAY) == standing.ENDED


@given(a_day)
def test_a_treatment_is_in_time_through_its_last_day_and_done_is_never_overdue(due):
    row = Row(treatment="reduce", treatment_due=due)
    assert standing_of(row, due) == standing.TREATING
    assert standing_of(row, due + DAY) == standing.OVERDUE
    assert standing_of(replace(row, treatment_done_on=due), due + 99 * DAY) == standing.TREATED


@given(rows(), a_day)
def test_what_is_closed_is_closed_whatever_else_it_was(row, today):
    assert standing_of(replace(row, closed=True), today) == standing.CLOSED


@given(st.integers(1, 5), a_day, st.integers(-30, 800))
def test_a_risk_is_accepted_for_no_longer_than_its_level_allows(level, today, days):
    allowed = scales().level[level - 1].accept_days
    until = today + days * DAY
    if not allowed:
        with pytest.raises(NotAcceptable):
            check_end(level, until, today)
    elif days < 0:
        with pytest.raises(InThePast):
            check_end(level, until, today)
    elif days > allowed:
        with pytest.raises(TooLong, match="at the latest"):
            check_end(level, until, today)
    else:
        check_end(level, until, today)
        assert until <= latest_end(level, today)


@pytest.mark.django_db
@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(rows(), min_size=40, max_size=40), a_day)
def test_the_register_in_sql_says_the_same(drawn, today):
    with samuel.acting() as actor:
        last = Risk.objects.order_by("-number").values_list("number", flat=True).first() or 0
        made = [_stored(row, last + place) for place, row in enumerate(drawn, start=1)]
        Risk.objects.bulk_create(made)
        listed = {each.id: each.standing for each in register_of(actor, today)}
        for risk, row in zip(made, drawn, strict=True):
            assert listed[risk.id] == standing_of(row, today) == standing_of(risk, today)


def _stored(row: Row, number: int) -> Risk:
    risk = Risk(
        organization_id=LAKESIDE,
        number=number,
        title="t",
        statement="s",
        treatment=row.treatment,
        treatment_due=row.treatment_due,
        treatment_done_on=row.treatment_done_on,
        accepted_until=row.accepted_until,
        review_on=date(2029, 1, 1),
        closed_at=timezone.now() if row.closed else None,
    )
    if row.residual_level:
        # On the diagonal of the table, but for the one that is not its own level.
        likelihood = {1: 1, 2: 2, 3: 3, 4: 4, 5: 5}[row.residual_level]
        risk.score("residual", likelihood, row.residual_level)
        assert risk.residual_level == level_of(likelihood, row.residual_level)
    return risk


@given(
    st.integers(0, 5 * 24 * 60).map(lambda minutes: BEFORE + timedelta(minutes=minutes)),
    st.sampled_from(["America/New_York", "Pacific/Auckland", "Pacific/Kiritimati", "UTC"]),
)
def test_the_day_is_the_organizations_own(moment, zone):
    class Here:
        time_zone = zone

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(days_module, "organization_of", lambda actor: Here)
        patch.setattr(timezone, "now", lambda: moment)
        actor: Any = type("Somebody", (), {"organization_id": UUID(int=1)})
        assert today_of(actor) == moment.astimezone(ZoneInfo(zone)).date()
