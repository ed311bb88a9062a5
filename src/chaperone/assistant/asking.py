"""What a member's question asks for, in the words of the library. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from chaperone.assistant.library import table
from chaperone.assistant.triage.patterns import Phrases
from chaperone.assistant.triage.wording import normalise

_MEANT = 1.0
_DEFAULT_SUBJECTS = frozenset({"diabetes"})
_NAME = 3
"""Words that a name has at most; what stands inside a longer phrase counts for itself."""
_FOOD = "diabetic diet"
_DEFINITION = "definition"
_TITLE_WORDS = re.compile("What I need to know about|Prevent diabetes problems")
_TEMPLATES = (
    "What should I know about",
    "Do you have information about",
    "What is (are)",
    "What are the treatments for",
    "What are the symptoms of",
    "What to do for",
    "What causes",
    "How to diagnose",
    "Who is at risk for",
    "How to prevent",
    "what research",
    "How many people are affected by",
    "What are the complications of",
    "What is the outlook for",
)
_ADVICE = "What to do for"
"""So MedQuAD titles both "points to remember" (a list) and advice on eating."""
_TABLE = table("asking.toml")
_EMPTY = frozenset(_TABLE["empty"])
_SUBJECTS, _ASKED, _TITLED = Phrases(), Phrases(), Phrases()
for _subject, _phrases in _TABLE["means"].items():
    _SUBJECTS.add(_subject, _phrases)
for _kind, _said in _TABLE["kinds"].items():
    _ASKED.add(_kind, _said["asked"])
    _TITLED.add(_kind, _said["titled"])


_DECLINING = Phrases()
for _because, _phrases in table("declining.toml")["because"].items():
    _DECLINING.add(_because, _phrases)


@dataclass(frozen=True)
class Question:
    """What to look for: words with their weights, kinds of question, subjects (diabetes when the
    member `named` none); `own` are the member's own words that carry a meaning."""

    words: dict[str, float]
    kinds: frozenset[str]
    subjects: frozenset[str]
    own: tuple[str, ...]
    named: bool


def question_of(text: str) -> Question:
    """What a text asks for."""
    said = normalise(text)
    own = tuple(word for word in dict.fromkeys(said.split()) if word not in _EMPTY)
    subjects = _main(subjects_of(said))
    words = dict.fromkeys(own, 1.0)
    for subject in subjects:
        meant = subject.split()
        for word in meant:
            words.setdefault(word, _MEANT / len(meant))
    kinds = {kind for kind, _ in _ASKED.find(said)}
    exact = frozenset(kinds - {_DEFINITION} or kinds)
    return Question(words, exact, subjects or _DEFAULT_SUBJECTS, own, named=bool(subjects))


def _main(subjects: set[str]) -> frozenset[str]:
    """Without the general subject when there is another: food for the heart is about the heart."""
    return frozenset(subjects - {_FOOD} or subjects)


def reason_to_decline(text: str) -> str:
    """Why the library must not answer this: dose, device, office ... or "" when it may."""
    return min((because for because, _ in _DECLINING.find(normalise(text))), default="")


def kinds_of(subject: str, question: str, answer: str) -> set[str]:
    """The kinds of question that a passage answers."""
    if question.startswith(_ADVICE):
        return {"summary"} if answer.lstrip().startswith("-") else {"food"}
    asked = question.replace(subject, " ")
    kinds = {kind for kind, _ in _TITLED.find(normalise(asked))}
    return kinds - {_DEFINITION} or kinds


def title_of(subject: str, question: str) -> str:
    """The words of a passage's title that tell what it is about."""
    plain = _TITLE_WORDS.sub("", subject)
    is_template = question.startswith(_TEMPLATES)
    return plain if is_template else f"{plain} {question}"


def subjects_of(said: str) -> set[str]:
    """The subjects of a normalised text; "kidney failure" does not also count as "kidney"."""
    places = list(_places(said))
    names = [(start, end) for start, end, _ in places if said.count(" ", start, end) <= _NAME]
    return {
        name
        for start, end, name in places
        if not any(s <= start and end <= e and e - s > end - start for s, e in names)
    }


def _places(said: str) -> Iterator[tuple[int, int, str]]:
    for name, match in _SUBJECTS.find(said):
        yield match.start(), match.end(), name
