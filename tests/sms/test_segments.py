"""Segments as the carriers count them."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaperone.sms import segments
from chaperone.sms.segments import count

VECTORS = [
    json.loads(line)
    for line in (Path(__file__).parent / "vectors" / "segments.jsonl").read_text().splitlines()
]
gsm_7 = st.text(st.sampled_from(sorted(segments._GSM_7)), max_size=700)
anything = st.text(max_size=400) | gsm_7


@pytest.mark.parametrize("row", VECTORS, ids=lambda row: row["name"])
def test_published_vectors(row: dict[str, object]) -> None:
    counted = count(str(row["body"]))
    assert (counted.encoding, counted.segments) == (row["encoding"], row["segments"])
    bits = counted.units * (7 if counted.encoding == "GSM-7" else 16)
    assert bits == row.get("message_bits", bits)
    assert counted.characters == row.get("unicode_scalars", counted.characters)


def test_the_tables_are_complete() -> None:
    # 128 positions, one of them the escape; ten characters behind the escape.
    assert len(segments._BASIC) == 127
    assert len(segments._EXTENSION) == 10
    assert not segments._BASIC & segments._EXTENSION


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("GSM-7", 1, 0, 0)),
        ("a" * 160, ("GSM-7", 1, 160, 160)),
        ("a" * 161, ("GSM-7", 2, 161, 161)),
        ("a" * 306, ("GSM-7", 2, 306, 306)),
        ("a" * 307, ("GSM-7", 3, 307, 307)),
        ("€" * 80, ("GSM-7", 1, 80, 160)),
        # 153 is odd: each segment wastes a unit, since an escape is never split.
        ("€" * 153, ("GSM-7", 3, 153, 306)),
        ("a" + "€" * 152, ("GSM-7", 2, 153, 305)),
        ("ё" * 70, ("UCS-2", 1, 70, 70)),
        ("ё" * 134, ("UCS-2", 2, 134, 134)),
        # 67 is odd too: 33 emoji a segment.
        ("🍎" * 35, ("UCS-2", 1, 35, 70)),
        ("🍎" * 66, ("UCS-2", 2, 66, 132)),
        ("🍎" * 67, ("UCS-2", 3, 67, 134)),
        ("áa", ("UCS-2", 1, 2, 2)),
        ("\ud83c", ("UCS-2", 1, 1, 1)),
        ("a\r\nb", ("GSM-7", 1, 4, 4)),
        ("`", ("UCS-2", 1, 1, 1)),
    ],
)
def test_limits(text: str, expected: tuple[str, int, int, int]) -> None:
    assert count(text) == expected


def sent(text: str) -> list[bytes]:
    """Build the segments one by one, as a sender would."""
    wide = count(text).encoding == "UCS-2"
    alone, joined = (140, 134) if wide else (160, 153)
    pieces = [
        c.encode("utf-16-be", "surrogatepass") if wide else b"\x1bx" * (c in "\f^{}\\[~]|€") or b"x"
        for c in text
    ]
    if len(b"".join(pieces)) <= alone:
        return [b"".join(pieces)]
    built = [b""]
    for piece in pieces:
        if len(built[-1] + piece) > joined:
            built.append(b"")
        built[-1] += piece
    return built


@given(text=anything)
def test_the_count_is_what_a_sender_builds(text: str) -> None:
    built = sent(text)
    assert count(text).segments == len(built)
    unit = 2 if count(text).encoding == "UCS-2" else 1
    assert count(text).units == sum(map(len, built)) // unit


@given(text=anything, more=st.text(min_size=1, max_size=5))
def test_a_longer_text_never_takes_less(text: str, more: str) -> None:
    assert count(text + more).segments >= count(text).segments
