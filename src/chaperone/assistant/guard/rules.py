"""The rules of rules.toml as expressions, and what they are held against."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import Any

_APOSTROPHES = re.compile(r"['`\u2018\u2019\u02bc\u00b4]")
_SENTENCE = re.compile(r"[^.!?;]+")
_NAMED = re.compile(r"\{([a-z_]+)\}")
_GAP = r"(?:[^\s]+ ){0,5}?"
_NUMBER = r"\d+(?:[.,/]\d+)*"


@dataclass(frozen=True)
class Rule:
    """One rule: what it blocks, under which reason it is counted, and its examples."""

    id: str
    reason: str
    what: str
    says: tuple[str, ...]
    unless: tuple[str, ...]
    blocks: tuple[str, ...]
    passes: tuple[str, ...]

    def breaks(self, sentence: str) -> bool:
        """Whether a sentence as ``sentences`` gives it goes against the rule."""
        if not self._says.search(sentence):
            return False
        return self._unless is None or not self._unless.search(sentence)

    @cached_property
    def _says(self) -> re.Pattern[str]:
        return _expression(self.says)

    @cached_property
    def _unless(self) -> re.Pattern[str] | None:
        return _expression(self.unless) if self.unless else None


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text, in small letters, without accents, with single spaces around words.

    A point inside of a number does not end one, nor does the end of a line.
    """
    lowered = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text.casefold()))
    plain = "".join(each for each in lowered if not unicodedata.combining(each))
    plain = re.sub(r"(?<=\d)[.](?=\d)", ",", plain)
    for found in _SENTENCE.finditer(plain):
        words = re.findall(r"[a-z0-9#:,%/]+", found[0])
        if words:
            yield f" {' '.join(words)} "


def broken(rules: tuple[Rule, ...], text: str) -> Rule | None:
    """The first rule that a text goes against; None where it goes against none."""
    said = list(sentences(text))
    return next((rule for rule in rules if any(map(rule.breaks, said))), None)


def _expression(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:(?<= ){_pattern(each)}(?=[ ,:s]))" for each in patterns))


def _pattern(pattern: str) -> str:
    named = _NAMED.sub(lambda found: f"(?:{_WORDS[found[1]]})", pattern)
    numbered = re.sub(r"(?<![\\\[])#", _NUMBER.replace("\\", r"\\"), named)
    return numbered.replace(" .. ", rf",? {_GAP}").rstrip()


def _rules(kind: str) -> tuple[Rule, ...]:
    return tuple(Rule(**{name: _frozen(each) for name, each in row.items()}) for row in _DATA[kind])


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


_DATA = tomllib.loads((files(__package__) / "rules.toml").read_text(encoding="utf-8"))
_WORDS: dict[str, str] = _DATA["words"]
REPLIES = _rules("rule")
"""What no reply may say."""
ASKED = _rules("asked")
"""What the assistant does not take up."""
