"""Which elements of a member's data there are, in code and in words."""

from collections.abc import Iterable
from functools import cache
from uuid import UUID

from chaperone.access.sentences import element_words
from chaperone.ledger.queries.exposing import Elements
from chaperone.risks.ephi.metadata import sealed_columns

RECORD = "ledger_entry.entry"
"""Stands for what the record says of a member: who acted, when, what was opened, and no value."""
UNNAMED = "ledger_entry.opened"
"""Stands for what an entry of the first format opened, whose columns do not name it."""
_WORDS = {
    RECORD: "who looked at them and when",
    UNNAMED: "data that an old entry does not name in its columns",
}


@cache
def of_members() -> frozenset[str]:
    """Every sealed column that a member's key seals, as "table.column"."""
    return frozenset(
        f"{column.table}.{column.column}"
        for column in sealed_columns()
        if column.key == "the member's key"
    )


def named(elements: Elements) -> frozenset[str]:
    """The elements of an entry; of one that names none, that."""
    return frozenset(elements) or frozenset({UNNAMED})


def in_words(elements: Iterable[str]) -> list[str]:
    """For people, each once, in order."""
    return sorted({_WORDS.get(each) or element_words(each) for each in elements})


Members = dict[UUID, frozenset[str]]
"""Elements by member."""
