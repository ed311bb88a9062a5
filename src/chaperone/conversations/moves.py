"""Who may answer after whom, and what may go out meanwhile. The whole state machine is here.

The database holds the same moves (``conversations_move``) and refuses every other one, and every
switch that is not recorded, whoever asks (``sql/states.sql``).
"""

from chaperone.conversations.models import Answerer, Delivery

_ASSISTANT, _DRAFT, _COACH = Answerer.ASSISTANT, Answerer.DRAFT, Answerer.COACH
_PAUSED, _CLOSED = Answerer.PAUSED, Answerer.CLOSED
_Kind = Delivery.Kind

MOVES: dict[Answerer, frozenset[Answerer]] = {
    _ASSISTANT: frozenset({_DRAFT, _COACH, _PAUSED, _CLOSED}),
    _DRAFT: frozenset({_ASSISTANT, _COACH, _PAUSED, _CLOSED}),
    _COACH: frozenset({_ASSISTANT, _DRAFT, _PAUSED, _CLOSED}),
    _PAUSED: frozenset({_ASSISTANT, _DRAFT, _COACH, _CLOSED}),
    # What has ended is taken up by a person, who answers first.
    _CLOSED: frozenset({_COACH}),
}

WRITES = frozenset({_ASSISTANT, _DRAFT})
"""Where the assistant composes something for a text that arrives."""

GOES_OUT_IN: dict[Delivery.Kind, frozenset[Answerer]] = {
    _Kind.ANSWER: frozenset({_ASSISTANT}),
    _Kind.APPROVED: frozenset({_ASSISTANT, _DRAFT}),
    _Kind.COACH: frozenset({_ASSISTANT, _DRAFT, _COACH, _PAUSED}),
    _Kind.HOURS: frozenset({_ASSISTANT, _DRAFT, _COACH, _PAUSED}),
    # Life comes before a gate; and whoever says STOP gets their one confirmation.
    _Kind.NOTICE: frozenset(Answerer),
    _Kind.SAFETY: frozenset(Answerer),
}
"""In which states a text may go out, checked in the transaction that claims it."""


def may_move(before: str, after: str) -> bool:
    """Whether ``after`` may follow ``before``."""
    return Answerer(after) in MOVES[Answerer(before)]
