"""Whether a reply may go out, and whether a text may be taken up. Pure.

A reply that is blocked becomes a hand-over to a coach, counted by the reason given here. Who words
a reply (the library or a model) makes no difference, except that a model's must also rest on what
it cites.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from chaperone.assistant.guard.rules import ASKED, REPLIES, broken
from chaperone.assistant.replies import language_of
from chaperone.deid.finding import find
from chaperone.sms.segments import count

SEGMENTS = 3
REASONS = {
    "diagnosis": "a diagnosis",
    "dose": "a change of medicine or dose",
    "person": "another person's data",
    "promise": "a promise",
    "injection": "an attempt to misuse the assistant",
    "identifier": "a name or number that nobody had named",
    "link": "a link that is not the source's",
    "length": "too long, or empty",
    "language": "another language than the question's",
    "unsupported": "what the entries do not say",
}
"""Every reason for which the guard blocks, in words."""
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"')]+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|gov|edu|io|info"
    r"|co|us|ly|me|app|dev|example|health)\b(?:/[^\s<>\"')]*)?|\b[\w.+-]+@[\w-]+\.[\w.]+",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"\[[A-Z]+[_ -]?\d+\]|\b[A-Z]{3,}_\d+\b")
_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
_WORD = re.compile(r"[^\W\d_]{4,}")
_KNOWN_NUMBERS = frozenset({"911", "988"})
_STEM = 5
LEAST_SUPPORTED = 0.6
_SHINGLE = 7


@dataclass(frozen=True, slots=True)
class Ground:
    """What a reply may rest on.

    ``said``: the thread's texts and the question, in clear; ``entries``: titles and texts of the
    entries that it cites, with their sources' names; ``links``: the sources' addresses;
    ``language`` of the question; ``worded``: by a model; ``rules``: what the model was told.
    """

    said: tuple[str, ...]
    entries: tuple[str, ...]
    links: tuple[str, ...] = ()
    language: str = "en"
    worded: bool = False
    rules: str = ""


def refused(text: str) -> str:
    """Why the assistant does not take a member's text up: a reason, or empty where it does."""
    rule = broken(ASKED, text)
    return rule.reason if rule else ""


def blocked(reply: str, ground: Ground) -> str:
    """Why a reply must not go out: one of ``REASONS``, or empty where it may."""
    return next(_problems(reply, ground), "")


def _problems(reply: str, ground: Ground) -> Iterator[str]:
    if not reply.strip() or count(reply).segments > SEGMENTS:
        yield "length"
    if rule := broken(REPLIES, reply):
        yield rule.reason
    if _has_strange_link(reply, ground.links):
        yield "link"
    if _TOKEN.search(reply) or _has_strange_identifier(reply, ground):
        yield "identifier"
    if language_of(reply) != ground.language:
        yield "language"
    if ground.worded:
        if _repeats(reply, ground.rules):
            yield "injection"
        if not _is_supported(reply, ground):
            yield "unsupported"


def _has_strange_link(reply: str, links: Iterable[str]) -> bool:
    allowed = {_plain_link(link) for link in links}
    return any(_plain_link(found[0]) not in allowed for found in _LINK.finditer(reply))


def _plain_link(link: str) -> str:
    parts = urlsplit(link if "://" in link else f"//{link}")
    return f"{parts.netloc}{parts.path}".lower().removeprefix("www.").rstrip("/.,;:!?")


def _has_strange_identifier(reply: str, ground: Ground) -> bool:
    spans = [reply[span.start : span.end] for span in find(reply)]
    if not spans:
        return False
    known = _squeezed(" ".join((*ground.said, *ground.entries, *ground.links)))
    return any(_squeezed(each) not in known for each in spans if each not in _KNOWN_NUMBERS)


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _repeats(reply: str, rules: str) -> bool:
    """Whether seven words in a row are from what the model was told."""
    return not _shingles(reply).isdisjoint(_shingles(rules))


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[place : place + _SHINGLE]) for place in range(len(words) - _SHINGLE + 1)}


def _is_supported(reply: str, ground: Ground) -> bool:
    """Whether a model's reply says what the entries say: each number stands there or was asked
    about, and most of its words do.
    """
    given = " ".join((*ground.entries, *ground.said))
    numbers = set(_NUMBER.findall(given)) | _KNOWN_NUMBERS
    if not numbers.issuperset(_NUMBER.findall(reply)):
        return False
    stems = _stems(" ".join(ground.entries))
    own = _stems(reply)
    return not own or len(own & stems) / len(own) >= LEAST_SUPPORTED


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in _WORD.findall(text.casefold())}
