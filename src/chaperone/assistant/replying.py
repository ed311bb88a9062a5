"""A reply to a member's text that has passed the guard, or an honest hand-over with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from chaperone.assistant.answering import answer
from chaperone.assistant.declining import reason_to_decline
from chaperone.assistant.guard.guarding import Ground, blocked, refused
from chaperone.assistant.passages import source_name
from chaperone.assistant.providers.prompt import Entry, Worded
from chaperone.assistant.queries import passages_by_id, retrieve
from chaperone.assistant.replies import fixed_reply, language_of
from chaperone.assistant.reviews import sendable

_ENTRIES = 4
_FOR_GSM = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-"}
    | {"\u2026": "...", "\u00a0": " ", "\t": " ", "`": "'"}
)


@dataclass(frozen=True, slots=True)
class Reply:
    """What is said to the member, and the library's ids that it rests on.

    ``because``: why a coach must answer: ``language``, ``declined``, ``not_found``,
    ``model_unsure`` or ``guard:`` with a reason of the guard; empty where nobody must.
    """

    text: str
    sources: tuple[str, ...] = ()
    because: str = ""


def from_library(text: str, organization_id: UUID) -> Reply:
    """The library's reply to a member's text, of what the organization lets go out."""
    if reason := refused(text):
        return declined(text, f"guard:{reason}")
    found = answer(text, organization_id)
    if found.declined:
        return Reply(found.reply, (), _why_declined(text))
    # Its sentences are the entry's own, so that it is the ground on which it stands.
    ground = Ground(said=(text,), entries=(found.reply,), language=language_of(text))
    if reason := blocked(found.reply, ground):
        return declined(text, f"guard:{reason}")
    return Reply(found.reply, found.sources)


def may_be_worded(text: str) -> bool:
    """Whether a model may be asked about this text: not about what only a person may answer."""
    return not refused(text) and language_of(text) == "en" and not reason_to_decline(text)


def entries_for(text: str, organization_id: UUID) -> list[Entry]:
    """The library's entries on which a reply to this text may rest, best first: those that the
    organization lets go out.
    """
    found = sendable(retrieve(text, _ENTRIES), organization_id)
    return [
        Entry(each.id, f"{each.subject}: {each.question}", each.answer, each.source, each.url)
        for each in passages_by_id([entry.id for entry in found])
    ]


def from_model(
    worded: Worded,
    *,
    reply: str,
    question: str,
    entries: Sequence[Entry],
    said: Sequence[str],
    rules: str,
) -> Reply:
    """A model's reply, with its source named, if the guard lets it go out.

    ``reply`` is what was worded, with names put back; ``said`` the thread in clear; ``rules`` what
    the model was told.
    """
    if not reply:
        return declined(question, "model_unsure")
    cited = [each for each in entries if each.id in worded.cites]
    credit = f"Source: {source_name(cited[0].source)}"
    whole = f"{reply.translate(_FOR_GSM)}\n{credit}"
    ground = Ground(
        said=(*said, question),
        entries=tuple(f"{each.title} {each.text} {each.source} {credit}" for each in cited),
        links=tuple(each.url for each in cited),
        language=language_of(question),
        worded=True,
        rules=rules,
    )
    if reason := blocked(whole, ground):
        return declined(question, f"guard:{reason}")
    return Reply(whole, worded.cites)


def declined(text: str, because: str) -> Reply:
    """Says that a coach will answer."""
    return Reply(fixed_reply("declined", language_of(text)), (), because)


def _why_declined(text: str) -> str:
    if language_of(text) != "en":
        return "language"
    return "declined" if reason_to_decline(text) else "not_found"
