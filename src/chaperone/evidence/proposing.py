"""How an organization would stand to the Security Rule as *proposed* (90 FR 898).

Nothing is collected for it: each proposed rule rests on standards in force, as far as these go.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from chaperone.evidence.collecting import Status
from chaperone.standards.proposed import Proposed, all_proposed

_WORST_FIRST = (Status.NOT_MET, Status.NOT_EVALUATED, Status.ATTENTION, Status.MET)


class Foreseen(NamedTuple):
    """A proposed rule, how it stands and why. ``resting``: what it rests on, as that stands."""

    rule: Proposed
    status: Status
    sentence: str
    resting: tuple[tuple[str, Status], ...]


def foreseen(standing: Mapping[str, Status]) -> list[Foreseen]:
    """Every proposed rule, from the status of standards in force by citation, live or frozen.

    Never met where something of it is not evaluated: that needs attention, and says what it is.
    """
    return [_foreseen(rule, standing) for rule in all_proposed()]


def counts(found: Iterable[Foreseen]) -> dict[str, int]:
    """How many would have which status, the best first, without those that nothing has.

    Of what is proposed alone: they are never added to those of what is in force.
    """
    statuses = [each.status for each in found]
    return {str(each): statuses.count(each) for each in Status if each in statuses}


def _foreseen(rule: Proposed, standing: Mapping[str, Status]) -> Foreseen:
    resting = tuple(
        (citation, Status(standing.get(citation, Status.NOT_EVALUATED)))
        for citation in rule.rests_on
    )
    apply = [status for _, status in resting if status != Status.NOT_APPLICABLE]
    if not resting:
        return Foreseen(rule, Status.NOT_EVALUATED, rule.beyond, resting)
    if not apply:
        return Foreseen(rule, Status.NOT_APPLICABLE, "What it rests on does not apply.", resting)
    worst = min(apply, key=_WORST_FIRST.index)
    if worst == Status.MET and rule.beyond:
        sentence = f"What is evaluated of it is met. Not evaluated: {rule.beyond}"
        return Foreseen(rule, Status.ATTENTION, sentence, resting)
    return Foreseen(rule, worst, _SENTENCES[worst], resting)


_SENTENCES = {
    Status.MET: "What it rests on is met.",
    Status.ATTENTION: "What it rests on needs attention.",
    Status.NOT_MET: "Something that it rests on is not met.",
    Status.NOT_EVALUATED: "Something that it rests on is not evaluated.",
}
