"""What holds for every text: spans in order, tokens there and back, nothing found twice."""

import json
import re
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from bench.deid_scoring import rows
from chaperone.deid.finding import Known, find
from chaperone.deid.reading import Reading, folded
from chaperone.deid.spans import LETTERS, Span, merged
from chaperone.deid.tokens import Tokens

TOKEN = re.compile(r"\[[A-Z]+_[0-9]+\]")
SAID = (
    "my name is rosa Dr. Smith's st mary 12 elm street apt 4 617-555-0143 999-75-1775 3/4 march 5 "
    "José O'Hara [NAME_1] NAME_1 [ name 2 ] a@b.org www.x.org/y @someone 192.168.1.1 MRN-12 zip "
    "02155 ninety two im 94 yrs old lives in the corner of and work at the hospital , . \n ' - # ("
    " ) 😀 \u0301 ß İ \x00 １２３ ::1 1:2:3:4:5"
)
PIECES = st.sampled_from(SAID.split(" "))
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(PIECES, max_size=25).map(" ".join),
    st.lists(PIECES, max_size=25).map("".join),
    st.sampled_from([row["text"] for row in rows()]),
)
KNOWN = st.builds(
    Known,
    *[st.lists(st.one_of(st.text(max_size=20), PIECES), max_size=3).map(tuple) for _ in range(6)],
)


@given(TEXTS, st.one_of(st.none(), KNOWN))
@settings(max_examples=150, deadline=None)
def test_spans_lie_in_the_text_in_order_and_apart(text: str, known: Known | None) -> None:
    spans = find(text, known)
    end = 0
    for span in spans:
        assert end <= span.start < span.end <= len(text)
        assert span.type in LETTERS
        end = span.end


@given(TEXTS, KNOWN)
@settings(max_examples=100, deadline=None)
def test_what_is_replaced_comes_back(text: str, known: Known) -> None:
    tokens = Tokens()
    spans = find(text, known)
    replaced = tokens.replace(text, spans)
    assert said(tokens.restore(replaced)) == said(text)
    # Without the tokens, whose own names a text may hold as well.
    left = TOKEN.sub(" ", replaced)
    for span in spans:
        whole = text[span.start : span.end]
        assert len(whole) < 6 or whole not in left.replace(whole, "", text.count(whole) - 1)


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_tokens_are_not_found_again(text: str) -> None:
    once = Tokens().replace(text, find(text))
    assert not any(
        "[" in once[s.start : s.end] and "]" in once[s.start : s.end] for s in find(once)
    )


@given(
    st.lists(
        st.builds(Span, st.integers(0, 30), st.integers(31, 60), st.sampled_from(["NAME", "ID"]))
    )
)
def test_merging_twice_changes_nothing(spans: list[Span]) -> None:
    assert merged(merged(spans)) == merged(spans)


@given(st.text())
def test_folding_keeps_every_place(text: str) -> None:
    assert len(folded(text)) == len(text)
    reading = Reading(text)
    assert len(reading.plain) == len(text)
    assert all(start < end for start, end in zip(reading.starts, reading.ends, strict=True))


def test_no_text_takes_long() -> None:
    hard = ["1 " * 5000, "a1-" * 4000, "Mc " * 4000, "x@" * 4000, "www." * 3000, "st " * 4000]
    hard += ["1.2.3." * 2000, "corner of " * 1500, "my name is " * 1500, ":" * 8000, "A. " * 4000]
    hard += ["+1 (" * 3000, "at St. " * 2500, "12 Elm, " * 2500, "de la " * 3000, "0 " * 6000]
    hard += [
        "a b dot " * 2000,
        "i live in " * 1500,
        "mrn no. " * 2000,
        "[name " * 2000,
        "march " * 2000,
    ]
    begun = time.process_time()
    for text in hard:
        Tokens().replace(text, find(text))
    assert time.process_time() - begun < 10


def said(text: str) -> str:
    """The letters and digits alone: a token stands for all ways to write its value."""
    return "".join(sign for sign in folded(text) if sign.isalnum())


def test_rows_are_whole() -> None:
    assert len(rows()) == 1400
    assert json.dumps(rows()[0])
