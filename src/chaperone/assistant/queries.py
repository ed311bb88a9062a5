"""Reads the library."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chaperone.assistant.asking import Question, question_of
from chaperone.assistant.catalogue import catalogue
from chaperone.assistant.models import Passage
from chaperone.assistant.pools import SAME_BEGINNING
from chaperone.assistant.ranking import Place


@dataclass(frozen=True)
class Found:
    """An entry that fits a question: how well (its score, and how like the question its heading
    is, 0 to 1), what it says, in short ("" where there is no short version), whose words they are,
    and which version of the entry this is."""

    id: str
    score: float
    likeness: float
    answer: str
    short: str
    source: str
    version: str


def retrieve(text: str, limit: int = 5) -> list[Found]:
    """The entries of the library that fit a member's text best, best first.

    An answer that stands in the library under several headings is returned once.
    """
    return search(asked_for(text), limit=limit)


def asked_for(text: str) -> Question:
    """What a member's text asks for, its spelling mended by the library's own words."""
    return question_of(text, mend=catalogue().speller.mend)


def unknown_words(question: Question) -> int:
    """How many of a question's words the library never says."""
    knows = catalogue().speller.knows
    return sum(not knows(word) for word in question.own)


def search(question: Question, *, limit: int = 5) -> list[Found]:
    """The entries that fit a question best, best first.

    Entries that answer the same question come from one place of the ranking: of each place the
    one whose heading is likest, then the others; an answer that stands in the library under
    several headings comes out once.
    """
    rows, ranking, _ = catalogue()
    places = ranking.best(question, limit=limit)
    order = [(place.entries[0], place) for place in places]
    order += [(entry, place) for place in places for entry in place.entries[1:]]
    found: dict[str, Found] = {}
    for entry, place in order:
        row = rows[entry]
        found.setdefault(row["answer"][:SAME_BEGINNING], _found(row, place))
    return list(found.values())[:limit]


def _found(row: Mapping[str, Any], place: Place) -> Found:
    return Found(
        row["id"],
        place.score,
        place.likeness,
        row["answer"],
        row["short"],
        row["source"],
        row["version"],
    )


def passages_by_id(ids: Sequence[str]) -> list[Passage]:
    """The passages with these ids, in this order; ids that are no longer there are left out."""
    found = Passage.objects.in_bulk(list(ids))
    return [found[id_] for id_ in ids if id_ in found]
