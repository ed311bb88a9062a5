"""The gate before each call of a model, and what the ledger keeps of it (45 CFR 164.504(e))."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chaperone.access.context import acting_for
from chaperone.assistant.events import (
    DISCLOSURE_REFUSED,
    MODEL_ASKED,
    MODEL_FAILED,
    MODEL_REPLIED,
)
from chaperone.assistant.providers.calling import Completion
from chaperone.assistant.providers.configuration import Endpoint
from chaperone.assistant.providers.prompt import RULES_VERSION
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.vendors.actions.gates import let_out
from chaperone.vendors.errors import NoAgreement
from chaperone.vendors.outlets import MODEL, Outlet

ELEMENTS = ("messages",)
"""What goes out: messages, without what identifies the member."""


@dataclass(frozen=True, slots=True)
class Subject:
    """About what a model is asked: whose text, and how many texts of the thread go along.

    ``instructions``: the version of the organization's, its latest change.
    """

    member_id: UUID
    message_id: UUID
    texts: int
    instructions: UUID | None


def disclose(*, actor: Actor, endpoint: Endpoint, subject: Subject) -> UUID:
    """Records that a call is about to be made; returns the entry's id. To be called right before
    each call, in no transaction: the record commits first, and bytes leave after.

    Whether an agreement covers it is checked in that very transaction, so that one that ended a
    moment ago lets nothing out. Raises ``NoAgreement``, which is then on record as well.
    """
    with acting_for(actor):
        found = let_out(actor=actor, outlet=Outlet(MODEL, endpoint.host, ELEMENTS))
        details: dict[str, Any] = {
            "message": str(subject.message_id),
            "model": endpoint.model,
            "provider": endpoint.provider,
            "host": endpoint.host,
        }
        if found is not None:
            details |= {
                "vendor": found.vendor,
                "agreement": str(found.agreement_id),
                "elements": list(ELEMENTS),
                "texts": subject.texts,
                "rules": RULES_VERSION,
                "instructions": str(subject.instructions) if subject.instructions else None,
            }
        entry = append(
            event=MODEL_ASKED if found else DISCLOSURE_REFUSED,
            actor=actor,
            members=[subject.member_id],
            details=details,
            purpose="treatment",
        )
    if found is None:
        raise NoAgreement
    return entry


def note_reply(
    *, actor: Actor, member_id: UUID, asked: UUID, completion: Completion, came_of_it: str
) -> None:
    """Records, in the caller's transaction, what a call gave and what came of it: ``given``, or
    why the reply was not used.
    """
    append(
        event=MODEL_REPLIED,
        actor=actor,
        members=[member_id],
        details={
            "asked": str(asked),
            "tokens_in": completion.tokens_in,
            "tokens_out": completion.tokens_out,
            "came_of_it": came_of_it,
        },
    )


def note_failure(*, actor: Actor, member_id: UUID, asked: UUID | None, code: str) -> None:
    """Records, in the caller's transaction, that a call gave nothing.

    ``asked`` is unknown where whoever asked has ended before it told.
    """
    append(
        event=MODEL_FAILED,
        actor=actor,
        members=[member_id],
        details={"asked": str(asked) if asked else None, "code": code},
    )
