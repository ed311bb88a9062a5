"""Pictures of how it goes, each with its numbers: who looked, what was raised, what is late."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from chaperone.conversations.figures import Figure
from chaperone.detection.alerts.queries.noise import WEEKS
from chaperone.detection.alerts.queries.weekly import Week
from chaperone.detection.reviews.queries import Total
from chaperone.documents import charts
from chaperone.duties.dues import Listed
from chaperone.evidence.posture import Glance
from chaperone.web.calendar.listing import ROOMS

Series = Mapping[str, Sequence[float]]


def openings(found: Sequence[Total]) -> Figure:
    """Openings and below them refusals, week by week: of one scale, refusals would not be seen."""
    series = {
        "Opened": [week.openings for week in found],
        "Refused": [week.refusals for week in found],
    }
    return _weekly(
        key="openings",
        question="Who looked, and who was refused?",
        about="How often data of members was opened, and how often somebody was refused: by week,"
        " counted when it is over.",
        mondays=[week.first_day for week in found],
        series=series,
        draw=_apart,
    )


def alerts(found: Sequence[Week]) -> Figure:
    """Alerts that were raised beside those that were closed, week by week."""
    shown = found if any(week.raised or week.closed for week in found) else []
    series = {
        "Raised": [week.raised for week in shown],
        "Closed": [week.closed for week in shown],
    }
    return _weekly(
        key="alerts",
        question="Do we keep up with alerts?",
        about=f"Alerts without a care reason in the last {WEEKS} weeks.",
        mondays=[week.first_day for week in shown],
        series=series,
        draw=charts.beside,
    )


def overdue_by_room(listed: Iterable[Listed]) -> Figure:
    """Duties of the whole organization that are over, by what they belong to."""
    late = Counter(_room(each) for each in listed if each.overdue_by)
    counts = dict(sorted(late.items(), key=lambda each: (-each[1], each[0])))
    name = "Overdue duties, by what they belong to"
    return Figure(
        key="late",
        question="What is late?",
        about="Duties of everybody here that are overdue, by what they belong to.",
        picture=_picture(charts.bars(name, counts)) if counts else SafeString(),
        head=["Belongs to", "Overdue"],
        rows=list(counts.items()),
    )


def sparkline(family: Glance) -> SafeString:
    """How a family of safeguards went; says in words what it shows."""
    days, shares = [each.on for each in family.trend], [each.percent for each in family.trend]
    name = (
        f"{family.name}: {shares[0]}% met on {days[0].isoformat()}, {shares[-1]}% on"
        f" {days[-1].isoformat()}, {min(shares)}% at the least, {max(shares)}% at the most"
    )
    return _picture(charts.sparkline(name, shares, most=100))


def _weekly(
    *,
    mondays: Sequence[date],
    series: Series,
    draw: Callable[[str, Sequence[str], Series], str],
    question: str,
    **words: Any,
) -> Figure:
    labels = [f"{monday:%-d %b}" for monday in mondays]
    return Figure(
        question=question,
        picture=_picture(draw(question, labels, series)) if labels else SafeString(),
        head=["Week from Monday", *series],
        rows=list(zip(labels, *series.values(), strict=True)) if labels else [],
        **words,
    )


def _apart(name: str, labels: Sequence[str], series: Series) -> str:
    """A picture for each series, one below the other."""
    return "".join(
        charts.columns(f"{name} {label}", labels, {label: values})
        for label, values in series.items()
    )


def _room(each: Listed) -> str:
    return ROOMS.get(each.due.room, each.due.room.capitalize())


def _picture(svg: str) -> SafeString:
    # Made by a library that escapes, of words and numbers of our own.
    return mark_safe(svg)  # noqa: S308
