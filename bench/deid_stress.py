"""The hard texts of tests/deid/vectors/stress.toml: half made the rules, half measured them."""

import tomllib
from pathlib import Path

from bench.deid_scoring import Row

TEXTS = Path(__file__).parent.parent / "tests" / "deid" / "vectors" / "stress.toml"


def halves() -> tuple[list[Row], list[Row]]:
    """The half that was developed on, and the other."""
    kinds = tomllib.loads(TEXTS.read_text("utf-8"))
    texts = [marked_row(text) for texts in kinds.values() for text in texts[::2]]
    others = [marked_row(text) for texts in kinds.values() for text in texts[1::2]]
    return texts, others


def marked_row(text: str) -> Row:
    """A text with its spans: braces mark what is required, angle brackets what may be found."""
    plain, spans, opened = "", [], 0
    for sign in text:
        if sign in "{<":
            opened = len(plain)
        elif sign in "}>":
            required = "A" if sign == "}" else None
            spans.append({"start": opened, "end": len(plain), "safe_harbor": required})
        else:
            plain += sign
    return {"text": plain, "spans": spans}
