"""A journal joins the ledger: in order, once, with the times at which things happened.

45 CFR 164.312(b). The lines go in by batches; each batch commits together with how far it came, so
that whoever is killed has done it or has not. What is not what was written is told, and recorded
before the rest is taken, and what is intact beside it still joins.
"""

from base64 import b64decode
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from chaperone.access.actors import operator
from chaperone.access.queries import people_who_may
from chaperone.continuity.emergency.desk import chain_of
from chaperone.continuity.emergency.events import JOURNAL_ALTERED, JOURNAL_JOINED
from chaperone.continuity.emergency.journal.lines import Line
from chaperone.continuity.emergency.journal.reading import END, read
from chaperone.continuity.emergency.notice import JOINED, SPOILT
from chaperone.continuity.models import Journal
from chaperone.crypto.errors import CryptoError
from chaperone.database.identifiers import PLATFORM
from chaperone.ledger import actions as ledger
from chaperone.notices.actions.tell import tell
from chaperone.notices.models import Notice
from chaperone.requestlog import actions as requestlog
from chaperone.vault.errors import VaultError
from chaperone.vault.inside import turn_to

BATCH = 200
MOST_PROBLEMS = 50
NO_EXIT = "It has no exit record: whether lines were cut off at its end cannot be told."


class Joined(NamedTuple):
    """What became of a journal. ``problems``: empty where it is what was written."""

    journal_id: UUID
    began_at: datetime
    lines: int
    entries: int
    requests: int
    problems: list[str]


def join(*, path: Path, by: str) -> Joined:
    """Has everything intact in a journal join, what joined before left out.

    Its writer must have ended. Raises ``JournalMissing``, ``JournalAltered`` where not even the
    head can be used, ``NotRecorded``, and ``CryptoError`` or ``VaultError`` where the root key is
    not there.
    """
    journal_id, began_at, chain = chain_of(path)
    found = read(path, chain)
    problems = list(found.problems)
    if found.torn:
        problems.append("Its last line is torn.")
    if not found.ended:
        problems.append(NO_EXIT)
    lines = [line for line in found.lines if line.kind != END]
    row = _begun(journal_id, began_at, len(lines), problems, by)
    for first in range(row.joined, len(lines), BATCH):
        _join_batch(journal_id, lines[first : first + BATCH])
    return _settled(journal_id, by, _organizations(lines))


@transaction.atomic
def _begun(
    journal_id: UUID, began_at: datetime, lines: int, problems: Sequence[str], by: str
) -> Journal:
    """The row of the journal. What is wrong with it is recorded before anything of it joins."""
    row, _ = Journal.objects.get_or_create(
        id=journal_id, defaults={"began_at": began_at, "lines": lines}
    )
    if row.lines != lines:
        row.lines = max(lines, row.joined)
        row.save(update_fields=["lines"])
    fresh = [each for each in problems if each not in row.problems][:MOST_PROBLEMS]
    if fresh:
        row.problems = [*row.problems, *fresh]
        row.save(update_fields=["problems"])
        _record(
            JOURNAL_ALTERED, PLATFORM, {"journal": str(journal_id), "problems": fresh, "by": by}
        )
    return row


@transaction.atomic
def _join_batch(journal_id: UUID, batch: Sequence[Line]) -> None:
    row = Journal.objects.select_for_update().get(id=journal_id)
    for line in batch:
        try:
            _join_line(row, line)
        except (CryptoError, VaultError, ValueError, KeyError) as problem:
            row.problems = [*row.problems, f"Line {line.number} does not open."]
            _record(
                JOURNAL_ALTERED,
                PLATFORM,
                {
                    "journal": str(journal_id),
                    "problems": row.problems[-1:],
                    "kind": type(problem).__name__,
                },
            )
    row.joined += len(batch)
    row.save(update_fields=["joined", "entries", "requests", "problems"])


def _join_line(row: Journal, line: Line) -> None:
    if line.kind == "note":
        return
    organization_id, row_id = UUID(line.said["organization"]), UUID(line.said["id"])
    sealed = b64decode(line.said["sealed"], validate=True)
    turn_to(organization_id)
    if line.kind == "entry":
        row.entries += ledger.join(organization_id=organization_id, entry_id=row_id, sealed=sealed)
    elif line.kind == "request":
        row.requests += requestlog.join(
            organization_id=organization_id, request_id=row_id, sealed=sealed
        )
    else:
        raise ValueError("not a kind of line")


@transaction.atomic
def _settled(journal_id: UUID, by: str, organizations: Sequence[UUID]) -> Joined:
    """Records that all of it has joined, in each organization that it is about, once."""
    row = Journal.objects.select_for_update().get(id=journal_id)
    if row.joined_at is None:
        row.joined_at = Now()
        row.save(update_fields=["joined_at"])
        said = {
            "journal": str(journal_id),
            "began_at": row.began_at.isoformat(),
            "entries": row.entries,
            "requests": row.requests,
            "problems": len(row.problems),
            "by": by,
        }
        for organization_id in organizations:
            _record(JOURNAL_JOINED, organization_id, said)
            _tell(organization_id, row)
    return Joined(
        journal_id, row.began_at, row.lines, row.entries, row.requests, list(row.problems)
    )


def _tell(organization_id: UUID, row: Journal) -> None:
    """The security officers of an organization, in whose context the transaction is."""
    actor = operator(organization_id)
    officers = people_who_may(actor, "access.approve") if organization_id != PLATFORM else {}
    tell(
        actor=actor,
        kind=SPOILT if row.problems else JOINED,
        subject_id=row.id,
        recipients={user_id: [Notice.Way.EMAIL] for user_id in officers},
    )


def _record(event: Any, organization_id: UUID, details: dict[str, Any]) -> None:
    turn_to(organization_id)
    ledger.append(event=event, actor=operator(organization_id), details=details)


def _organizations(lines: Sequence[Line]) -> list[UUID]:
    """Whom the journal is about, each once."""
    found = set()
    for line in lines:
        with suppress(KeyError, ValueError):
            found.add(UUID(line.said["organization"]))
    return sorted(found)
