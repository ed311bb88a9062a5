"""What a member's question asks for, in the words of the library. Pure."""

from dataclasses import dataclass

from chaperone.assistant.library import table
from chaperone.assistant.triage.patterns import Phrases
from chaperone.assistant.triage.wording import normalise

_MEANT = 0.8
_KIND = 2.5
_DEFAULT_SUBJECT = {"topic:diabetes": 1.0}
_TABLE = table("asking.toml")
_EMPTY = frozenset(_TABLE["empty"])
_MEANS = Phrases()
for _words, _phrases in _TABLE["means"].items():
    _MEANS.add(_words, _phrases)
_ASKED, _TITLED = Phrases(), Phrases()
for _kind, _said in _TABLE["kinds"].items():
    _ASKED.add(_kind, _said["asked"])
    _TITLED.add(_kind, _said["titled"])


@dataclass(frozen=True)
class Question:
    """Words and marks to look for, each with its weight; `own` are the member's own words."""

    words: dict[str, float]
    marks: dict[str, float]
    own: tuple[str, ...]


def question_of(text: str) -> Question:
    """What a text asks for."""
    said = normalise(text)
    own = tuple(word for word in dict.fromkeys(said.split()) if word not in _EMPTY)
    words = dict.fromkeys(own, 1.0)
    for meant, _ in _MEANS.find(said):
        for word in meant.split():
            words[word] = max(words.get(word, 0.0), _MEANT)
    marks = {f"kind:{kind}": _KIND for kind, _ in _ASKED.find(said)}
    return Question(words, {**marks, **_DEFAULT_SUBJECT}, own)


def marks_of(question: str, topics: list[str]) -> dict[str, float]:
    """The marks under which a passage is found, with what each is worth."""
    kinds = {f"kind:{kind}": 1.0 for kind, _ in _TITLED.find(normalise(question))}
    return {**kinds, **{f"topic:{topic}": 1.0 for topic in topics if topic == "diabetes"}}
