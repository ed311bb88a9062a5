"""How many segments a text takes on the air, which is what carriers count and charge.

GSM-7 fits 160 units into one segment, 153 into each of several; UCS-2 fits 70, then 67. A character
of the GSM-7 extension table takes two units, as does one outside the Basic Multilingual Plane in
UCS-2, and a segment never ends between the two.

Sources: 3GPP TS 23.038, sections 6.2.1 and 6.2.3; 3GPP TS 23.040, section 9.2.3.24.1.
"""

from typing import Literal, NamedTuple

Encoding = Literal["GSM-7", "UCS-2"]

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = frozenset("\f^{}\\[~]|€")
_GSM_7 = _BASIC | _EXTENSION
_LIMITS: dict[Encoding, tuple[int, int]] = {"GSM-7": (160, 153), "UCS-2": (70, 67)}


class Segments(NamedTuple):
    """What a text takes: encoding, number of segments, characters (code points), units."""

    encoding: Encoding
    segments: int
    characters: int
    units: int


def count(text: str) -> Segments:
    """Return what `text` takes to send; an empty text takes one segment."""
    encoding = _encoding_of(text)
    widths = [_width(character, encoding) for character in text]
    return Segments(encoding, _segments(widths, *_LIMITS[encoding]), len(text), sum(widths))


def _encoding_of(text: str) -> Encoding:
    return "GSM-7" if _GSM_7.issuperset(text) else "UCS-2"


def _width(character: str, encoding: Encoding) -> int:
    if encoding == "GSM-7":
        return 2 if character in _EXTENSION else 1
    return 2 if character > "\uffff" else 1


def _segments(widths: list[int], alone: int, joined: int) -> int:
    if sum(widths) <= alone:
        return 1
    segments, used = 1, 0
    for width in widths:
        if used + width > joined:
            segments, used = segments + 1, 0
        used += width
    return segments
