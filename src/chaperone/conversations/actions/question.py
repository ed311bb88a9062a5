"""A question to a model: the member's text and thread, without what identifies them.

Claimed in a transaction of its own, before a witness. What was opened is on record and committed
before any of it leaves.
"""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from chaperone.access.actors import assistant
from chaperone.access.context import acting_for
from chaperone.access.witness import witnessed
from chaperone.assistant.providers.actions import Subject
from chaperone.assistant.providers.breaker import breaker
from chaperone.assistant.providers.configuration import Endpoint
from chaperone.assistant.providers.prompt import Entry, Said, messages
from chaperone.assistant.providers.queries import instructions_of, model_of
from chaperone.assistant.replying import entries_for
from chaperone.conversations.actions.follow import follow
from chaperone.conversations.actions.handling import handled
from chaperone.conversations.actions.respond import hand_over
from chaperone.conversations.actions.take_reply import answer_without, free, why_not_given
from chaperone.conversations.locking import keep
from chaperone.conversations.models import Author, Message, Turn
from chaperone.conversations.queries.questions import is_asked, lock_question, thread_before
from chaperone.conversations.queries.waiting import Held
from chaperone.deid.finding import Known, find
from chaperone.deid.tokens import Tokens
from chaperone.ledger.actors import Actor
from chaperone.members.models import Member


@dataclass(frozen=True, slots=True)
class Question:
    """What a model is asked, and what is needed when it has replied. In memory only.

    ``said``: the thread in clear; ``sent``: what goes out; ``asked_at`` marks it as this one's.
    """

    organization_id: UUID
    asked_at: datetime
    subject: Subject
    endpoint: Endpoint
    text: str = field(repr=False)
    said: tuple[str, ...] = field(repr=False)
    sent: list[dict[str, str]] = field(repr=False)
    entries: list[Entry] = field(repr=False)
    tokens: Tokens = field(repr=False)


def claim(*, organization_id: UUID) -> Question | None:
    """The next question to ask; None where no text waits for a model.

    Texts that wait for one in vain (a coach answers now, the model rests) are settled on the way.
    """
    actor = assistant(organization_id)
    while True:
        with (
            acting_for(actor),
            witnessed(actor, purpose="treatment", place="conversations.ask"),
        ):
            found = lock_question(organization_id=organization_id)
            if found is None:
                return None
            question = _claim(actor, *found)
        if question is not None:
            return question


def _claim(actor: Actor, held: Held, turn: Turn) -> Question | None:
    question = None
    follow(held.conversation, actor=actor)
    with handled(actor, held, turn):
        turn.asked_at = timezone.now()
        if why := why_not_given(held):
            hand_over(held.conversation, turn, why)
        else:
            question = _question(actor, held, turn)
    # It may have been given up, since what broke was after the question was made.
    if question is None or not is_asked(turn):
        free(held, organization_id=actor.organization_id)
        return None
    keep(held.conversation)
    return question


def _question(actor: Actor, held: Held, turn: Turn) -> Question | None:
    """The question, or None where the library has answered instead."""
    endpoint = model_of(actor.organization_id)
    thread = thread_before(turn)
    said = [message.body.open() for message in thread]
    entries = entries_for(said[-1], actor.organization_id)
    if endpoint is None or not entries or not breaker.lets_through(endpoint.name):
        answer_without(held, turn, said[-1], asked_for_one=endpoint is not None)
        return None
    instructions = instructions_of(actor)
    tokens, plain = _without_identifiers(held.conversation.member, said)
    assert turn.asked_at is not None
    return Question(
        organization_id=actor.organization_id,
        asked_at=turn.asked_at,
        subject=Subject(turn.member_id, turn.id, len(said), instructions.version),
        endpoint=endpoint,
        text=said[-1],
        said=tuple(said[:-1]),
        sent=messages(
            instructions=instructions.text,
            entries=entries,
            thread=[_by(*each) for each in zip(thread[:-1], plain, strict=False)],
            question=plain[-1],
        ),
        entries=entries,
        tokens=tokens,
    )


def _without_identifiers(member: Member, said: list[str]) -> tuple[Tokens, list[str]]:
    known = Known(
        names=(member.name.open(),) if member.name else (),
        phones=(member.phone.open(),) if member.phone else (),
        dates=(member.birth_date.open().isoformat(),) if member.birth_date else (),
    )
    tokens = Tokens()
    return tokens, [tokens.replace(text, find(text, known)) for text in said]


def _by(message: Message, plain: str) -> Said:
    return Said("member" if message.author == Author.MEMBER else "team", plain)
