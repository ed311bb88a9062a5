"""Measures the assistant on an organization's own labelled texts. Pure but for what is measured.

One JSON object a line. For triage: {"text", "level"}. For answers: {"text", "gold": [ids of
entries that answer]}, or {"text", "decline": true} where a person should answer.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from chaperone.assistant.errors import BadLine

LEVELS = ("emergency", "crisis", "urgent", "routine")
TEXT_LENGTH = 1600
"""Characters that a carrier takes at most."""
_FIRST, _TOP = 1, 3


@dataclass(frozen=True)
class TriageRow:
    """A text, and the level that it ought to have."""

    text: str
    level: str


@dataclass(frozen=True)
class AnswerRow:
    """A text, and the entries any of which answers it: none where a person should."""

    text: str
    gold: frozenset[str]


Row = TriageRow | AnswerRow
Figures = dict[str, float | int]


def read(lines: Iterable[str], known: frozenset[str]) -> list[Row]:
    """The rows of a file; ``known`` are the library's ids. Raises ``BadLine`` for the first bad
    line, with what is wrong with it, and for a file without rows.
    """
    rows = [_row(number, line, known) for number, line in enumerate(lines, 1) if line.strip()]
    if not rows:
        raise BadLine(
            'The file has no rows: each line is {"text", and "level", "gold" or "decline"}.'
        )
    return rows


def measure(
    rows: Sequence[Row],
    *,
    triage: Callable[[str], str],
    answer: Callable[[str], Sequence[str]],
) -> Figures:
    """What came out: shares from 0 to 1, and how many rows each rests on.

    ``triage`` gives the level of a text; ``answer`` ids, best first, none where it declines.
    """
    levels = [row for row in rows if isinstance(row, TriageRow)]
    answers = [row for row in rows if isinstance(row, AnswerRow)]
    found = [(row.level, triage(row.text)) for row in levels]
    given = [(row.gold, answer(row.text)) for row in answers]
    return {"rows": len(rows), **_of_triage(found), **_of_answers(given)}


def _row(number: int, line: str, known: frozenset[str]) -> Row:
    try:
        given = json.loads(line)
    except ValueError:
        raise BadLine(f"Line {number} is not JSON.") from None
    if not isinstance(given, dict):
        raise BadLine(f"Line {number} is not a JSON object.")
    text = given.get("text")
    if not isinstance(text, str) or not text.strip() or "\0" in text or len(text) > TEXT_LENGTH:
        raise BadLine(f'Line {number}: "text" must be a text of 1 to {TEXT_LENGTH} characters.')
    if "level" in given:
        return _triage_row(number, text, given["level"])
    return _answer_row(number, text, given, known)


def _triage_row(number: int, text: str, level: Any) -> TriageRow:
    if level not in LEVELS:
        raise BadLine(f'Line {number}: "level" must be one of {", ".join(LEVELS)}.')
    return TriageRow(text, level)


def _answer_row(number: int, text: str, given: dict[str, Any], known: frozenset[str]) -> AnswerRow:
    if given.get("decline") is True:
        return AnswerRow(text, frozenset())
    gold = given.get("gold")
    if not isinstance(gold, list) or not gold or not all(isinstance(each, str) for each in gold):
        raise BadLine(
            f'Line {number} needs "level", "gold" (a list of ids of entries) or "decline": true.'
        )
    if strange := set(gold) - known:
        raise BadLine(f"Line {number}: the library has no entry {min(strange)[:80]!r}.")
    return AnswerRow(text, frozenset(gold))


def _of_triage(found: Sequence[tuple[str, str]]) -> Figures:
    if not found:
        return {}
    wanted, got = Counter(level for level, _ in found), Counter(level for _, level in found)
    right = Counter(level for level, judged in found if level == judged)
    figures: Figures = {"triage_rows": len(found)}
    for level in LEVELS:
        if wanted[level]:
            figures[f"{level}_recall"] = right[level] / wanted[level]
        if got[level]:
            figures[f"{level}_precision"] = right[level] / got[level]
    grave = [judged for level, judged in found if level in ("emergency", "crisis")]
    return figures | {"grave_called_routine": grave.count("routine")}


def _of_answers(given: Sequence[tuple[frozenset[str], Sequence[str]]]) -> Figures:
    inside = [(gold, ids) for gold, ids in given if gold]
    outside = [ids for gold, ids in given if not gold]
    figures: Figures = {"answer_rows": len(given)} if given else {}
    if inside:
        figures["hit_1"] = _hits(inside, _FIRST)
        figures["hit_3"] = _hits(inside, _TOP)
        figures["wrongly_declined"] = sum(not ids for _, ids in inside) / len(inside)
    if outside:
        figures["rightly_declined"] = sum(not ids for ids in outside) / len(outside)
    return figures


def _hits(inside: Sequence[tuple[frozenset[str], Sequence[str]]], limit: int) -> float:
    return sum(not gold.isdisjoint(ids[:limit]) for gold, ids in inside) / len(inside)
