"""Reads the library."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from chaperone.assistant import library
from chaperone.assistant.asking import (
    Question,
    carries_meaning,
    has_lost_its_heading,
    heading_of,
    kinds_of,
    question_of,
    stem,
    subjects_of,
    title_of,
    words_of_the_phrases,
)
from chaperone.assistant.library.entries import entries
from chaperone.assistant.models import Passage
from chaperone.assistant.ranking import Entry, Ranking
from chaperone.assistant.spelling import Speller
from chaperone.assistant.triage.wording import normalise

_WORD = re.compile("[a-z]+")
_SAME_BEGINNING = 120
"""Letters after which two answers that began alike are taken for the same answer."""


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


class _Library(NamedTuple):
    rows: Sequence[Mapping[str, Any]]
    ranking: Ranking
    speller: Speller


def retrieve(text: str, limit: int = 5) -> list[Found]:
    """The entries of the library that fit a member's text best, best first.

    An answer that stands in the library under several headings is returned once.
    """
    return search(asked_for(text), limit=limit)


def asked_for(text: str) -> Question:
    """What a member's text asks for, its spelling mended by the library's own words."""
    return question_of(text, mend=_library().speller.mend)


def search(question: Question, *, limit: int = 5) -> list[Found]:
    """The entries that fit a question best, best first, none twice."""
    rows, ranking, _ = _library()
    found: dict[str, Found] = {}
    for best in ranking.best(question, limit=2 * limit):
        row = rows[best.place]
        entry = Found(
            row["id"],
            best.score,
            best.likeness,
            row["answer"],
            row["short"],
            row["source"],
            row["version"],
        )
        found.setdefault(row["answer"][:_SAME_BEGINNING], entry)
    return list(found.values())[:limit]


def passages_by_id(ids: Sequence[str]) -> list[Passage]:
    """The passages with these ids, in this order; ids that are no longer there are left out."""
    found = Passage.objects.in_bulk(list(ids))
    return [found[id_] for id_ in ids if id_ in found]


@lru_cache(1)
def _library() -> _Library:
    rows = tuple(entries())
    asked = library.asked()
    seen: Counter[str] = Counter()
    ranked: list[Entry] = []
    for row in rows:
        headings = _headings(row, asked.get(row["id"], []))
        words = Counter(normalise(row["answer"]).split())
        ranked.append(_entry(row, headings, words))
        seen.update(words)
        # As it is written, too: what a word is brought to is another word (hypoglycemia, low).
        seen.update(_WORD.findall(row["answer"].lower()))
        seen.update(word for heading in headings for word in heading.own)
    return _Library(rows, Ranking(ranked), Speller(seen, words_of_the_phrases()))


def _headings(row: Mapping[str, Any], asked: Sequence[str]) -> list[Question]:
    own = [] if asked and has_lost_its_heading(row["question"]) else [_title(row)]
    return [heading_of(heading) for heading in (*own, *asked)]


def _title(row: Mapping[str, Any]) -> str:
    return title_of(row["subject"], row["question"])


def _entry(row: Mapping[str, Any], headings: list[Question], words: Counter[str]) -> Entry:
    subject, question = row["subject"], row["question"]
    answer: Counter[str] = Counter()
    for word, times in words.items():
        if carries_meaning(word):
            answer[stem(word)] += times
    return Entry(
        headings=headings,
        answer=answer,
        subjects=frozenset(subjects_of(normalise(f"{subject} ; {question}"))),
        kinds=frozenset(kinds_of(subject, question, row["answer"])),
        is_about_diabetes="diabetes" in row["topics"],
    )
