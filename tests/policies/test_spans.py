"""When what is in force, and until when somebody has done their reading: against a slow oracle."""

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from chaperone.policies.dates import kept_until, months_after
from chaperone.policies.spans import Published, Span, in_force, last_day_done, spans_of

START = date(2028, 2, 20)  # leap day ahead
DAY = timedelta(days=1)
HORIZON = 60


def day(number: int) -> date:
    return START + number * DAY


def published(number: int, starts: int, mandatory: bool, grace: int | None) -> Published:
    until = None if grace is None else day(starts + grace - 1)
    return Published(UUID(int=number), day(starts), mandatory, until)


@st.composite
def policies(draw: st.DrawFn) -> list[list[Span]]:
    found = []
    for policy in range(draw(st.integers(0, 3))):
        starts = draw(st.lists(st.integers(0, 40), max_size=3))
        versions = [
            published(
                policy * 10 + index, each, draw(st.booleans()), draw(st.none() | st.integers(0, 20))
            )
            for index, each in enumerate(starts)
        ]
        retired = draw(st.none() | st.integers(0, 45))
        found.append(spans_of(versions, None if retired is None else day(retired)))
    return found


def lacking(spans: list[Span], done: dict[UUID, date], on: date) -> bool:
    """By the words of the rule: in force, mandatory, past its grace, not acknowledged."""
    version = in_force(spans, on)
    return (
        version is not None
        and version.mandatory
        and not (version.grace_until and on <= version.grace_until)
        and done.get(version.version_id, date.min) < on
    )


@given(
    policies(),
    st.dictionaries(st.integers(0, 32).map(lambda n: UUID(int=n)), st.integers(0, 50).map(day)),
    st.integers(0, 45).map(day),
)
def test_done_through_exactly_the_days_on_which_nothing_is_lacking(
    found: list[list[Span]], done: dict[UUID, date], today: date
) -> None:
    last = last_day_done(found, done, today)
    expected = None
    for number in range((day(HORIZON) - today).days):
        each = today + number * DAY
        if any(lacking(spans, done, each) for spans in found):
            break
        expected = each
    if last is None:
        assert expected is None
    else:
        assert expected == min(last, day(HORIZON - 1))


@given(policies(), st.integers(0, HORIZON).map(day))
def test_one_version_is_in_force_at_most_and_never_after_the_policy_is_retired(
    found: list[list[Span]], on: date
) -> None:
    for spans in found:
        holding = [
            span
            for span in spans
            if span.version.effective_on <= on and (span.ends_on is None or on < span.ends_on)
        ]
        assert len(holding) <= 1
        assert in_force(spans, on) == (holding[0].version if holding else None)


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31)), st.integers(0, 120))
def test_months_later_is_the_same_day_or_the_months_last(of: date, months: int) -> None:
    later = months_after(of, months)
    assert (later.year * 12 + later.month) - (of.year * 12 + of.month) == months
    assert later.day == of.day or (later.day < of.day and (later + DAY).day == 1)


def test_leap_days() -> None:
    assert months_after(date(2028, 2, 29), 12) == date(2029, 2, 28)
    assert months_after(date(2027, 8, 31), 6) == date(2028, 2, 29)
    assert kept_until(date(2028, 2, 29)) == date(2034, 2, 28)
