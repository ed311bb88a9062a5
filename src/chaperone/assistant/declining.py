"""Why the library must not answer a text, whatever it finds: a person does.

Two ways to see it. Rules (`library/declining.toml`) name a reason and can be read by a clinician or
an officer. Beside them a text is declined that is worded like the labelled ones
(`library/declined.jsonl`): a linear classifier, a sum of weights of words, pairs of words and parts
of words, learned by `make train`. How well both do is in docs/answers.md. Pure.
"""

from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

from chaperone.assistant import library
from chaperone.assistant.library import table
from chaperone.assistant.triage.features import pairs, parts, words_of
from chaperone.assistant.triage.patterns import Phrases
from chaperone.assistant.triage.wording import normalise

WORDED = "worded so"
"""The reason where no rule names one."""
UNKNOWN = "^unknown"
"""The feature that stands for a word that is in no labelled text, or in one only."""
BIAS = "^bias"
_WORDS = 20_000

_RULES = Phrases()
for _because, _phrases in table("declining.toml")["because"].items():
    _RULES.add(_because, _phrases)


def reason_to_decline(text: str) -> str:
    """Why a person must answer this: dose, device, office ... `WORDED`; or "" when none need."""
    said = normalise(text)
    return reason_by_rules(said) or (WORDED if score(said) > 0 else "")


def reason_by_rules(said: str) -> str:
    """The reason that the rules see in a text in its plain form, or "" """
    return min((because for because, _ in _RULES.find(said)), default="")


def score(said: str) -> int:
    """How far a text in its plain form is above the threshold, in hundredths."""
    weights = _weights()
    words = words_of(said)
    known = sum(map(_of_word, set(words[1:-1])))
    return weights[BIAS] + known + sum(weights.get(pair, 0) for pair in set(pairs(words)))


@lru_cache(_WORDS)
def _of_word(word: str) -> int:
    """The weight of a word and its parts. Only words are kept, nothing of what somebody asked."""
    weights = _weights()
    whole = weights.get(word, weights[UNKNOWN])
    return whole + sum(weights.get(part, 0) for part in parts(word))


@cache
def _weights() -> Mapping[str, int]:
    text = (files(library.__name__) / "declining.txt").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines()[1:])
    return {feature: int(weight) for feature, weight in rows}
