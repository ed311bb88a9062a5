"""How many vendors are covered, and how: counts over the register (45 CFR 164.314(a))."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from uuid import UUID

from chaperone.ledger.actors import Actor
from chaperone.organizations.days import today_of
from chaperone.vendors.models import Agreement
from chaperone.vendors.queries.standing import Standing, chain_of


class Covered(NamedTuple):
    """Of vendors of our own that may get members' data. ``ending``: within 60 days; ``lapsed``:
    uncovered, though there was an agreement once; ``otherwise``: uncovered, with another agreement
    in force; ``unjudged``: never put through due diligence, or overdue.
    """

    vendors: int
    covered: int
    ending: int
    missing: int
    lapsed: int
    otherwise: int
    unjudged: int
    records: tuple[UUID, ...]


class Below(NamedTuple):
    """Of the subcontractors of vendors that may get members' data. ``missing``: uncovered."""

    subcontractors: int
    missing: int
    records: tuple[UUID, ...]


def covered_of(actor: Actor) -> Covered:
    """The vendors that the organization itself signs with. Four queries."""
    found = [each for each in chain_of(actor, today_of(actor)) if each.vendor.elements]
    bare = [each for each in found if each.state == "missing"]
    return Covered(
        vendors=len(found),
        covered=len(found) - len(bare),
        ending=sum(each.state == "ending" for each in found),
        missing=len(bare),
        lapsed=sum(any(_is_baa(agreement) for agreement in each.agreements) for each in bare),
        otherwise=sum(_relies_on_another(each) for each in bare),
        unjudged=sum(each.assessment is None or each.is_overdue for each in found),
        records=tuple(_records(found)),
    )


def below_of(actor: Actor) -> Below:
    """What is below them, to any depth. Four queries."""
    found = [
        each
        for top in chain_of(actor, today_of(actor))
        for each in _under(top)
        if each.vendor.elements
    ]
    return Below(len(found), sum(bool(each.gap) for each in found), tuple(_records(found)))


def _under(top: Standing) -> Iterator[Standing]:
    for each in top.below:
        yield each
        yield from _under(each)


def _is_baa(agreement: Agreement) -> bool:
    return agreement.kind == Agreement.Kind.BAA


def _relies_on_another(standing: Standing) -> bool:
    return any(
        not _is_baa(each) and each.state_on(standing.today) == "in_force"
        for each in standing.agreements
    )


def _records(standings: Iterable[Standing]) -> Iterator[UUID]:
    for each in standings:
        yield each.vendor.id
        yield from (agreement.id for agreement in each.agreements[:1])
