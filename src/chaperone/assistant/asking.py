"""What a member's question asks for, in the words of the library. Pure."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import snowballstemmer

from chaperone.assistant.library import table
from chaperone.assistant.triage.patterns import Phrases
from chaperone.assistant.triage.wording import normalise

_DEFAULT_SUBJECTS = frozenset({"diabetes"})
_NAME = 3
"""Words that a name has at most; what stands inside a longer phrase counts for itself."""
_FOOD = "diabetic diet"
_FOOD_OR_ALL = _DEFAULT_SUBJECTS | {_FOOD}
_DEFINITION = "definition"
_TITLE_WORDS = re.compile("What I need to know about|Prevent diabetes problems")
_ANY_HEADING = ("What is (are)", "What to do for")
_ADVICE = "What to do for"
"""So MedQuAD titles both "points to remember" (a list) and advice on eating."""
_TABLE = table("asking.toml")
_EMPTY = frozenset(_TABLE["empty"])
_WORD = re.compile("[a-z]+")
_SAME = {word: meant for meant, words in _TABLE["same"].items() for word in words.split()}
_STEMMER = snowballstemmer.stemmer("english")
_STEMS = 50_000
"""More than the library has words, so that each is stemmed once."""
_SUBJECTS, _ASKED, _TITLED = Phrases(), Phrases(), Phrases()
for _subject, _phrases in _TABLE["means"].items():
    _SUBJECTS.add(_subject, _phrases)
for _kind, _said in _TABLE["kinds"].items():
    _ASKED.add(_kind, _said["asked"])
    _TITLED.add(_kind, _said["titled"])


@dataclass(frozen=True)
class Question:
    """What to look for: the stems of the words that carry a meaning (words that mean the same are
    one), in their order, subjects (diabetes when a member `named` none) and kinds of question;
    `own` are those words as they were said, `said` is the whole in its plain form."""

    said: str
    words: tuple[str, ...]
    subjects: frozenset[str]
    kinds: frozenset[str]
    own: tuple[str, ...]
    named: bool


def question_of(text: str, mend: Callable[[str], str] = str) -> Question:
    """What a member's text asks for; ``mend`` corrects the spelling of a word."""
    heard = _heard(normalise(" ".join(map(mend, normalise(text).split()))))
    return replace(
        heard,
        subjects=_main(heard.subjects) or _DEFAULT_SUBJECTS,
        named=bool(heard.subjects),
    )


def heading_of(text: str) -> Question:
    """What a heading of the library, or a way to ask for an entry, is about."""
    return _heard(normalise(text))


def _heard(said: str) -> Question:
    own = tuple(word for word in dict.fromkeys(said.split()) if carries_meaning(word))
    kinds = {kind for phrases in (_ASKED, _TITLED) for kind, _ in phrases.find(said)}
    subjects = frozenset(subjects_of(said))
    exact = frozenset(kinds - {_DEFINITION} or kinds)
    words = tuple(dict.fromkeys(map(stem, own)))
    return Question(said, words, subjects, exact, own, named=bool(subjects))


def words_of_the_phrases() -> frozenset[str]:
    """Every word that is understood here: none of them is a slip."""
    phrases = list(_TABLE["means"].values())
    phrases += [said for kind in _TABLE["kinds"].values() for said in kind.values()]
    found = {word for phrase in phrases for line in phrase for word in _WORD.findall(line)}
    return frozenset(found | _EMPTY | _SAME.keys())


def carries_meaning(word: str) -> bool:
    """Whether a word of a normalised text says what it is about."""
    return word.isalnum() and word not in _EMPTY


@lru_cache(_STEMS)
def stem(word: str) -> str:
    """What stands for a word and all that mean the same: eyesight, vision, eyes = "eye"."""
    meant: str = _STEMMER.stemWord(_SAME.get(word, word))
    return meant


def _main(subjects: frozenset[str]) -> frozenset[str]:
    """Without food when there is another subject: food for the heart is about the heart. Food for
    a person with diabetes is about food."""
    return subjects if subjects <= _FOOD_OR_ALL else subjects - {_FOOD}


def kinds_of(subject: str, question: str, answer: str) -> set[str]:
    """The kinds of question that a passage answers."""
    if question.startswith(_ADVICE):
        return {"summary"} if answer.lstrip().startswith("-") else {"food"}
    asked = question.replace(subject, " ")
    kinds = {kind for kind, _ in _TITLED.find(normalise(asked))}
    return kinds - {_DEFINITION} or kinds


def title_of(subject: str, question: str) -> str:
    """The library's own question, without what says nothing about its subject."""
    return question.replace(subject, _TITLE_WORDS.sub("", subject)).replace("(are)", "")


def whose(subject: str) -> frozenset[str]:
    """The words of an entry's subject; "What I need to know about Diarrhea" is "Diarrhea"."""
    said = normalise(_TITLE_WORDS.sub("", subject))
    return frozenset(stem(word) for word in said.split() if word.isalnum())


def has_lost_its_heading(question: str) -> bool:
    """Whether the question is one of the two under which the source's collection put everything
    that it had no other name for: what is under it may be about anything."""
    return question.startswith(_ANY_HEADING)


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
