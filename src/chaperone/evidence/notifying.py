"""Whether who must know of a breach is told in time; where there was none, whether they could be.

Where no breach happened, nothing was told, and nothing proves that it would be: what counts then is
a plan in force, somebody to ask, and a drill within the last year. Never met by nothing.
"""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from chaperone.evidence.asked_once import exposing_incidents, latest_drill, officials
from chaperone.evidence.collecting import Figure, Found
from chaperone.evidence.judging import Lack, counted, judged, missing, weak
from chaperone.evidence.written import Written, written
from chaperone.incidents.assessing.queries.breaches import Breach
from chaperone.incidents.assessing.queries.clocks import Shown
from chaperone.ledger.actors import Actor
from chaperone.registers.queries.history import entries_about

PLAN = "164.404(b)"
"""What every plan for breaches cites, whatever else it does."""
DRILLED_WITHIN = timedelta(days=366)
_DRILL = "Go through a drill of a breach, up to its notices, on the pages of incidents."
_SEND = "Send the notices, and note that it was done: the case lists each deadline."


def told_in_time(
    actor: Actor, citation: str, *names: str, whom: str, own: Iterable[Lack | None] = ()
) -> Found:
    """How it stands to the deadlines of these names, over every breach there was.

    ``whom``: who must be told, in words; ``own``: what else is wrong.
    """
    ready = Ready(actor, citation)
    breaches = [each for each in exposing_incidents(actor) if each.is_breach]
    clocks = [clock for each in breaches for clock in each.clocks_named(names)]
    late = [each for each in clocks if each.state == "late" and each.running.law]
    broken = [each for each in clocks if each.state == "late" and not each.running.law]
    met = [each for each in clocks if each.state == "met"]
    after = [each for each in met if _met_late(each)]
    running = len(clocks) - len(late) - len(broken) - len(met)
    return judged(
        f"{counted(len(clocks), 'deadline')} to tell {whom}, each met in time."
        if clocks
        else f"No breach so far for which {whom} had to be told; how it is done is in force, and"
        " was tried in a drill.",
        *ready.lacks,
        missing(
            late,
            f"{counted(len(late), 'deadline')} to tell {whom} passed without a notice.",
            _SEND,
        ),
        weak(
            broken,
            f"{counted(len(broken), 'promise')} to tell {whom} not kept; the law gives longer.",
            _SEND,
        ),
        weak(running, f"{counted(running, 'deadline')} to tell {whom} running now.", _SEND),
        weak(
            after,
            f"{counted(len(after), 'deadline')} to tell {whom} met too late.",
            "Say in the case why, and what keeps it from happening again.",
        ),
        *own,
        figures=(
            Figure("Breaches", len(breaches)),
            Figure(f"Deadlines to tell {whom}", len(clocks)),
            Figure("Met in time", len(met) - len(after)),
            Figure("Passed without a notice", len(late)),
            Figure("Promises not kept", len(broken)),
            *ready.figures,
        ),
        ledger=(*shown_by(actor, breaches), *ready.ledger),
    )


class Ready:
    """The ability to tell: a plan, whom to ask, and a drill."""

    def __init__(self, actor: Actor, citation: str) -> None:
        self._text: Written = written(actor, citation, PLAN)
        self._officials = len(officials(actor))
        drill = latest_drill(actor)
        self._drill = drill
        self._drilled_at = drill.closed_at if drill else None
        self.ledger: tuple[UUID, ...] = (
            *entries_about(actor, [drill.id] if drill else [], most=2),
            *self._text.ledger,
        )

    @property
    def lacks(self) -> tuple[Lack | None, ...]:
        """What is wrong with it."""
        at = self._drilled_at
        return (
            self._text.lack,
            missing(
                not self._officials,
                "Nobody is named whom people could ask.",
                "Designate the privacy official, with a contact.",
            ),
            weak(at is None, "No drill of an incident was gone through so far.", _DRILL),
            weak(
                at and at < timezone.now() - DRILLED_WITHIN,
                "The last drill of an incident is older than a year.",
                _DRILL,
            ),
        )

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The same in figures."""
        at = self._drilled_at
        return (
            Figure("Officials with a contact", self._officials),
            Figure("Last drill", at.date().isoformat() if at else None),
            *self._text.figures,
        )


def shown_by(actor: Actor, breaches: Iterable[Breach]) -> tuple[UUID, ...]:
    """Entries of the ledger about these breaches, the latest first."""
    return entries_about(actor, [each.incident.id for each in breaches], most=10)


def _met_late(clock: Shown) -> bool:
    met_at = clock.row.met_at if clock.row else None
    return met_at is not None and met_at > clock.running.due_at
