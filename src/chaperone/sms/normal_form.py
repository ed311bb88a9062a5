"""One form for the many ways in which people type the same words on a phone."""

import re
import unicodedata

from chaperone.sms.spelling import SPELLING

CLAUSE_END = "|"

_APOSTROPHES = re.compile("['\u2019\u2018\u00b4`\u02bc]")
_SPELT_OUT = re.compile(r"\b(?:[a-z][ .*_-]){2,}[a-z]\b")
_LENGTHENED = re.compile(r"([a-z])\1{2,}")
_CLAUSE_ENDS = re.compile(r"[.,;:!?\n\r()\u2026\u00a1\u00bf\u2014\u2013]+")
_TOKEN = re.compile(r"[a-z0-9]+|\|")


def normal_form(text: str) -> str:
    """Return the words of `text` in lower case, respelt, joined by spaces, `|` between clauses.

    Accents and apostrophes go ("don't" is "dont"), short forms are written out ("txt" is "text"),
    frequent misspellings are mended.
    """
    plain = _APOSTROPHES.sub("", _without_accents(text))
    plain = _SPELT_OUT.sub(_joined, plain)
    plain = _LENGTHENED.sub(r"\1", plain)
    tokens = _TOKEN.findall(_CLAUSE_ENDS.sub(" | ", plain))
    return " ".join([SPELLING.get(token, token) for token in tokens]).strip("| ")


def _without_accents(text: str) -> str:
    folded = text.casefold()
    if folded.isascii():
        return folded
    split = unicodedata.normalize("NFKD", folded)
    return "".join([letter for letter in split if not unicodedata.combining(letter)])


def _joined(match: re.Match[str]) -> str:
    return re.sub("[^a-z]", "", match.group())
