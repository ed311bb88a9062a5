"""The library as it is ranked: every entry with all its headings, and the words that it knows."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from chaperone.assistant import library
from chaperone.assistant.asking import (
    carries_meaning,
    has_lost_its_heading,
    heading_of,
    kinds_of,
    stem,
    title_of,
    whose,
    words_of_the_phrases,
)
from chaperone.assistant.library.entries import entries
from chaperone.assistant.pools import pools_of
from chaperone.assistant.ranking import Entry, Ranking
from chaperone.assistant.spelling import Speller
from chaperone.assistant.triage.wording import normalise

_WORD = re.compile("[a-z]+")
_LOST, _OTHER = frozenset({"lost"}), frozenset({"other"})
"""The sides of entries whose headings say nothing of it, or name none that the library knows."""


class Catalogue(NamedTuple):
    """The entries as rows, and in the same order in a ranking; and what mends spelling."""

    rows: Sequence[Mapping[str, Any]]
    ranking: Ranking
    speller: Speller


@lru_cache(1)
def catalogue() -> Catalogue:
    """Made once in each process: it takes seconds, so that workers make it before they take work
    (`AssistantConfig.ready`)."""
    return catalogue_of(library.asked())


def catalogue_of(asked: Mapping[str, Sequence[str]]) -> Catalogue:
    """The library's entries with these ways to ask for them, by id."""
    rows = tuple(entries())
    answers = [Counter(normalise(row["answer"]).split()) for row in rows]
    ranked = [
        entry_of(row, asked.get(row["id"], []), words)
        for row, words in zip(rows, answers, strict=True)
    ]
    seen = Counter[str]()
    for row, entry, words in zip(rows, ranked, answers, strict=True):
        seen.update(words)
        # As it is written, too: what a word is brought to is another word (hypoglycemia, low).
        seen.update(_WORD.findall(row["answer"].lower()))
        seen.update(word for heading in entry.headings for word in heading.own)
    return Catalogue(rows, Ranking(ranked, pools_of(rows)), Speller(seen, words_of_the_phrases()))


def entry_of(row: Mapping[str, Any], asked: Sequence[str], words: Mapping[str, int]) -> Entry:
    """What the ranking needs of an entry, of how it is asked for, and of its answer's words."""
    subject, question = row["subject"], row["question"]
    lost = has_lost_its_heading(question)
    own = [] if asked and lost else [title_of(subject, question)]
    answer = Counter[str]()
    for word, times in words.items():
        if carries_meaning(word):
            answer[stem(word)] += times
    kinds = frozenset(kinds_of(subject, question, row["answer"]))
    return Entry(
        headings=[heading_of(heading) for heading in (*own, *asked)],
        whose=whose(subject),
        answer=answer,
        kinds=kinds,
        sides=_LOST if lost else kinds or _OTHER,
    )
