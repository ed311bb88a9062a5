"""Emergency mode begins and ends: recorded in its journal, and people are told."""

import logging
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.mail import send_mail

from chaperone.access.actors import operator
from chaperone.access.context import acting_for
from chaperone.access.queries import people_who_may
from chaperone.continuity.emergency import desk as desks
from chaperone.continuity.emergency.events import (
    EMERGENCY_BEGUN,
    EMERGENCY_ENDED,
    EMERGENCY_RESUMED,
    OFFICERS_NOT_TOLD,
    OFFICERS_TOLD,
)
from chaperone.database.identifiers import PLATFORM
from chaperone.ledger.actions import append_apart
from chaperone.organizations.queries import organizations_all

_OFFICERS = "access.approve"
_BEGAN = (
    "Chaperone is in emergency mode",
    """The database is away. Coaches can read, through a copy, and nothing else; members' texts wait
with their carrier. Every look is kept in a journal and joins the record when the database is back.
If you did not expect this, call whoever runs the installation.""",
)
_ENDED = (
    "Chaperone's emergency mode has ended",
    "The journal of what was opened joins the record next. You are told here when it has.",
)
_log = logging.getLogger(__name__)


def begin(*, path: Path, by: str, why: str, replica: str) -> None:
    """Begins a journal at ``path``, or goes on with the one there, and records who had it done.

    ``by``: who gave the command, as the machine knows them. Raises ``NotRecorded``,
    ``JournalError``.
    """
    event = EMERGENCY_RESUMED if path.exists() else EMERGENCY_BEGUN
    if event is EMERGENCY_BEGUN:
        desks.create(path)
    append_apart(
        event=event,
        actor=operator(PLATFORM),
        details={"by": by, "reason": why, "replica": replica},
    )


def end(*, by: str) -> int:
    """Records the end and writes the exit record; how many lines the journal has before it.

    Raises ``NotRecorded``, ``JournalError``.
    """
    desk = desks.desk()
    append_apart(
        event=EMERGENCY_ENDED,
        actor=operator(PLATFORM),
        # With this entry itself: what the exit record says, sealed.
        details={"by": by, "records": desk.journal.records + 1},
    )
    return desk.journal.end()


def tell_officers(*, ended: bool = False) -> tuple[int, int]:
    """Writes to the security officers of every organization; how many were told, and how many not.

    By e-mail at once, since notices are kept in the database. The intent is in the journal first.
    No mail server is no reason not to begin: what was not sent is on record and told to who asks.
    """
    told = untold = 0
    for organization_id in organizations_all():
        with acting_for(operator(organization_id)):
            officers = people_who_may(operator(organization_id), _OFFICERS)
        for user_id, address in officers.items():
            if _tell(organization_id, user_id, address, _ENDED if ended else _BEGAN):
                told += 1
            else:
                untold += 1
    return told, untold


def _tell(organization_id: UUID, user_id: UUID, address: str, said: tuple[str, str]) -> bool:
    details: dict[str, Any] = {"user": str(user_id)}
    actor = operator(organization_id)
    append_apart(event=OFFICERS_TOLD, actor=actor, details=details)
    try:
        send_mail(said[0], said[1], None, [address])
    except OSError as problem:
        # SMTP's errors are OSErrors, too. The kind only: a server's answer may quote addresses.
        _log.error("An officer could not be told: %s", type(problem))
        append_apart(
            event=OFFICERS_NOT_TOLD, actor=actor, details=details | {"why": type(problem).__name__}
        )
        return False
    return True
