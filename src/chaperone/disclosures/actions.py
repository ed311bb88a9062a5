"""Accounts of the record for an audit (45 CFR 164.308(a)(8), 164.312(b), 164.316(b)).

All entries of one organization in a period, or those about one member: opened, with the sealed
bytes, and with proofs that an auditor follows without us. Nobody else's entries are among them, nor
the platform's. The member's own right to an accounting (45 CFR 164.528) is another matter.
"""

from collections.abc import Sequence
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
from chaperone.ledger.queries import Disclosed, disclosed, find_ids
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
    copy = Copy(EXPORT, frozenset({RECORD}), asked.member)
    return make_record(
        actor=actor, on_behalf=actor, copy=copy, asked=asked, most=most, approval=approval
    )


def make_record(
    *,
    actor: Actor,
    on_behalf: Actor,
    copy: Copy,
    asked: Asked,
    most: int,
    approval: UUID | None,
) -> Bundle:
    """The same within a larger export. ``on_behalf``: whose approval of this copy it needs and
    uses up.

    Recorded in the caller's transaction. Raises as ``make_account``.
    """
    with transaction.atomic():
        used = require_approval(actor=on_behalf, copy=copy, approval=approval)
        return _made(actor, asked, most, used)


def make_part(*, actor: Actor, entry_ids: Sequence[UUID]) -> tuple[Bundle, int]:
    """An account of those of these entries that name no member, which needs no approval; and how
    many were left out, for they do.

    Recorded in the caller's transaction. Raises ``NotMirroredYet``, ``NothingSigned``,
    ``NotVerified``, ``NotInTransaction``.
    """
    prover = Prover(settings.CHAPERONE_MIRRORS[0])
    found = disclosed(actor, entry_ids, prover)
    nobodys = [each for each in found if not each.row.members]
    bundle = _recorded(actor, prover, nobodys, waiting=len(entry_ids) - len(found))
    return bundle, len(found) - len(nobodys)


def make_sample(
    *, actor: Actor, on_behalf: Actor, copy: Copy, entry_ids: Sequence[UUID], approval: UUID | None
) -> Bundle:
    """An account of these entries, whoever they name. ``on_behalf``: whose approval of this copy it
    needs and uses up.

    Recorded in the caller's transaction. Raises ``CopyNotApproved``, ``NothingToAccountFor``, and
    as ``make_part``; the approval is not used up then.
    """
    with transaction.atomic():
        used = require_approval(actor=on_behalf, copy=copy, approval=approval)
        prover = Prover(settings.CHAPERONE_MIRRORS[0])
        found = disclosed(actor, entry_ids, prover)
        if not found:
            raise NothingToAccountFor
        waiting = len(entry_ids) - len(found)
        return _recorded(actor, prover, found, waiting=waiting, approval=used)


def _recorded(
    actor: Actor,
    prover: Prover,
    entries: Sequence[Disclosed],
    *,
    waiting: int,
    approval: UUID | None = None,
) -> Bundle:
    first_key = verifier_key(settings.CHAPERONE_LOG_KEY)
    signed = prover.checkpoint(first_key)
    found = bundled(
        Whole(
            organization=organization_of(actor),
            member=None,
            since=None,
            until=None,
            made_at=datetime.now(UTC),
            entries=entries,
            waiting=waiting,
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
        members={member for each in entries for member in each.row.members},
        details={
            "entries": len(entries),
            "size": signed.size,
            "sha256": found.digest,
            "approval": str(approval) if approval else None,
        },
    )
    return found


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
