"""Stable tokens in place of identifiers, one set for each conversation: `[NAME_1]`, `[DATE_2]`."""

import re
from collections.abc import Iterable

from chaperone.deid.reading import folded
from chaperone.deid.spans import LETTERS, Span, merged

# What a text itself holds that only looks like a token; put away like an identifier.
_LITERAL = "TEXT"
_KINDS = "|".join([*LETTERS, _LITERAL])
# Models change case and spacing, or drop the brackets. Without brackets the line under must be
# there, lest "name 1" be taken for a token.
_TOKEN = re.compile(
    rf"\[\s*(?P<kind>{_KINDS})[\s_-]*(?P<number>[0-9]{{1,6}})\s*\]"
    rf"|(?<![a-z0-9_])(?P<bare>{_KINDS})_(?P<bare_number>[0-9]{{1,6}})(?![a-z0-9_])",
    re.IGNORECASE | re.ASCII,
)


def _literals(text: str) -> list[Span]:
    if "[" not in text and "_" not in text:
        return []
    return [Span(*match.span(), _LITERAL) for match in _TOKEN.finditer(text)]


class Tokens:
    """The tokens of one conversation: what is the same, case, accents and grouping aside, has the
    same one. Feed it the texts in their order; it lives as long as one question to a model.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, dict[str, int]] = {}
        self._values: dict[tuple[str, int], str] = {}

    def replace(self, text: str, spans: Iterable[Span]) -> str:
        """`text` with a token for each span, which may overlap and come in any order.

        What looks like a token in `text` itself becomes one too, so that nobody can write a token
        and be answered with somebody's name.
        """
        parts: list[str] = []
        done = 0
        for span in merged([*spans, *_literals(text)]):
            parts += (text[done : span.start], self._token(text[span.start : span.end], span.type))
            done = span.end
        return "".join([*parts, text[done:]])

    def restore(self, text: str) -> str:
        """`text` (a model's reply) with the first spelling of what each token stands for.

        A token that was never given stays as it is. What is put in is not looked at again.
        """
        return _TOKEN.sub(self._value, text)

    def _token(self, value: str, kind: str) -> str:
        plain = re.sub(r"[\W_]+", "", folded(value)) or value
        numbers = self._numbers.setdefault(kind, {})
        number = numbers.setdefault(value if kind == _LITERAL else plain, len(numbers) + 1)
        self._values.setdefault((kind, number), value)
        return f"[{kind}_{number}]"

    def _value(self, match: re.Match[str]) -> str:
        kind = match["kind"] or match["bare"]
        number = match["number"] or match["bare_number"]
        return self._values.get((kind.upper(), int(number)), match[0])
