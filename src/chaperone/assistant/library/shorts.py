"""The short versions: what an entry says, in plain words, within two segments of a text message.

Written by hand from the entry, and by no clinician: each is *unreviewed* until somebody of an
organization approves it. How they were written and how to review them: `docs/short-answers.md`.
"""

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files

from chaperone.assistant.library import passages
from chaperone.assistant.readability import grade
from chaperone.sms.segments import count

UNITS = 306
"""GSM-7 characters of two segments sent together (3GPP TS 23.040, section 9.2.3.24.1)."""
GRADE = 6
"""US school grade that a short version may ask of its reader."""


class BadShortAnswer(Exception):
    """This short version of an entry cannot be sent as it is."""

    def __init__(self, detail: str) -> None:
        super().__init__(f"{type(self).__doc__} {detail}")
        self.detail = detail


def short_answers() -> dict[str, str]:
    """Return the shipped short versions, by id of the entry; BadShortAnswer names a bad row."""
    lines = (files(__package__) / "short_answers.jsonl").read_text(encoding="utf-8").splitlines()
    return read(lines, {entry["id"] for entry in passages()})


def read(lines: Iterable[str], ids: set[str]) -> dict[str, str]:
    """Return text by id from lines of JSON, `{"id": ..., "text": ...}`; `ids` are the entries'.

    Raises BadShortAnswer with the line's number for a line that is no such object, an id that is
    unknown or stands twice, or a text that `check` refuses.
    """
    found: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        try:
            entry, text = _row(line)
            _check_entry(entry, ids, found)
            check(text)
        except BadShortAnswer as error:
            raise BadShortAnswer(f"Line {number}: {error.detail}") from error
        found[entry] = text
    return found


def check(text: str) -> None:
    """Raise BadShortAnswer unless `text` fits two segments of GSM-7 and is plain enough to read."""
    taken = count(text)
    if taken.encoding != "GSM-7":
        raise BadShortAnswer("It has a character that is not in the GSM-7 alphabet.")
    if taken.units > UNITS:
        raise BadShortAnswer(f"It takes {taken.units} characters of {UNITS}.")
    if text != text.strip() or not re.search("[A-Za-z]", text):
        raise BadShortAnswer("It has no words, or space at an end.")
    if (found := grade(text, known_words())) > GRADE:
        raise BadShortAnswer(f"It reads at US grade {found:.1f}, above {GRADE}.")


@lru_cache
def known_words() -> frozenset[str]:
    """Words that a member is taken to know, however many syllables they have."""
    lines = (files(__package__) / "known_words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if (word := line.partition("#")[0].strip()))


def _check_entry(entry: str, ids: set[str], found: Mapping[str, str]) -> None:
    if entry not in ids:
        raise BadShortAnswer(f"There is no entry {entry!r}.")
    if entry in found:
        raise BadShortAnswer(f"The entry {entry!r} has one already.")


def _row(line: str) -> tuple[str, str]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise BadShortAnswer("This is no JSON.") from error
    match row:
        case {"id": str(entry), "text": str(text)} if len(row) == 2:
            return entry, text
    raise BadShortAnswer('It must be {"id": ..., "text": ...} and nothing else.')
