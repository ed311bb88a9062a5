"""How hard an English text is to read: the Flesch-Kincaid grade, in years of US school. Pure.

Source: J. P. Kincaid, R. P. Fishburne, R. L. Rogers, B. S. Chissom, "Derivation of New Readability
Formulas for Navy Enlisted Personnel", Research Branch Report 8-75, Naval Technical Training Command
(1975). Figures and abbreviations count as they are read aloud (R. Flesch, "How to Write Plain
English", 1979), here simply one syllable for each digit or capital letter, two for a percent sign.

Syllables are counted by rule, and by a list where the rule is wrong. Why no library:
`docs/short-answers.md`, which also says how often the rule agrees with a pronouncing dictionary.
"""

import re
from collections.abc import Set
from functools import lru_cache

KNOWN = 2
"""Syllables that a word takes which the reader is taken to know, if it has more."""

_SENTENCE_END = re.compile(r"[.!?]+(?=[\"')\]]*(?:\s|$))|\n+")
_WORD = re.compile(r"\d+(?:[.,:/]\d+)*%?|[A-Za-z]+(?:'[A-Za-z]+)?(?:\d[A-Z]?)?")
_FIGURE_OR_ABBREVIATION = re.compile(r"\d\S*|[A-Z]{2,}s?\d?|[A-Z]\d[A-Z]?")
_VOWELS = re.compile("[aeiouy]+")
_SPLIT = re.compile(  # vowels that stand together and are spoken apart: di-et, be-ing; is-n't
    r"(?<![ctsgx])i(?:a|o(?!us$)|u|en|er|et)|(?<![ctsgx])io(?=us$)|(?<=[cst])i(?=at(?!r)|et)"
    r"|[aeiouy](?=ing)|eo(?=[nps])|(?<=[crn])ea(?=t[ei]|s$|$)|(?<=l)ui(?=[dt][sye]*$)"
    r"|(?<!q)ua(?=l|t|r(?!d))|uou|(?<=[aeiouy])io|sms?$|[ds]n't$"
)
_SILENT = re.compile(  # vowels that are written and not spoken: tak(e)n, smok(e), help(e)d
    r"(?<=[^aeiouytd])ed$|(?<=[^aeiouyl])e$|(?<=[aeiouy]l)es?$"
    r"|(?<=[^aeiouylszxcg])es$|(?<=[^aeiouyl])e(?=(?:ly|less|ness|ments?|ful|fully|times?)$)"
    r"|(?<=som)e(?=.)|(?<=lif)e(?=.)|(?<=ever)y(?=.)"
)
_HISSED = re.compile("(?:ch|sh)es$")
_LISTED = {
    "aches": 1,
    "anxiety": 4,
    "anyone": 3,
    "area": 3,
    "areas": 3,
    "aren't": 2,
    "aspirin": 2,
    "awake": 2,
    "behavior": 3,
    "calcium": 3,
    "cereal": 3,
    "cereals": 3,
    "clothes": 1,
    "dementia": 3,
    "diabetes": 4,
    "diarrhea": 4,
    "dl": 4,
    "easier": 3,
    "everyone": 3,
    "fatigue": 2,
    "friend": 1,
    "friends": 1,
    "greater": 2,
    "greatest": 2,
    "headaches": 2,
    "idea": 3,
    "laboratory": 4,
    "layer": 2,
    "layers": 2,
    "mg": 3,
    "million": 2,
    "nausea": 3,
    "pacemaker": 3,
    "people": 2,
    "plaque": 1,
    "pneumonia": 3,
    "potassium": 4,
    "reaction": 3,
    "reactions": 3,
    "rhythm": 2,
    "safety": 2,
    "suicide": 3,
    "surgeon": 2,
    "tired": 2,
    "treated": 2,
    "treating": 2,
    "untreated": 3,
    "vegetable": 3,
    "vegetables": 3,
}


def grade(text: str, known: Set[str] = frozenset()) -> float:
    """Return the US school grade at which an English text is understood; 0 or less is very easy.

    `known` has words, in lower case, that the reader is taken to know: they count as two syllables
    if they have more. A text without a word raises ValueError.
    """
    words = _WORD.findall(text)
    if not words:
        raise ValueError("there is no word to grade")
    sentences = sum(bool(_WORD.search(part)) for part in _SENTENCE_END.split(text))
    spoken = sum(
        min(KNOWN, syllables(word)) if word.lower() in known else syllables(word) for word in words
    )
    return 0.39 * len(words) / sentences + 11.8 * spoken / len(words) - 15.59


@lru_cache(4096)  # words of the library's own texts: a few thousand, again and again
def syllables(word: str) -> int:
    """Return how many syllables an English word, figure or abbreviation has: at least one."""
    if _FIGURE_OR_ABBREVIATION.fullmatch(word):
        return sum(c.isdigit() or c.isupper() for c in word) + 2 * word.endswith("%")
    lowered = word.lower()
    if lowered in _LISTED:
        return _LISTED[lowered]
    found = len(_VOWELS.findall(lowered)) + len(_SPLIT.findall(lowered))
    if not _HISSED.search(lowered):
        found -= len(_SILENT.findall(lowered))
    return max(found, 1)
