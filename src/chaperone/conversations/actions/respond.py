"""How one text of a member is met. Rules first: texting itself, then triage, then who answers."""

from chaperone.access.actors import member as member_actor
from chaperone.assistant.providers.queries import model_of
from chaperone.assistant.replies import language_of
from chaperone.assistant.replying import Reply, from_library, may_be_worded
from chaperone.assistant.triage import triage
from chaperone.conversations.after_hours import tell_hours
from chaperone.conversations.concerns import hear
from chaperone.conversations.drafting import outdate, propose
from chaperone.conversations.models import Answerer, Author, Conversation, Delivery, Turn, Urgency
from chaperone.conversations.moves import WRITES
from chaperone.conversations.outbox import say
from chaperone.conversations.queries.waiting import Held
from chaperone.conversations.reasons import Reason
from chaperone.conversations.stopping import assistant_works
from chaperone.conversations.texts.defaults import LONGEST_NAME
from chaperone.conversations.texts.in_force import text_for
from chaperone.members.actions import start_texts, stop_texts
from chaperone.organizations.queries import organization_of
from chaperone.sms.intents import intent

_ALWAYS_ANSWERED = (Urgency.EMERGENCY, Urgency.CRISIS)


def cannot_wait(held: Held, turn: Turn, text: str) -> bool:
    """Whether a text is met at once although an earlier one of the conversation is not yet.

    Notes how urgent it is. What is urgent cannot wait for a model, nor can a wish about the texts.
    """
    turn.triage = triage(text).level
    return turn.triage != Urgency.ROUTINE or intent(text, opted_out=held.suppressed) != "none"


def respond(held: Held, turn: Turn, text: str) -> None:
    """Decides what becomes of ``text``, and puts what is said in the outbox.

    Changes the locked conversation and the turn; the caller saves both. Opens nothing itself.
    """
    found = triage(text)
    wish = intent(text, opted_out=held.suppressed)
    if held.conversation.answerer == Answerer.DRAFT:
        outdate(held.conversation)
    turn.triage = found.level
    if turn.asked_at is None:
        # Else it was noted when a model was asked, and is written once.
        turn.category = found.category or None
    if wish != "none":
        _heed(held, turn, wish, text)
    # Life comes before a gate: whoever says STOP in an emergency still gets the emergency text.
    if found.level in _ALWAYS_ANSWERED:
        _fixed(held.conversation, turn, text, Delivery.Kind.SAFETY)
    concern = wish == "none" and _is_concern(held, turn, text)
    if concern and turn.triage == Urgency.ROUTINE and turn.reply_id:
        turn.state = Turn.State.ANSWERED
    elif wish == "none" and found.level not in _ALWAYS_ANSWERED:
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


def _is_concern(held: Held, turn: Turn, text: str) -> bool:
    conversation = held.conversation
    if turn.asked_at is not None:
        # It was looked at before a model was asked.
        return False
    member = member_actor(conversation.organization_id, conversation.member_id)
    return hear(conversation, turn, text, member=member, quiet=held.suppressed)


def _fixed(conversation: Conversation, turn: Turn, text: str, kind: Delivery.Kind) -> None:
    """Says the fixed text of the level, and calls for a person."""
    body = text_for(conversation.organization_id, turn.triage, language_of(text))
    turn.reply_id = say(conversation, body, author=Author.SYSTEM, kind=kind, answers=turn.id)
    hand_over(conversation, turn, Reason.TRIAGE)


def _answer(held: Held, turn: Turn, text: str) -> None:
    conversation = held.conversation
    if held.suppressed:
        hand_over(conversation, turn, Reason.STOPPED)
    elif conversation.answerer not in WRITES or not assistant_works(conversation.organization_id):
        hand_over(conversation, turn, Reason.COACH)
    elif turn.triage != Urgency.URGENT:
        _assist(conversation, turn, text)
    elif conversation.answerer == Answerer.DRAFT:
        # A person's from the start.
        hand_over(conversation, turn, Reason.TRIAGE)
    else:
        _fixed(conversation, turn, text, Delivery.Kind.ANSWER)


def _assist(conversation: Conversation, turn: Turn, text: str) -> None:
    """Answers from the library, or leaves the text to those who ask a model: never in here."""
    may_ask = turn.asked_at is None and model_of(conversation.organization_id) is not None
    if may_ask and may_be_worded(text):
        turn.state = Turn.State.ASKING
    else:
        give(conversation, turn, from_library(text, conversation.organization_id))


def give(conversation: Conversation, turn: Turn, reply: Reply) -> None:
    """Says what has passed the guard in a locked conversation, or proposes it to a coach."""
    if not assistant_works(conversation.organization_id):
        # Stopped while a model was asked.
        hand_over(conversation, turn, Reason.COACH)
        return
    if conversation.answerer == Answerer.DRAFT:
        if not reply.because:
            propose(conversation, reply.text, answers=turn.id, sources=reply.sources)
        hand_over(conversation, turn, reply.because or Reason.DRAFT)
        return
    turn.reply_id = say(
        conversation,
        reply.text,
        author=Author.ASSISTANT,
        kind=Delivery.Kind.ANSWER,
        answers=turn.id,
        sources=reply.sources,
    )
    turn.state = Turn.State.ANSWERED
    if reply.because:
        hand_over(conversation, turn, reply.because)


def hand_over(conversation: Conversation, turn: Turn, reason: str) -> None:
    """Leaves the text to a coach. ``reason``: a ``Reason``, or why a ``Reply`` is none."""
    turn.state = Turn.State.HANDED_OVER
    turn.reason = reason
    conversation.needs_a_person(turn.triage or Urgency.ROUTINE)
