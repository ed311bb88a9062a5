"""Entries of the ledger that a package holds: opened, with proofs, as an account of the record."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from chaperone.access.copies import RECORD
from chaperone.access.events import ACCESS_RECORDED
from chaperone.access.registry import Copy
from chaperone.disclosures.actions import Asked, make_part, make_record, make_sample
from chaperone.disclosures.bundle import Bundle
from chaperone.disclosures.errors import AccountTooLong, NothingToAccountFor
from chaperone.evidence.packages.errors import SampleRefused
from chaperone.evidence.packages.report import Report
from chaperone.ledger.actors import Actor
from chaperone.ledger.queries import sample

EXPORT = "evidence:package"
"""How approvals call a package with samples, or with the record of a period."""
MOST_SAMPLED = 500
MOST_RECORDED = 20_000
"""So many entries of a period fit; a longer record is made by the operator."""


class Wish(NamedTuple):
    """Which records of access are drawn, and the approval of a copy of the record; none by default.

    ``since`` inclusive, ``until`` exclusive; ``whole``: all entries of that time and not a sample;
    ``proposed``: how the organization would stand to what is proposed as well.
    """

    size: int = 0
    since: datetime | None = None
    until: datetime | None = None
    seed: str = ""
    approval: UUID | None = None
    whole: bool = False
    proposed: bool = False

    @property
    def copies(self) -> bool:
        """Whether entries that name members are asked for, which needs an approval."""
        return self.whole or self.size > 0


class Drawn(NamedTuple):
    """A sample with its proofs, and what ``verify.md`` says of it."""

    bundle: Bundle
    facts: dict[str, object]


def record_of(actor: Actor, report: Report, signed: Sequence[UUID]) -> tuple[Bundle, int]:
    """The entries that results rest on, that of the frozen day and ``signed``; and how many of them
    were left out, for they name members.

    Recorded in the caller's transaction. Raises as ``disclosures.actions.make_part``.
    """
    wanted = {UUID(each) for line in report.lines if line.reading for each in line.reading.ledger}
    wanted |= {*signed, *([report.day.entry_id] if report.day else [])}
    return make_part(actor=actor, entry_ids=sorted(wanted))


def drawn(*, actor: Actor, on_behalf: Actor, wish: Wish) -> Drawn:
    """Draws records of access, whose entries name members: ``on_behalf`` needs the approval.

    It is used up in the caller's transaction, which records the package. Raises
    ``CopyNotApproved``, ``SampleRefused``, and as ``record_of``.
    """
    if wish.since is None or wish.until is None or wish.since >= wish.until:
        raise SampleRefused
    chosen = sample(
        actor,
        event=ACCESS_RECORDED.name,
        since=wish.since,
        until=wish.until,
        seed=wish.seed,
        most=min(wish.size, MOST_SAMPLED),
    )
    ids = [entry_id for entry_id, _ in chosen.drawn]
    copy = Copy(EXPORT, frozenset({RECORD}), None)
    try:
        bundle = make_sample(
            actor=actor,
            on_behalf=on_behalf,
            copy=copy,
            entry_ids=ids,
            approval=wish.approval,
        )
    except NothingToAccountFor:
        raise SampleRefused("No record of access of this period is in the signed copy.") from None
    facts: dict[str, object] = {
        "count": len(ids),
        "population": chosen.population,
        "since": wish.since.isoformat(),
        "until": wish.until.isoformat(),
        "seed": wish.seed,
    }
    return Drawn(bundle, facts)


def whole_of(*, actor: Actor, on_behalf: Actor, wish: Wish) -> Bundle:
    """All entries of the period, opened, each with its proof: ``on_behalf`` needs the approval.

    Of the organization alone. Used up and recorded in the caller's transaction. Raises
    ``CopyNotApproved``, ``SampleRefused``, and as ``record_of``.
    """
    if wish.since is None or wish.until is None or wish.since >= wish.until:
        raise SampleRefused
    try:
        return make_record(
            actor=actor,
            on_behalf=on_behalf,
            copy=Copy(EXPORT, frozenset({RECORD}), None),
            asked=Asked(since=wish.since, until=wish.until),
            most=MOST_RECORDED,
            approval=wish.approval,
        )
    except (AccountTooLong, NothingToAccountFor) as problem:
        raise SampleRefused(str(problem)) from problem
