"""Entries of the ledger that a package holds: opened, with proofs, as an account of the record."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.conf import settings

from chaperone.access.copies import RECORD, require_approval
from chaperone.access.events import ACCESS_RECORDED
from chaperone.access.queries import names_of
from chaperone.access.registry import Copy
from chaperone.disclosures.bundle import Bundle, Whole, bundled
from chaperone.disclosures.events import ACCOUNT_MADE
from chaperone.evidence.packages.errors import SampleRefused
from chaperone.evidence.packages.report import Report
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.ledger.proofs import Prover
from chaperone.ledger.queries import Disclosed, disclosed, sample
from chaperone.ledger.signed import verifier_key

EXPORT = "evidence:package"
"""How approvals call a package with samples."""
MOST_SAMPLED = 500


class Wish(NamedTuple):
    """Which records of access are drawn, and the approval of a copy of the record; none by default.

    ``since`` inclusive, ``until`` exclusive.
    """

    count: int = 0
    since: datetime | None = None
    until: datetime | None = None
    seed: str = ""
    approval: UUID | None = None


class Drawn(NamedTuple):
    """A sample with its proofs, and what ``verify.md`` says of it."""

    bundle: Bundle
    facts: dict[str, object]


def record_of(actor: Actor, report: Report, signed: Sequence[UUID]) -> tuple[Bundle, int]:
    """The entries that results rest on, those of the frozen day and of ``signed``; and how many of
    them were left out, for they name members.

    Recorded in the caller's transaction. Raises ``NotMirroredYet``, ``NothingSigned``,
    ``NotVerified``.
    """
    wanted = {UUID(each) for line in report.lines if line.reading for each in line.reading.ledger}
    wanted |= {*signed, *([report.day.entry_id] if report.day else [])}
    prover = Prover(settings.CHAPERONE_MIRRORS[0])
    found = disclosed(actor, sorted(wanted), prover)
    open_ones = [each for each in found if not each.row.members]
    bundle = _bundled(actor, report, prover, open_ones, waiting=len(wanted) - len(found))
    return bundle, len(found) - len(open_ones)


def drawn(*, actor: Actor, on_behalf: Actor, report: Report, wish: Wish) -> Drawn:
    """Draws records of access, whose entries name members: ``on_behalf`` needs the approval.

    It is used up in the caller's transaction, which records the package. Raises
    ``CopyNotApproved``, ``SampleRefused``, and as ``record_of``.
    """
    if wish.since is None or wish.until is None or wish.since >= wish.until:
        raise SampleRefused
    approval = require_approval(
        actor=on_behalf, copy=Copy(EXPORT, frozenset({RECORD}), None), approval=wish.approval
    )
    chosen = sample(
        actor,
        event=ACCESS_RECORDED.name,
        since=wish.since,
        until=wish.until,
        seed=wish.seed,
        most=min(wish.count, MOST_SAMPLED),
    )
    prover = Prover(settings.CHAPERONE_MIRRORS[0])
    found = disclosed(actor, chosen.ids, prover)
    if not found:
        raise SampleRefused("No record of access of this period is in the signed copy.")
    waiting = len(chosen.ids) - len(found)
    bundle = _bundled(actor, report, prover, found, waiting=waiting, approval=approval)
    facts = {
        "count": len(found),
        "population": chosen.population,
        "since": wish.since.isoformat(),
        "until": wish.until.isoformat(),
        "seed": wish.seed,
    }
    return Drawn(bundle, facts)


def _bundled(
    actor: Actor,
    report: Report,
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
            organization=report.organization,
            member=None,
            since=None,
            until=None,
            made_at=report.made_at,
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
