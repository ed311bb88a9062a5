"""A reply from one passage: its own sentences, as many as fit, and where they come from. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from textwrap import shorten

from chaperone.sms.segments import count

SEGMENTS = 3
_UNITS = 3 * 153
_HALF = _UNITS // 2
_CUT = "..."
_LINE_OR_BULLET = re.compile(r"\n+|(?:^|\s+)-{1,2}\s+")
_SENTENCE = re.compile(r"(?<=[.!?])[\"')]*\s+(?=[A-Z\"(0-9])")
_CREDIT = re.compile(
    r"\s*(?:\bNIH: (?:National|Office)[^\n]*|Centers for Disease Control and Prevention)\s*$"
)
_FOR_GSM = str.maketrans({"°": "degrees ", "`": "'", "\t": " "})
_WORD = re.compile("[a-z0-9]+")
_LEANS_BACK = re.compile(
    "(?:This|These|That|Those|They|Their|It|Its|He|She|Which|Others?|Such|Then|However|Also|But|And"
    "|Some|Most|Many|Both|Each|In addition|For example|If so|Instead|One|Another|Food then|Yes|No)"
    r"\b"
)
_ANNOUNCES = re.compile(r"\b(?:includ(?:e|ing)|are|is|as|if|you|to|the|may|can|such|by|of|for)$")
_CLEARLY_BETTER = 2
_LETTERS = 5
# Members ask much alike. Only what stands in passages is kept, nothing of what somebody asked.
_KEPT = 256
_SOURCES = {
    "NLM MedlinePlus": "MedlinePlus",
    "NIH NIDDK": "NIH (NIDDK)",
    "NIH SeniorHealth": "NIH SeniorHealth",
    "NIH NHLBI": "NIH (NHLBI)",
    "NIH NINDS": "NIH (NINDS)",
    "CDC": "CDC",
}


def short_reply(short: str, source: str) -> str:
    """A text of at most three segments: the short version, and on a line of its own its source."""
    return short + _credit(source)


def reply_from(answer: str, source: str, words: Iterable[str]) -> str:
    """A text of at most three segments: sentences of the answer that fit the words best.

    Takes a passage's answer and source, and the words asked for. Sentences are left whole where
    they fit; a cut is marked with three dots. The source is named on a line of its own.
    """
    return _reply(answer, source, _best(_places(answer), {word[:_LETTERS] for word in words}))


@lru_cache(_KEPT)
def _reply(answer: str, source: str, begin: int) -> str:
    credit = _credit(source)
    parts = _parts(answer)
    said = parts[begin]
    for part in parts[begin + 1 :]:
        longer = said + _joint(said, part) + part
        if _fits(longer + credit):
            said = longer
        elif len(said) < _HALF or not _is_sentence(said):
            said = _cut(longer, credit)
            break
        else:
            break
    return (said if _fits(said + credit) else _cut(said, credit)) + credit


@lru_cache(_KEPT)
def _parts(answer: str) -> tuple[str, ...]:
    """Sentences, headings and items of lists, in their order."""
    lines = _LINE_OR_BULLET.split(_CREDIT.sub("", answer).translate(_FOR_GSM))
    parts = (" ".join(part.split()) for line in lines for part in _SENTENCE.split(line))
    return tuple(filter(None, parts))


@lru_cache(_KEPT)
def _places(answer: str) -> dict[int, frozenset[str]]:
    """Where a reply may begin, at the first part or later, and how the words there begin."""
    parts = _parts(answer)
    return {
        place: frozenset(word[:_LETTERS] for word in _WORD.findall(part.lower()))
        for place, part in enumerate(parts)
        if place == 0 or _stands_alone(parts, place)
    }


def _best(places: Mapping[int, frozenset[str]], stems: set[str]) -> int:
    """Where to begin: the earliest sentence with most of the words, if well above the first."""
    worth = {place: len(stems & there) for place, there in places.items()}
    best = max(worth, key=lambda place: (worth[place], -place))
    return best if worth[best] >= worth[0] + _CLEARLY_BETTER else 0


def _stands_alone(parts: Sequence[str], place: int) -> bool:
    part = parts[place]
    return (
        part[0].isupper()
        and part.endswith((".", ":"))
        and _is_sentence(parts[place - 1])
        and not _LEANS_BACK.match(part)
    )


def _is_sentence(said: str) -> bool:
    return said.endswith((".", "!", "?", '"', ")"))


def _joint(said: str, part: str) -> str:
    if said.endswith((".", "!", "?", ":", '"', ",", ";")):
        return " "
    if _ANNOUNCES.search(said):
        return ": "
    return ", " if part[0].islower() or not part.endswith(".") else ". "


def _cut(said: str, credit: str) -> str:
    doubled = sum(character in "^{}\\[~]|" for character in said)
    return shorten(said, _UNITS - len(credit) - doubled, placeholder=_CUT)


def _fits(text: str) -> bool:
    return count(text).segments <= SEGMENTS


def _credit(source: str) -> str:
    return f"\nSource: {source_name(source)}"


def source_name(source: str) -> str:
    """What members read as the source of an entry."""
    return next(name for prefix, name in _SOURCES.items() if source.startswith(prefix))
