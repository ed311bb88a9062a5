"""Turns what the sequencer noticed into entries: it holds no keys and appends nothing itself."""

from chaperone.database.identifiers import PLATFORM
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.ledger.models import ClockJump
from chaperone.ledger.record_events import CLOCK_JUMPED_BACK, CLOCK_JUMPED_FORWARD
from chaperone.vault.inside import inside

_AT_ONCE = 20
_EVENTS = {"back": CLOCK_JUMPED_BACK, "forward": CLOCK_JUMPED_FORWARD}


def record_clock() -> int:
    """Appends an entry of the platform for each jump that has none yet; returns how many.

    As a worker, in a transaction of its own; of two workers, each takes what the other leaves.
    """
    with inside(PLATFORM):
        waiting = ClockJump.objects.filter(entry_id=None).order_by("id")
        jumps = list(waiting.select_for_update(skip_locked=True)[:_AT_ONCE])
        for jump in jumps:
            _record(jump)
    return len(jumps)


def _record(jump: ClockJump) -> None:
    jump.entry_id = append(
        event=_EVENTS[jump.kind],
        actor=Actor("worker", None, PLATFORM),
        details={
            "seconds": round(jump.seconds, 3),
            "before": jump.before.isoformat(),
            "after": jump.after.isoformat(),
            "noticed": "at the start" if jump.at_start else "while sequencing",
        },
    )
    jump.save(update_fields=["entry_id"])
