"""How one text of a member is met. Rules first: texting itself, then triage, then who answers."""

from chaperone.access.actors import member as member_actor
from chaperone.assistant.answering import answer
from chaperone.assistant.replies import language_of
from chaperone.assistant.triage import triage
from chaperone.conversations.after_hours import tell_hours
from chaperone.conversations.drafting import outdate, propose
from chaperone.conversations.models import Answerer, Author, Conversation, Delivery, Turn, Urgency
from chaperone.conversations.moves import WRITES
from chaperone.conversations.outbox import say
from chaperone.conversations.queries.waiting import Held
from chaperone.conversations.texts.defaults import LONGEST_NAME
from chaperone.conversations.texts.in_force import text_for
from chaperone.members.actions import start_texts, stop_texts
from chaperone.organizations.queries import organization_of
from chaperone.sms.intents import intent

_ALWAYS_ANSWERED = (Urgency.EMERGENCY, Urgency.CRISIS)


def respond(held: Held, turn: Turn, text: str) -> None:
    """Decides what becomes of ``text``, and puts what is said in the outbox.

    Changes the locked conversation and the turn; the caller saves both. Opens nothing itself.
    """
    found = triage(text)
    wish = intent(text, opted_out=held.suppressed)
    if held.conversation.answerer == Answerer.DRAFT:
        outdate(held.conversation)
    turn.triage = found.level
    turn.category = found.category or None
    if wish != "none":
        _heed(held, turn, wish, text)
    # Life comes before a gate: whoever says STOP in an emergency still gets the emergency text.
    if found.level in _ALWAYS_ANSWERED:
        _fixed(held.conversation, turn, text, Delivery.Kind.SAFETY)
    elif wish == "none":
        _answer(held, turn, text)
    if turn.state == Turn.State.HANDED_OVER:
        tell_hours(held, turn, language_of(text))


def _heed(held: Held, turn: Turn, wish: str, text: str) -> None:
    """Ends or begins the texts, or explains them: one text each, none for a STOP said twice."""
    conversation = held.conversation
    actor = member_actor(conversation.organization_id, conversation.member_id)
    turn.state = Turn.State.SILENT
    if wish == "opt_out" and not stop_texts(actor=actor, member=conversation.member):
        return
    if wish == "opt_in":
        start_texts(actor=actor, member=conversation.member)
    held.suppressed = (held.suppressed or wish == "opt_out") and wish != "opt_in"
    name = organization_of(actor).name[:LONGEST_NAME]
    body = text_for(actor.organization_id, wish, language_of(text), name=name)
    turn.reply_id = say(
        conversation, body, author=Author.SYSTEM, kind=Delivery.Kind.NOTICE, answers=turn.id
    )
    turn.state = Turn.State.ANSWERED


def _fixed(conversation: Conversation, turn: Turn, text: str, kind: Delivery.Kind) -> None:
    """Says the fixed text of the level, and calls for a person."""
    body = text_for(conversation.organization_id, turn.triage, language_of(text))
    turn.reply_id = say(conversation, body, author=Author.SYSTEM, kind=kind, answers=turn.id)
    hand_over(conversation, turn)


def _answer(held: Held, turn: Turn, text: str) -> None:
    conversation = held.conversation
    if conversation.answerer not in WRITES or held.suppressed:
        hand_over(conversation, turn)
    elif conversation.answerer == Answerer.DRAFT:
        _draft(conversation, turn, text)
    elif turn.triage == Urgency.URGENT:
        _fixed(conversation, turn, text, Delivery.Kind.ANSWER)
    else:
        _from_the_library(conversation, turn, text)


def _draft(conversation: Conversation, turn: Turn, text: str) -> None:
    """Proposes an answer if the library has one; urgent texts are a person's from the start."""
    if turn.triage != Urgency.URGENT:
        found = answer(text)
        if not found.declined:
            propose(conversation, found.reply, answers=turn.id, sources=found.sources)
    hand_over(conversation, turn)


def _from_the_library(conversation: Conversation, turn: Turn, text: str) -> None:
    found = answer(text)
    turn.reply_id = say(
        conversation,
        found.reply,
        author=Author.ASSISTANT,
        kind=Delivery.Kind.ANSWER,
        answers=turn.id,
        sources=found.sources,
    )
    turn.state = Turn.State.ANSWERED
    if found.declined:
        hand_over(conversation, turn)


def hand_over(conversation: Conversation, turn: Turn) -> None:
    """Leaves the text to a coach."""
    turn.state = Turn.State.HANDED_OVER
    conversation.needs_a_person(turn.triage or Urgency.ROUTINE)
