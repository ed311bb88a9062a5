"""Cut a text so that it fits, where a reader would pause."""

import re
import unicodedata
from bisect import bisect_right

from chaperone.sms.segments import count

_MARK = "..."  # three dots, since the one-character ellipsis would turn the text into UCS-2
_SENTENCE_END = re.compile(r"(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)[.!?][\"')\]]*(?=\s)|(?=\n)")
_JOINER = "\u200d"


def shorten(text: str, *, segments: int = 3) -> str:
    """Return `text` if it takes at most `segments` segments (1 or more), else its beginning.

    The cut is after a sentence if one ends in the second half of what fits, else after a word and
    marked with three dots, else, in text without spaces, between two characters.
    """
    if count(text).segments <= segments:
        return text
    fitting = text[: _longest(text, "", segments)]
    sentence = max(
        (end.end() for end in _SENTENCE_END.finditer(text, 0, len(fitting) + 1)), default=0
    )
    if len(fitting) <= 2 * sentence <= 2 * len(fitting):
        return text[:sentence].rstrip()
    return _cut_in_sentence(text, _longest(text, _MARK, segments)) + _MARK


def _longest(text: str, mark: str, segments: int) -> int:
    """Length of the longest beginning that fits with `mark`; a longer one never takes less."""
    lengths = range(len(text) + 1)
    return bisect_right(lengths, segments, key=lambda n: count(text[:n] + mark).segments) - 1


def _cut_in_sentence(text: str, length: int) -> str:
    words = re.match(r"(?s).*\S(?=\s)", text[: length + 1])
    if words and 2 * words.end() > length:
        return words.group()
    while length > 1 and _joined(text[length - 1], text[length]):
        length -= 1
    return text[:length]


def _joined(left: str, right: str) -> bool:
    return left == _JOINER or right == _JOINER or unicodedata.category(right).startswith("M")
