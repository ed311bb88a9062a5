"""What people are called on the net, (R): "sugar.queen77 on tiktok", "my ig is mel_walks"."""

import re
from collections.abc import Iterator

from chaperone.deid.lexicon import LINE_UNDER, NET, POINT
from chaperone.deid.reading import Reading
from chaperone.deid.spans import Span

_NETS = (
    r"(?:insta|instagram|ig|tiktok|tik tok|facebook|fb|snap|snapchat|twitter|reddit|telegram|"
    r"threads|"
    r"youtube|discord|messenger|linkedin|mychart|xbox|psn|twitch|venmo|cashapp|zelle|paypal)"
)
_UNDERSCORED = re.compile(r"(?<![\w@.])(?=[a-z_.]*\d)[a-z\d.]*[a-z\d]_[a-z\d_.]*[a-z\d_](?![\w@])")
_ON = re.compile(
    rf"(?<![\w@])(?P<value>(?=[a-z\d]*[\d._])[a-z\d][a-z\d._]{{2,30}}) (?:on|en|in) (?:my |"
    rf"mi )?{_NETS}\b"
)
_CALLED = re.compile(
    rf"\b(?:{_NETS}|gamertag|gamer tag|username|user name|user|usuario|login|handle|screen ?name)"
    r"(?:[ ]?[:=]| (?:is|es|name is|soy|its|as|por|user|handle))?[ ]?[:@]? ?"
    r"(?P<value>(?=[a-z.]*(?:\d|[._][a-z]))[a-z\d][a-z\d._]{2,30}[a-z\d])(?![\w@/])"
)
_MAY = re.compile(rf"\b(?:{_NETS}|gamer|user|usuario|login|handle|screen)")
# They are looked for only where a net is named, or a word goes on with a handle: "ig_mel".
_GLUED = re.compile(r"[\d._](?<=[a-z].)(?:(?<=\d)|(?=[\w.]))")


def spans_of_handles(reading: Reading) -> Iterator[Span]:
    """The handles of a text."""
    text = reading.plain
    if reading.kinds & LINE_UNDER:
        for match in _UNDERSCORED.finditer(text):
            yield Span(*match.span(), "ID")
    start = 0 if reading.kinds & (POINT | LINE_UNDER) else reading.digit
    worth = reading.kinds & NET or _GLUED.search(text, start)
    if worth and _MAY.search(text):
        for pattern in (_ON, _CALLED):
            for match in pattern.finditer(text):
                yield Span(*match.span("value"), "ID")
