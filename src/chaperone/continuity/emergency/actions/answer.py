"""A member texts while the database is away: a fixed text, once, and a person is called.

The text itself is not taken in: its carrier is told to bring it again (invariant 5). Rules find
danger without a model and without the primary (invariant 4); a life comes before a gate (invariant
3; 45 CFR 164.512(j)). Each reply is in the journal as intended before the carrier is called, and at
most one of each kind goes to a member: who may have got it does not get it twice.
"""

import logging
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from django.core.mail import send_mail
from django.db import DatabaseError

from chaperone.access.actors import carrier
from chaperone.access.context import acting_for
from chaperone.access.queries import people_who_may
from chaperone.assistant.replies import language_of
from chaperone.assistant.triage import triage
from chaperone.carriers.errors import CarriersError
from chaperone.carriers.inbound import InboundText
from chaperone.carriers.outbound import Line, line_of, send
from chaperone.carriers.queries import organization_at
from chaperone.continuity.emergency.desk import desk
from chaperone.continuity.emergency.events import (
    OFFICERS_NOT_TOLD,
    OFFICERS_TOLD,
    TEXT_INTENDED,
    TEXT_NOT_SENT,
    TEXT_SENT,
)
from chaperone.conversations.paging.queries import EMERGENCY
from chaperone.conversations.texts.in_force import text_for
from chaperone.database.identifiers import new_id
from chaperone.ledger.actions import append_apart
from chaperone.ledger.actors import Actor
from chaperone.members.queries import find_by_phone, is_suppressed
from chaperone.sms.intents import intent
from chaperone.vendors.queries.gate import covered_here

DANGER = ("emergency", "crisis")
OUTAGE = "outage"
_CALL = (
    "A member may be in danger",
    """A member's text told of danger while the database is away. Sign in to Chaperone: who it is
stands on top of the inbox, with how to reach them. They were sent the fixed text.""",
)
_log = logging.getLogger(__name__)


class Reply(NamedTuple):
    """A fixed text to a member: its name, its words, and the agreement that it needs."""

    member_id: UUID
    name: str
    body: str
    covered: bool


def answer(text: InboundText) -> str:
    """Sends what is due for the text; the name of the fixed text, empty where none was.

    Strangers, who said STOP and who says it now get none, but in danger. Raises ``NotRecorded``
    where it could not be written down: nothing was sent then.
    """
    organization_id = organization_at(text.recipient, text.carrier)
    if organization_id is None:
        return ""
    actor = carrier(organization_id)
    line = line_of(organization_id=organization_id)
    reply = _due(actor, line, text)
    if reply is None or not desk().claim_text(f"{reply.member_id}:{reply.name}"):
        return ""
    if reply.name in DANGER:
        _call(actor, reply)
    _send(actor, line, reply, text.sender)
    return reply.name


def _due(actor: Actor, line: Line, text: InboundText) -> Reply | None:
    with acting_for(actor):
        member = find_by_phone(organization_id=actor.organization_id, number=text.sender)
        if member is None:
            return None
        suppressed = is_suppressed(member)
        level = triage(text.body).level
        silent = suppressed or intent(text.body, opted_out=suppressed) != "none"
        if level not in DANGER and silent:
            return None
        name = level if level in DANGER else OUTAGE
        body = text_for(actor.organization_id, name, language_of(text.body))
        covered = line.way.outlet is None or covered_here(actor, line.way.outlet)
    return Reply(member.id, name, body, covered)


def _send(actor: Actor, line: Line, reply: Reply, recipient: str) -> None:
    details = {"text": reply.name, "reply": str(new_id())}
    members = [reply.member_id]
    if not reply.covered and reply.name not in DANGER:
        why = details | {"why": "No agreement with the text network is in force."}
        append_apart(event=TEXT_NOT_SENT, actor=actor, members=members, details=why)
        return
    override = {} if reply.covered else {"override": "45 CFR 164.512(j)"}
    append_apart(event=TEXT_INTENDED, actor=actor, members=members, details=details | override)
    try:
        theirs = send(
            line=line, message_id=UUID(details["reply"]), recipient=recipient, body=reply.body
        )
    except (CarriersError, DatabaseError) as problem:
        # The kind only: what a carrier says may quote the number.
        why = details | {"why": type(problem).__name__}
        append_apart(event=TEXT_NOT_SENT, actor=actor, members=members, details=why)
        return
    sent = details | {"carrier_message": theirs}
    append_apart(event=TEXT_SENT, actor=actor, members=members, details=sent)


def _call(actor: Actor, reply: Reply) -> None:
    """Puts the member on top of the inbox, and writes to who may act."""
    desk().note(
        "danger",
        organization=str(actor.organization_id),
        member=str(reply.member_id),
        level=reply.name,
        at=datetime.now(UTC).isoformat(),
    )
    with acting_for(actor):
        people = people_who_may(actor, EMERGENCY)
    told = {"kind": "danger", "users": sorted(map(str, people))}
    append_apart(event=OFFICERS_TOLD, actor=actor, details=told)
    try:
        send_mail(*_CALL, None, sorted(people.values()))
    except OSError as problem:
        _log.error("People could not be called: %s", type(problem))
        failed = told | {"why": type(problem).__name__}
        append_apart(event=OFFICERS_NOT_TOLD, actor=actor, details=failed)
