"""The pictures of "how are we answering", each with its numbers as a table."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.safestring import SafeString, mark_safe

from chaperone.conversations.models import Answerer, Author, Urgency
from chaperone.conversations.queries.answering import NOBODY, Answering
from chaperone.conversations.reasons import WORDS
from chaperone.documents import charts

_AUTHORS = {
    Author.MEMBER: "Members",
    Author.ASSISTANT: "Assistant",
    Author.COACH: "Coaches",
    Author.SYSTEM: "Fixed texts",
}
_STATES = {
    Answerer.ASSISTANT: "The assistant answered",
    Answerer.DRAFT: "The assistant drafted",
    Answerer.COACH: "A coach answered",
    Answerer.PAUSED: "Nobody for now",
    Answerer.CLOSED: "Ended",
}
_REASONS = {
    "emergency": "An emergency",
    "crisis": "A crisis",
    "urgent": "Urgent",
} | WORDS
_MINUTE, _HOUR = 60, 3600


class Figure(NamedTuple):
    """A chart and its numbers: the table says all that the picture shows."""

    key: str
    question: str
    about: str
    picture: SafeString
    head: Sequence[str]
    rows: Sequence[Sequence[Any]]

    @property
    def cells(self) -> list[list[tuple[str, Any]]]:
        """The rows, each value with the head of its column: on a phone a row is a card."""
        return [list(zip(self.head, row, strict=True)) for row in self.rows]


def figures(found: Answering) -> list[Figure]:
    """The four pictures of the page."""
    return [_texts(found), _waits(found), _states(found), _reasons(found)]


def _texts(found: Answering) -> Figure:
    series = {label: found.written_by(author) for author, label in _AUTHORS.items()}
    return Figure(
        key="texts",
        question="Who wrote how much?",
        about="Texts on each day.",
        picture=_picture(charts.columns("Texts on each day", _labels(found), series)),
        head=["Day", *series],
        rows=list(zip(_labels(found), *series.values(), strict=True)),
    )


def _waits(found: Answering) -> Figure:
    by_day = [found.waits_by_day.get(day, NOBODY) for day in found.days]
    minutes = {
        "Half waited less than": [round(each.median / _MINUTE, 1) for each in by_day],
        "Nine in ten waited less than": [round(each.ninetieth / _MINUTE, 1) for each in by_day],
    }
    rows = [
        (label, each.people, *(_length(part) for part in each[1:]))
        for label, each in zip(_labels(found), by_day, strict=True)
    ]
    rows += [
        (Urgency(urgency).label, each.people, _length(each.median), _length(each.ninetieth))
        for urgency, each in _in_order(found.waits_by_urgency, reversed(Urgency.values))
    ]
    name = "Minutes that members waited for a person, by day"
    return Figure(
        key="waits",
        question="How long did members wait for a person?",
        about="Minutes, on the day on which a person saw to it; below, the same by urgency.",
        picture=_picture(charts.beside(name, _labels(found), minutes)),
        head=["Day or urgency", "Waited", *minutes],
        rows=rows,
    )


def _states(found: Answering) -> Figure:
    whole = sum(stay.seconds for stay in found.states.values()) or 1
    stays = [(_STATES[Answerer(state)], stay) for state, stay in _in_order(found.states, _STATES)]
    shares = {label: round(100 * stay.seconds / whole, 1) for label, stay in stays}
    return Figure(
        key="states",
        question="Who answered, for how much of the time?",
        about="Percent of the time, over conversations with texts in these days.",
        picture=_picture(charts.bars("Percent of the time", shares)),
        head=["State", "Percent", "Hours", "Switched to"],
        rows=[
            (label, shares[label], round(stay.seconds / _HOUR, 1), stay.entered)
            for label, stay in stays
        ],
    )


def _reasons(found: Answering) -> Figure:
    counts = {_REASONS[reason]: count for reason, count in _in_order(found.reasons, _REASONS)}
    return Figure(
        key="reasons",
        question="Why did texts go to coaches?",
        about="Texts that were handed over to a coach.",
        picture=_picture(charts.bars("Texts handed over, by reason", counts)),
        head=["Reason", "Texts"],
        rows=list(counts.items()),
    )


def _in_order(found: Mapping[str, Any], order: Any) -> list[tuple[str, Any]]:
    return [(key, found[key]) for key in order if key in found]


def _labels(found: Answering) -> list[str]:
    return [f"{day:%-d %b}" for day in found.days]


def _length(seconds: float) -> str:
    if seconds < _HOUR:
        return f"{seconds / _MINUTE:.0f} min"
    return f"{seconds / _HOUR:.1f} h"


def _picture(svg: str) -> SafeString:
    # Made by a library that escapes, of words and numbers of our own.
    return mark_safe(svg)  # noqa: S308
