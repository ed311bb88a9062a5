"""Every shipped short version, against its entry: fits, plain, and nothing the entry doesn't say."""

import json
import re
from importlib.resources import files

from chaperone.assistant.library import passages
from chaperone.assistant.library.shorts import GRADE, UNITS, known_words
from chaperone.assistant.readability import grade
from chaperone.sms.segments import count

# Read here, not by the loader: that refuses some of what these tests look for before they can.
_LINES = (files("chaperone.assistant.library") / "short_answers.jsonl").read_text(encoding="utf-8")
SHORTS = {row["id"]: row["text"] for row in map(json.loads, _LINES.splitlines())}
ENTRIES = {row["id"]: row for row in passages()}
# Without the allowance for known words: where a reader who knows none of them would stand.
GRADE_OF_A_STRANGER = 9
FOREIGN = 0.2

_WORD = re.compile(r"[A-Za-z][A-Za-z']+")
_FIGURE = re.compile(r"\d+(?:[.,/]\d+)*")
_LINK = re.compile(r"https?:|www\.|\.(?:gov|com|org)\b|@", re.IGNORECASE)
_ORDER = re.compile(
    r"\b(?:increase|raise|lower|reduce|decrease|double|halve|skip|stop|change|adjust|switch)"
    r"(?: taking)?(?: \w+){0,4} (?:doses?|insulin|medicines?|drugs?|pills?|metformin)\b",
    re.IGNORECASE,
)
_WITHHELD = re.compile(r"\bnot\b|n't\b|\bnever\b|\bdoctor\b|\bteam\b", re.IGNORECASE)
_DIAGNOSIS = re.compile(r"(?<!if )(?<!think )\byou have (?:diabetes|cancer|DKA)\b", re.IGNORECASE)
_ENDING = re.compile("(?:ies|ied|ing|ed|es|s|e|y|ly|er|est)$")
_ABOUT_DIABETES = re.compile(
    r"diabet|\binsulin\b|glycemi|\bA1C\b|ketoacidosis|\bblood (?:sugar|glucose)\b", re.IGNORECASE
)


def _plain_words() -> dict[str, list[str]]:
    """The entry's words that a plain word may stand for: "doctor" for "provider"."""
    lines = (files(__package__) / "plain_words.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split(":") for line in lines if line and not line.startswith("#"))
    return {plain: said.split() for plain, said in pairs}


def _small_words() -> frozenset[str]:
    return frozenset((files(__package__) / "small_words.txt").read_text(encoding="utf-8").split())


PLAIN = _plain_words()
SMALL = _small_words()


def test_each_fits_two_segments_of_gsm_7() -> None:
    taken = {entry: count(text) for entry, text in SHORTS.items()}
    assert {
        entry: found
        for entry, found in taken.items()
        if found.encoding != "GSM-7" or found.units > UNITS or found.segments > 2
    } == {}


def test_a_sixth_grader_can_read_each() -> None:
    graded = {entry: grade(text, known_words()) for entry, text in SHORTS.items()}
    assert {entry: found for entry, found in graded.items() if found > GRADE} == {}
    strange = {entry: grade(text) for entry, text in SHORTS.items()}
    assert {entry: found for entry, found in strange.items() if found > GRADE_OF_A_STRANGER} == {}


def test_every_figure_stands_in_the_entry() -> None:
    invented = {
        entry: set(_FIGURE.findall(text)) - set(_FIGURE.findall(_said_by(entry)))
        for entry, text in SHORTS.items()
    }
    assert {entry: found for entry, found in invented.items() if found} == {}


def test_the_words_are_those_of_the_entry_or_plainer_ones() -> None:
    """Four content words in five, by stem; what a word may stand for is listed in plain_words."""
    faults = {}
    for entry, text in SHORTS.items():
        content = [word for word in _words(text) if word not in SMALL]
        stems = {_stem(word) for word in _words(_said_by(entry))}
        foreign = [word for word in content if not _supported(word, stems)]
        if len(foreign) > FOREIGN * len(content):
            faults[entry] = foreign
    assert faults == {}


def test_none_orders_a_dose_names_a_diagnosis_or_has_a_link() -> None:
    for entry, text in SHORTS.items():
        for sentence in re.split(r"(?<=[.!?]) ", text):
            assert not _ORDER.search(sentence) or _WITHHELD.search(sentence), (entry, sentence)
        assert not _DIAGNOSIS.search(text), entry
        assert not _LINK.search(text), entry


def test_no_two_are_the_same() -> None:
    assert len({text.casefold() for text in SHORTS.values()}) == len(SHORTS)


def test_every_diabetes_entry_has_one() -> None:
    asked = {
        row["id"]
        for row in ENTRIES.values()
        if "diabetes" in row["topics"] or _ABOUT_DIABETES.search(row["subject"] + row["question"])
    }
    assert asked - SHORTS.keys() == set()
    assert len(asked) > 290


def _said_by(entry: str) -> str:
    row = ENTRIES[entry]
    return f"{row['subject']} {row['question']} {row['answer']}".replace("9-1-1", "911")


def _words(text: str) -> list[str]:
    return [word.lower().removesuffix("'s") for word in _WORD.findall(text)]


def _stem(word: str) -> str:
    bare = word.replace("'", "")
    return (_ENDING.sub("", bare) if len(bare) > 3 else bare)[:5]


def _supported(word: str, stems: set[str]) -> bool:
    return _stem(word) in stems or any(_stem(said) in stems for said in PLAIN.get(word, ()))
