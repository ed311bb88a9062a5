"""The labelled texts of `assistant/triage/training/*.jsonl`, and what was learned from them.

A row is `{text, level, category, template, lang}`. Rows that reword one idea share a `template`. In
a text `{one|other}` is a choice and `@who` a person; such a row stands for several texts, drawn the
same way each time.
"""

import hashlib
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import chaperone.assistant.triage
from chaperone.assistant import library
from chaperone.assistant.triage.judging import by_rules
from chaperone.assistant.triage.wording import normalise

TRIAGE = Path(chaperone.assistant.triage.__file__).parent
_TESTS = Path(__file__).parent.parent / "tests/assistant/triage"
DEVELOPMENT = _TESTS / "development.jsonl"
_JUDGED_BY = (DEVELOPMENT, _TESTS / "held_out.jsonl", _TESTS / "messages.jsonl")
NEAR = 0.75
_MOST = 24
_CHOICE = re.compile(r"\{([^{}]*)\}")
_DRAWN = re.compile(r"@([a-z]+)")
_BEFORE_MARK = re.compile(r"\s+(?=[,.?!])")
_PEOPLE = {
    "who": "my mom|my dad|my husband|my wife|my son|my daughter|grandma|my brother|my sister|he|she"
    "|my friend|my roommate|hubby|my kid|grandpa|my partner",
    "quien": "mi mama|mi papa|mi esposo|mi esposa|mi hijo|mi hija|mi abuela|mi hermano|mi hermana"
    "|el|ella|mi tio",
}
_NUMBERS = {
    "danger": (22, 53),
    "under": (42, 53),
    "low": (55, 69),
    "usual": (82, 160),
    "high": (301, 398),
    "higher": (390, 590),
    "highest": (602, 900),
}


QUESTION = "question"
"""The category of what members ask the library."""
_GRAVE_TOPICS = frozenset({"emergency_symptoms", "mental_health_crisis"})
_GRAVE = re.compile(
    r"hypogly|low blood (?:glucose|sugar)|ketoacid|stroke|heart attack|cardiac|angina|aneurysm"
    r"|emergenc|poison|overdos|shock|seizure|suicid|depress|bleed|warning",
    re.IGNORECASE,
)
_CALM_REASONS = frozenset({"device", "office", "place", "elsewhere", "instruction"})


@dataclass(frozen=True)
class Row:
    """One text with its level."""

    text: str
    level: str
    category: str
    template: str
    lang: str


def rows() -> list[Row]:
    """Every labelled text, choices drawn, each once; none near one that is judged by."""
    found: dict[str, Row] = {}
    for path in files():
        for line in path.read_text(encoding="utf-8").splitlines():
            row = Row(**json.loads(line))
            for text in _drawn(row):
                found.setdefault(text, replace(row, text=text))
    for row in _of_the_library():
        found.setdefault(row.text, row)
    return [row for row in found.values() if not _is_near(row.text)]


def _of_the_library() -> Iterator[Row]:
    """What members ask the library and the team: calm, unless it is about dangers or read as such
    by a rule.
    """
    about = {row["id"]: row for row in library.passages()}
    for entry_id, texts in library.asked().items():
        entry = about[entry_id]
        calm = not _GRAVE_TOPICS.intersection(entry["topics"])
        if calm and not _GRAVE.search(f"{entry['subject']} {entry['question']}"):
            yield from _calm(texts, f"asked-{entry_id}")
    for number, row in enumerate(library.declined()):
        if row["because"] in _CALM_REASONS:
            yield from _calm([row["text"]], f"declined-{number}")


def _calm(texts: list[str], template: str) -> Iterator[Row]:
    for text in texts:
        if by_rules(text).level == "routine":
            yield Row(text, "routine", QUESTION, template, "en")


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Share of words that two texts have in common (Jaccard)."""
    return len(one & other) / max(len(one | other), 1)


def words_of(text: str) -> frozenset[str]:
    """The words of a text, brought to their plain form."""
    return frozenset(word for word in normalise(text).split() if word.isalnum())


@cache
def judged_by() -> list[frozenset[str]]:
    """The words of each text of the development set and of those held out."""
    lines = [line for path in _JUDGED_BY for line in path.read_text().splitlines()]
    return [words_of(json.loads(line)["text"]) for line in lines]


def _is_near(text: str) -> bool:
    words = words_of(text)
    return any(likeness(words, other) >= NEAR for other in judged_by())


def files() -> list[Path]:
    """The files of labelled texts."""
    return sorted((TRIAGE / "training").glob("*.jsonl"))


def fingerprint() -> str:
    """A digest of all that the weights follow from: labelled texts, rules, the code that reads."""
    digest = hashlib.sha256()
    here = Path(__file__).parent
    for path in [
        *files(),
        *sorted(TRIAGE.glob("*.toml")),
        *sorted(TRIAGE.glob("*.py")),
        *sorted(here.glob("*.py")),
        *sorted(Path(library.__file__).parent.glob("*.jsonl")),
    ]:
        digest.update(path.name.encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _drawn(row: Row) -> Iterator[str]:
    choices = [len(found.split("|")) for found in _CHOICE.findall(row.text)]
    if not choices and "@" not in row.text:
        yield row.text
        return
    chance = random.Random(row.text)  # noqa: S311 - the same texts each time, no secret
    wanted = min(2 * max([2, *choices]), _MOST)
    yield from dict.fromkeys(_one(row.text, chance) for _ in range(wanted))


def _one(text: str, chance: random.Random) -> str:
    chosen = _CHOICE.sub(lambda found: chance.choice(found[1].split("|")), text)
    named = _DRAWN.sub(lambda found: _value(found[1], chance), chosen)
    return " ".join(_BEFORE_MARK.sub("", named).split())


def _value(name: str, chance: random.Random) -> str:
    if name == "pressure":
        form = chance.choice(["{}/{}", "{}/{}", "{} over {}"])
        return form.format(chance.randint(182, 225), chance.randint(112, 134))
    if name in _PEOPLE:
        return chance.choice(_PEOPLE[name].split("|"))
    return str(chance.randint(*_NUMBERS[name]))
