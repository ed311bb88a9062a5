"""Which entries of the library answer the same question: two sources often have one each. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chaperone.assistant.asking import has_lost_its_heading, kinds_of, title_of, whose
from chaperone.assistant.triage.wording import normalise

_SIDES = frozenset({"causes", "risk", "symptoms", "diagnosis", "treatment", "prevention"})
"""Kinds of which an illness has one: "How is it found?" and "How to diagnose it" are the same."""
SAME_BEGINNING = 120
"""Letters after which two answers that began alike are taken for the same answer."""

Row = Mapping[str, Any]


def pools_of(rows: Sequence[Row]) -> list[list[int]]:
    """The places of the rows, each in one pool; pools and places in the order of the rows."""
    pool = {place: [place] for place in range(len(rows))}
    first: dict[object, int] = {}
    for place, row in enumerate(rows):
        for mark in _marks(row):
            one, other = pool[first.setdefault(mark, place)], pool[place]
            if one is not other:
                one += other
                pool.update(dict.fromkeys(other, one))
    return [sorted(places) for place, places in pool.items() if place == min(places)]


def _marks(row: Row) -> Iterator[object]:
    """Entries that share one of these are in one pool."""
    subject, question = row["subject"], row["question"]
    yield row["answer"][:SAME_BEGINNING]
    if has_lost_its_heading(question):
        return
    yield "question", normalise(title_of(subject, question))
    kinds = kinds_of(subject, question, row["answer"])
    if len(kinds) == 1 and kinds <= _SIDES:
        yield whose(subject), *kinds
