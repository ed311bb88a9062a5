"""Decisions about texts that wait since a restore, as the page sends them."""

from typing import cast, get_args
from uuid import UUID

from django.http import QueryDict

from chaperone.conversations.actions.reconcile import Decision

PREFIX = "decision-"


class NoDecision(ValueError):
    """Each text is sent, dropped, answered or left to a coach: once."""


def decisions_in(posted: QueryDict) -> dict[UUID, Decision]:
    """By message id. Raises ``NoDecision`` for anything else; what is left open is left out."""
    found: dict[UUID, Decision] = {}
    for name, values in posted.lists():
        if not name.startswith(PREFIX):
            continue
        try:
            message_id = UUID(name.removeprefix(PREFIX))
        except ValueError:
            raise NoDecision(NoDecision.__doc__) from None
        if len(values) != 1 or values[0] not in (*get_args(Decision), ""):
            raise NoDecision(NoDecision.__doc__)
        if values[0]:
            found[message_id] = cast(Decision, values[0])
    return found
