"""The texts that the assistant sends word for word, in English and Spanish. Pure.

A clinician has to review them. Each takes at most two GSM-7 segments (160, or 306 in two).
"""

from chaperone.assistant.library import table
from chaperone.assistant.triage.wording import normalise

_REPLIES: dict[str, dict[str, str]] = table("replies.toml")["replies"]
_COMMON = {name: frozenset(words) for name, words in table("replies.toml")["languages"].items()}
_SPANISH_MARKS = frozenset("¿¡ñ")
_LATIN_END = "\u024f"


def language_of(text: str) -> str:
    """ "en", "es" or "other": by its commonest words; too little to tell counts as English."""
    letters = [letter for letter in text if letter.isalpha()]
    if sum(letter > _LATIN_END for letter in letters) * 2 > len(letters):
        return "other"
    said = normalise(text).split()
    found = {name: sum(word in words for word in said) for name, words in _COMMON.items()}
    if not _SPANISH_MARKS.isdisjoint(text.casefold()):
        found["es"] += 2
    likeliest = max(found, key=lambda name: (found[name], name == "en"))
    return likeliest if likeliest in _REPLIES else "other"


def fixed_reply(level: str, language: str) -> str:
    """The text for a level of triage (emergency, crisis, urgent) or "declined".

    Any language but Spanish gets English. KeyError for another level.
    """
    return _REPLIES[language if language in _REPLIES else "en"][level]
