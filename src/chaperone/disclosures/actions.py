"""Accounts of the record for an audit (45 CFR 164.308(a)(8), 164.312(b), 164.316(b)).

All entries of one organization in a period, or those about one member: opened, with the sealed
bytes, and with proofs that an auditor follows without us. Nobody else's entries are among them, nor
the platform's. The member's own right to an accounting (45 CFR 164.528) is another matter.
"""

from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from chaperone.access.copies import RECORD, require_approval
from chaperone.access.queries import names_of
from chaperone.access.registry import Copy
from chaperone.disclosures.bundle import Bundle, Whole, bundled
from chaperone.disclosures.errors import AccountTooLong, NothingToAccountFor
from chaperone.disclosures.events import ACCOUNT_MADE
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.ledger.errors import NotInTransaction
from chaperone.ledger.proofs import Prover
from chaperone.ledger.queries import disclosed, find_ids
from chaperone.ledger.signed import verifier_key
from chaperone.organizations.queries import organization_of

EXPORT = "ledger:account"
"""How approvals call this export."""
_AT_ONCE = 500


class Asked(NamedTuple):
    """What an account is asked to be of. ``since`` inclusive, ``until`` exclusive."""

    member: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


def make_account(*, actor: Actor, asked: Asked, most: int, approval: UUID | None) -> Bundle:
    """The files of the account; that it was made is recorded in the caller's transaction.

    ``most``: how many entries it may have. ``approval``: of a copy of the record about this member
    or about anybody. Raises ``CopyNotApproved``, ``AccountTooLong``, ``NothingToAccountFor``,
    ``NotMirroredYet``, ``NothingSigned``, ``NotVerified``; the approval is not used up then.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction
    with transaction.atomic():
        copy = Copy(EXPORT, frozenset({RECORD}), asked.member)
        used = require_approval(actor=actor, copy=copy, approval=approval)
        return _made(actor, asked, most, used)


def _made(actor: Actor, asked: Asked, most: int, approval: UUID) -> Bundle:
    first_key = verifier_key(settings.CHAPERONE_LOG_KEY)
    prover = Prover(settings.CHAPERONE_MIRRORS[0])
    signed = prover.checkpoint(first_key)
    ids = find_ids(actor, limit=most + 1, **asked._asdict())
    if len(ids) > most:
        raise AccountTooLong(f"({most} at most)")
    parts = (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))
    entries = [entry for part in parts for entry in disclosed(actor, part, prover)]
    if not entries:
        raise NothingToAccountFor
    found = bundled(
        Whole(
            organization=organization_of(actor),
            member=asked.member,
            since=asked.since,
            until=asked.until,
            made_at=datetime.now(UTC),
            entries=entries,
            waiting=len(ids) - len(entries),
            names=names_of({each.row.actor_id for each in entries if each.row.actor_id}),
            checkpoint=signed,
            note=prover.note,
            key_changes=prover.key_changes,
            first_key=first_key,
        )
    )
    append(
        event=ACCOUNT_MADE,
        actor=actor,
        members=[asked.member] if asked.member else [],
        details={
            "entries": len(entries),
            "since": asked.since.isoformat() if asked.since else None,
            "until": asked.until.isoformat() if asked.until else None,
            "size": signed.size,
            "sha256": found.digest,
            "approval": str(approval),
        },
    )
    return found
