"""How well identifiers are found: recall by span and letter, and what was taken without need.

A row's span counts when its `safe_harbor` says under which letter of 45 CFR 164.514(b)(2)(i) it
falls; without one it may be found or not. Only letters and digits count.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from chaperone.deid.finding import Known, find

ROWS = Path(__file__).parent.parent / "tests" / "deid" / "vectors" / "rows.jsonl"
Row = dict[str, Any]
Places = Iterable[tuple[int, int]]
_KNOWN = {
    "names": ("first", "last"),
    "phones": ("phone",),
    "addresses": ("address", "city", "zip"),
    "dates": ("date_of_birth",),
    "numbers": ("mrn",),
}


class Score(NamedTuple):
    """`recall`: share of required spans wholly found; `over`: share of other characters found."""

    recall: float
    over: float
    letters: dict[str, tuple[int, int]]


def rows() -> list[Row]:
    """The labelled rows that lie in the repository."""
    return [json.loads(line) for line in ROWS.read_text("utf-8").splitlines()]


def of_messages(all_rows: Iterable[Row]) -> list[Row]:
    """Those that are text messages of members."""
    return [row for row in all_rows if row["source"] == "generated SMS"]


def _known_of(row: Row) -> dict[str, tuple[str, ...]]:
    """What a row knows of its member, by the fields of `Known`."""
    known = row.get("known", {})
    return {
        field: tuple(known[name] for name in names if known.get(name))
        for field, names in _KNOWN.items()
    }


def ours(row: Row) -> list[tuple[int, int]]:
    """What Chaperone finds in a row."""
    return [span[:2] for span in find(row["text"], Known(**_known_of(row)))]


def score(scored: Sequence[Row], find: Callable[[Row], Places]) -> Score:
    """Scores what `find` finds in these rows."""
    required, whole, out, over = Counter[str](), Counter[str](), 0, 0
    for row in scored:
        signs = {at for at, sign in enumerate(row["text"]) if sign.isalnum()}
        found = signs & _covered(find(row))
        inside = set[int]()
        for span in row["spans"]:
            place = signs & set(range(span["start"], span["end"]))
            inside |= place
            if span["safe_harbor"]:
                letter = span["safe_harbor"][0]
                required[letter] += 1
                whole[letter] += place <= found
        out += len(signs - inside)
        over += len(found - inside)
    letters = {letter: (required[letter], whole[letter]) for letter in sorted(required)}
    return Score(whole.total() / required.total(), over / out, letters)


def _covered(places: Places) -> set[int]:
    return {at for start, end in places for at in range(start, end)}
