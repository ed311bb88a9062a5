"""What must be so before an incident is closed. Rooms of this one add theirs at start."""

from collections.abc import Callable, Iterator

from chaperone.incidents.models import Incident
from chaperone.ledger.actors import Actor

Condition = Callable[[Actor, Incident], str]
_conditions: list[Condition] = []


def closes_only_when(condition: Condition) -> None:
    """Adds a condition: it gives a sentence that says what is missing, or nothing."""
    _conditions.append(condition)


def missing_of(actor: Actor, found: Incident) -> Iterator[str]:
    """What other parts of the room still ask for, in sentences."""
    for condition in _conditions:
        if sentence := condition(actor, found):
            yield sentence
