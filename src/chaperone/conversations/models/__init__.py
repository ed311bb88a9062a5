"""The tables of this room, by what they are about."""

from chaperone.conversations.models.calling import FixedText, Page
from chaperone.conversations.models.conversation import Conversation, NextVersion, Switch, Wait
from chaperone.conversations.models.holding import OutboxHold
from chaperone.conversations.models.messages import Delivery, Draft, Message, Turn, sealed_values
from chaperone.conversations.models.states import Answerer, Author, Lane, Urgency, Why
from chaperone.conversations.models.unknown import UnknownTurn

__all__ = [
    "Answerer",
    "Author",
    "Conversation",
    "Delivery",
    "Draft",
    "FixedText",
    "Lane",
    "Message",
    "NextVersion",
    "OutboxHold",
    "Page",
    "Switch",
    "Turn",
    "UnknownTurn",
    "Urgency",
    "Wait",
    "Why",
    "sealed_values",
]
