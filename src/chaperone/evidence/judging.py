"""How a collector comes to its word: everything that is missing is named, and the worst decides."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from chaperone.evidence.collecting import Figure, Found, Parts, Status
from chaperone.standards.catalogue import find

_WORST_FIRST = (Status.NOT_MET, Status.NOT_EVALUATED, Status.ATTENTION)
MOST_ENTRIES = 20
"""How many entries of the ledger a result refers to; those that show it, not all there are."""


class Lack(NamedTuple):
    """Something that a standard asks for and is not there, or not as it should be."""

    status: Status
    sentence: str
    remedy: str = ""


def missing(it_is: object, sentence: str, remedy: str = "") -> Lack | None:
    """What is required and is not there, where ``it_is`` so; else nothing."""
    return Lack(Status.NOT_MET, sentence, remedy) if it_is else None


def weak(it_is: object, sentence: str, remedy: str = "") -> Lack | None:
    """What is there and must be seen to, where ``it_is`` so; else nothing."""
    return Lack(Status.ATTENTION, sentence, remedy) if it_is else None


def unknown(it_is: object, sentence: str, remedy: str = "") -> Lack | None:
    """What cannot be told from here, where ``it_is`` so; else nothing."""
    return Lack(Status.NOT_EVALUATED, sentence, remedy) if it_is else None


def judged(
    good: str,
    *lacks: Lack | None,
    figures: Iterable[Figure] = (),
    ledger: Iterable[UUID] = (),
) -> Found:
    """Met with the sentence ``good`` where nothing lacks; else as bad as the worst of what does.

    So whoever calls must name a lack where there is nothing to show.
    """
    found = sorted(
        (each for each in lacks if each), key=lambda each: _WORST_FIRST.index(each.status)
    )
    return Found(
        status=found[0].status if found else Status.MET,
        sentence=" ".join(each.sentence for each in found) or good,
        figures=tuple(figures),
        ledger=tuple(dict.fromkeys(ledger))[:MOST_ENTRIES],
        remedy=" ".join(dict.fromkeys(each.remedy for each in found if each.remedy)),
    )


def of_parts(parts: Parts, own: Found) -> Found:
    """A standard from its specifications and what is its own: as bad as the worst of them.

    Specifications that do not apply, for a reason that was signed, count for nothing.
    """
    apply = {
        citation: part for citation, part in parts.items() if part.status != Status.NOT_APPLICABLE
    }
    met = sum(part.status == Status.MET for part in apply.values())
    lacks = [
        Lack(
            Status(part.status),
            f"{find(citation).name}: {Status(part.status).label.lower()}.",
            "See to its specifications first.",
        )
        for citation, part in apply.items()
        if part.status != Status.MET
    ]
    if own.status != Status.MET:
        lacks.insert(0, Lack(own.status, own.sentence, own.remedy))
    told = Figure("Specifications met", met, f"of {len(apply)}")
    shown = [entry for part in apply.values() for entry in part.ledger[:2]]
    return judged(own.sentence, *lacks, figures=(told, *own.figures), ledger=(*own.ledger, *shown))


def people(count: int) -> str:
    """A number of people in words: "1 person", "3 people"."""
    return "1 person" if count == 1 else f"{count:,} people"


def counted(count: int, one: str, many: str = "") -> str:
    """A number with its word: "1 line", "3 lines"; ``many`` where an s does not do."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
