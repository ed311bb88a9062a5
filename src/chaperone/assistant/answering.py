"""Answers a member's question from the vetted library, or says honestly that it does not know."""

from dataclasses import dataclass

from chaperone.assistant.asking import Question, reason_to_decline
from chaperone.assistant.passages import reply_from
from chaperone.assistant.queries import Found, asked_for, search
from chaperone.assistant.replies import fixed_reply, language_of

_LEAST_LIKENESS = 0.2
_LEAST_WITHOUT_A_SUBJECT = 0.45


@dataclass(frozen=True)
class Answer:
    """A reply of at most three segments; the library's ids it rests on, best first; and whether
    it only says that the coach will answer."""

    reply: str
    sources: tuple[str, ...]
    declined: bool


def answer(text: str) -> Answer:
    """The library's answer to a member's text (at most some thousand characters, without NUL).

    Declines what only a person may answer (doses, devices, diagnoses, other people, the office),
    attempts to instruct it, other languages than English, and what it is not sure of.
    """
    language = language_of(text)
    if language != "en" or reason_to_decline(text):
        return _declined(language)
    question = asked_for(text)
    found = search(question)
    if not _is_sure(question, found):
        return _declined(language)
    best = found[0]
    reply = reply_from(best.answer, best.source, question.own)
    return Answer(reply, tuple(passage.id for passage in found), declined=False)


def _is_sure(question: Question, found: list[Found]) -> bool:
    if not found or not (question.named or question.own):
        return False
    least = _LEAST_LIKENESS if question.named else _LEAST_WITHOUT_A_SUBJECT
    return found[0].likeness >= least


def _declined(language: str) -> Answer:
    return Answer(fixed_reply("declined", language), (), declined=True)
