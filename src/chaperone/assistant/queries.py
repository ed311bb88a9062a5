"""Reads the library."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from chaperone.assistant.asking import Question
from chaperone.assistant.models import Passage
from chaperone.database.sql import statements

_SEARCH = statements("chaperone.assistant", "search.sql")
_KIND, _SUBJECT, _DIABETES = 6.0, 1.0, 1.0


@dataclass(frozen=True)
class Found:
    """A passage that fits, and how well: its score, and the part (0 to 1) of what the member's
    own words mean that stands in it."""

    id: str
    score: float
    covered: float
    answer: str
    source: str


def search(question: Question, *, limit: int = 5) -> list[Found]:
    """The passages that fit a question best, best first."""
    marks = _marks(question)
    with connection.cursor() as cursor:
        cursor.execute(
            _SEARCH,
            {
                "own": " ".join(question.own),
                "words": list(question.words),
                "weights": list(question.words.values()),
                "marks": list(marks),
                "mark_weights": list(marks.values()),
                "limit": limit,
            },
        )
        return [Found(*row) for row in cursor.fetchall()]


def passages_by_id(ids: Sequence[str]) -> list[Passage]:
    """The passages with these ids, in this order; ids that are no longer there are left out."""
    found = Passage.objects.in_bulk(list(ids))
    return [found[id_] for id_ in ids if id_ in found]


def _marks(question: Question) -> dict[str, float]:
    kind = _KIND / max(1, len(question.kinds)) ** 0.5
    subject = _SUBJECT / len(question.subjects) ** 0.5
    return {
        **{f"kind:{name}": kind for name in question.kinds},
        **{f"about:{name}": subject for name in question.subjects},
        "topic:diabetes": _DIABETES,
    }
