"""Answers a member's question from the vetted library, or says honestly that it does not know."""

from dataclasses import dataclass
from uuid import UUID

from chaperone.assistant.asking import Question
from chaperone.assistant.declining import reason_by_rules, score
from chaperone.assistant.passages import reply_from, short_reply
from chaperone.assistant.queries import Found, asked_for, search, unknown_words
from chaperone.assistant.replies import fixed_reply, language_of
from chaperone.assistant.reviews import sendable
from chaperone.assistant.sureness import is_sure, signs_of
from chaperone.assistant.triage.wording import normalise

_NEARLY = 0.9
"""Of the best entry's score: one that fits so well may stand in for one that may not be sent."""


@dataclass(frozen=True)
class Answer:
    """A reply of at most three segments; the library's ids it rests on, best first; and whether
    it only says that the coach will answer."""

    reply: str
    sources: tuple[str, ...]
    declined: bool


def answer(text: str, organization_id: UUID | None = None) -> Answer:
    """The library's answer to a member's text (at most some thousand characters, without NUL).

    Declines what only a person may answer (doses, devices, diagnoses, other people, the office),
    attempts to instruct it, other languages than English (no entry is approved in another), and
    what it is not sure of. With an organization: also what that organization has not approved,
    unless it lets unreviewed entries go out.
    """
    language = language_of(text)
    said = normalise(text)
    if language != "en" or reason_by_rules(said):
        return _declined(language)
    question = asked_for(text)
    found = search(question)
    if not _is_sure(question, said, found):
        return _declined(language)
    if organization_id:
        good = [entry for entry in found if entry.score >= _NEARLY * found[0].score]
        found = sendable(good, organization_id)
        if not found:
            return _declined(language)
    return Answer(_reply(found[0], question), tuple(entry.id for entry in found), declined=False)


def _is_sure(question: Question, said: str, found: list[Found]) -> bool:
    if not found or not (question.named or question.own):
        return False
    signs = signs_of(
        question,
        worded=score(said),
        unknown=unknown_words(question),
        scores=[entry.score for entry in found],
    )
    return is_sure(signs)


def _reply(entry: Found, question: Question) -> str:
    if entry.short:
        return short_reply(entry.short, entry.source)
    return reply_from(entry.answer, entry.source, question.own)


def _declined(language: str) -> Answer:
    return Answer(fixed_reply("declined", language), (), declined=True)
