"""What a fixed text must hold to before it may be sent. Pure."""

import re
from collections.abc import Iterator, Mapping
from string import Formatter

from chaperone.conversations.texts.defaults import KINDS, LONGEST_NAME
from chaperone.sms.segments import count

SEGMENTS = 2
_LONGEST = {
    "name": "N" * LONGEST_NAME,
    "number": "9" * 6,
    "reference": "XXXX-XXXX-XXXX-XXXX",
    "time": "on Wednesday, September 30, at 10:30 AM",
    "until": "2026-09-30 10:30",
}
_LINK = re.compile(r"https?:|www\.|\b[\w-]+\.(?=[a-z]{2})[a-z]{2,}(?:/|\b)", re.IGNORECASE)


def problems(name: str, body: str) -> list[str]:
    """What is wrong with a text, in sentences for who writes it; empty where nothing is."""
    return list(_problems(name, body))


def filled(body: str, places: Mapping[str, str]) -> str:
    """The text with its places filled."""
    for name, value in places.items():
        body = body.replace(f"{{{name}}}", value)
    return body


def _problems(name: str, body: str) -> Iterator[str]:
    kind = KINDS[name]
    for word in kind.must_say:
        if not re.search(rf"(?<!\w){word}(?!\w)", body):
            yield f"It must say {word}."
    if _LINK.search(body):
        yield "It must hold no link: members learn not to trust links in texts."
    if sorted(_places(body)) != sorted(kind.places):
        told = " and ".join(f"{{{place}}}" for place in kind.places) or "no place in braces"
        yield f"It must have {told}, once."
        return
    length = count(filled(body, _LONGEST))
    if length.encoding != "GSM-7":
        yield "It has a character that text messages cost more for, such as á or a curly quote."
    elif length.segments > SEGMENTS:
        yield f"It is too long: it takes {length.segments} segments, {SEGMENTS} are the most."


def _places(body: str) -> list[str]:
    try:
        return [place for _, place, _, _ in Formatter().parse(body) if place is not None]
    except ValueError:
        return ["{"]
