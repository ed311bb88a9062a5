"""The systems of the actor's organization, in the order in which they come back."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from chaperone.continuity.models import CriticalityAnalysis, System
from chaperone.continuity.recovery.errors import NoSuchSystem
from chaperone.continuity.recovery.lengths import as_length
from chaperone.continuity.recovery.ordering import Line, Step, in_order
from chaperone.ledger.actors import Actor
from chaperone.organizations.queries import once

MOST_SYSTEMS = 500


class Placed(NamedTuple):
    """A system with its place. ``needs``: names of what must be there before; ``because``: the
    name of the more urgent system that needs it, or nothing.
    """

    system: System
    number: int
    within: str
    needs: list[str]
    because: str

    @property
    def away(self) -> str:
        """How long it may be away, in words."""
        return as_length(self.system.outage_minutes)

    @property
    def lost(self) -> str:
        """Of how long its data may be lost, in words."""
        return as_length(self.system.loss_minutes)


class Bears(NamedTuple):
    """What the organization bears at most, in minutes, of all that a restore brings back."""

    outage_minutes: int
    loss_minutes: int


def systems_of(actor: Actor) -> QuerySet[System]:
    """Those that count, by name."""
    rows = System.objects.filter(organization_id=actor.organization_id, retired_at=None)
    return rows.order_by("name", "id")


def _counting(actor: Actor) -> list[System]:
    return once(actor, "systems", lambda: list(systems_of(actor)))


def system_of(actor: Actor, system_id: UUID) -> System:
    """One, a retired one too. Raises ``NoSuchSystem``."""
    rows = System.objects.filter(organization_id=actor.organization_id, id=system_id)
    found = rows.first()
    if found is None:
        raise NoSuchSystem
    return found


def locked_systems(actor: Actor) -> dict[UUID, System]:
    """Those that count, locked until the transaction ends, so that no two changes make a circle."""
    return {each.id: each for each in systems_of(actor).select_for_update()}


def order_of(actor: Actor) -> list[Placed]:
    """All systems in the order in which they come back. One query."""
    return placed(_counting(actor)[:MOST_SYSTEMS])


def placed(systems: Collection[System]) -> list[Placed]:
    """These systems in their order. Raises ``Circle``."""
    by_id = {each.id: each for each in systems}
    return [_placed(step, by_id) for step in in_order(line_of(each) for each in systems)]


def line_of(system: System) -> Line:
    """What the order needs to know of a system."""
    return Line(system.id, system.name, system.outage_minutes, tuple(system.needs))


def borne_by(actor: Actor) -> Bears | None:
    """The shortest outage and loss of what comes back with a restore; None where nothing is said.

    One query.
    """
    said = [each for each in _counting(actor) if each.restored]
    if not said:
        return None
    return Bears(min(each.outage_minutes for each in said), min(each.loss_minutes for each in said))


def latest_analysis(actor: Actor) -> CriticalityAnalysis | None:
    """What was signed last."""
    rows = CriticalityAnalysis.objects.filter(organization_id=actor.organization_id)
    return once(actor, "criticality analysis", rows.order_by("-id").first)


def text_of(order: Collection[Placed]) -> str:
    """The table as text, in its order: what is signed."""
    return "\n\n".join(_told(each) for each in order)


def _placed(step: Step, systems: dict[UUID, System]) -> Placed:
    system = systems[step.id]
    needs = sorted(systems[each].name for each in system.needs if each in systems)
    because = systems[step.because].name if step.because else ""
    return Placed(system, step.number, as_length(step.within), needs, because)


def _told(each: Placed) -> str:
    system = each.system
    lines = [
        f"{each.number}. {system.name}",
        f"May be away: {as_length(system.outage_minutes)}",
        f"May be lost: {as_length(system.loss_minutes)}",
        f"Needs: {', '.join(each.needs) or 'nothing'}",
        f"Comes back: {system.how or 'not said'}",
        f"Meanwhile: {system.meanwhile or 'not said'}",
    ]
    return "\n".join(lines)
