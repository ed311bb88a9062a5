"""How an organization stands at a glance: by family of safeguards, now and over the last days.

What was computed before is counted; nothing is computed here.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from chaperone.evidence.freezing.queries import Share, readings, shares
from chaperone.evidence.shown import Line, counts
from chaperone.ledger.actors import Actor
from chaperone.standards.catalogue import all_standards


class Family(NamedTuple):
    """Sections of the rules that belong together, by how their citations begin."""

    name: str
    begins: str


FAMILIES = (
    Family("Administrative", "164.308"),
    Family("Physical", "164.310"),
    Family("Technical", "164.312"),
    Family("Organizational", "164.314"),
    Family("Documentation", "164.316"),
    Family("Breach notification", "164.4"),
    Family("General rules", "164.306"),
)
"""Each standard of the catalogue is in one of them."""


class Trend(NamedTuple):
    """Of one day: which share of what applied was met, in percent."""

    on: date
    percent: int


class Glance(NamedTuple):
    """A family: how many of its standards have which status, and how it went.

    ``first``: the number of its first section among those of the catalogue.
    """

    name: str
    first: int
    counts: Mapping[str, int]
    trend: Sequence[Trend]


class Posture(NamedTuple):
    """All families; ``computed_at``: None where nothing was computed yet."""

    families: list[Glance]
    total: int
    stands: int
    computed_at: datetime | None


def posture(actor: Actor) -> Posture:
    """How the actor's organization stands, as it was last computed. Three queries."""
    found = readings(actor)
    lines = [Line(each, found.get(each.citation), None) for each in all_standards()]
    if not found:
        return Posture([], len(lines), 0, None)
    frozen = shares(actor)
    sections = list(dict.fromkeys(line.standard.section for line in lines))
    return Posture(
        [_glance(family, lines, sections, frozen) for family in FAMILIES],
        len(lines),
        sum(line.stands for line in lines),
        max(each.collected_at for each in found.values()),
    )


def _glance(
    family: Family,
    lines: Sequence[Line],
    sections: Sequence[str],
    frozen: Mapping[str, Sequence[Share]],
) -> Glance:
    own = [line for line in lines if line.standard.citation.startswith(family.begins)]
    days: dict[date, list[Share]] = defaultdict(list)
    for section, found in frozen.items():
        if section.startswith(family.begins):
            for share in found:
                days[share.on].append(share)
    trend = [_trend(on, days[on]) for on in sorted(days)]
    return Glance(family.name, sections.index(own[0].standard.section) + 1, counts(own), trend)


def _trend(on: date, found: Sequence[Share]) -> Trend:
    applies = sum(share.applies for share in found)
    return Trend(on, round(100 * sum(share.met for share in found) / applies) if applies else 0)
