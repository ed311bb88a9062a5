"""The witness of this product: knows the actor, the purpose and the place, and leaves one access
record for everything opened in its presence (invariant 1; 45 CFR 164.312(b)).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any
from uuid import UUID

from chaperone.access.actors import Staff
from chaperone.access.clearances import lacking, refuse_uncleared
from chaperone.access.events import ACCESS_RECORDED
from chaperone.access.queries.entering import confirm_in_force
from chaperone.access.scoping import permits_for
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.ledger.alarms import record_altered
from chaperone.ledger.opened import Opened
from chaperone.telemetry import metrics
from chaperone.vault.witness import Permits, Witness, in_presence_of


@contextmanager
def witnessed(actor: Actor, *, purpose: str, place: str) -> Iterator[Witness]:
    """Opens values in this block in the actor's name; at its end appends one access record.

    ``purpose`` is why (``treatment``, ``operations``), ``place`` the page or task. Must run in the
    transaction whose commit lets the values out. Nothing opened, nothing recorded. Raises
    ``AccessEnded`` where a person's access ended meanwhile, ``AgreementOver`` where a customer's
    agreement keeps the platform's people out: while values are opened, and once more at the end, so
    that nothing opened before leaves either; ``NotCleared`` at the first value where they lack a
    clearance, whatever page it is.
    """
    witness = Witness(
        organization_id=actor.organization_id,
        permits=_cleared(actor, permits_for(actor, purpose)),
        confirm=_confirmation(actor),
        alarm=partial(record_altered, actor=actor),
    )
    with in_presence_of(witness):
        yield witness
    if opened := witness.opened:
        witness.confirm()
        listed = _listed(opened)
        _record(listed, actor, purpose, place)
        metrics.OPENED.inc(sum(each.count for each in listed))


def _confirmation(actor: Actor) -> Callable[[], None]:
    # The access of a program does not end while it works.
    return partial(confirm_in_force, actor) if isinstance(actor, Staff) else lambda: None


def _cleared(actor: Actor, permits: Permits) -> Permits:
    """What may be opened, if they hold all that must be held; emergency access goes without."""
    missing = lacking(actor) if isinstance(actor, Staff) and not actor.in_emergency_only else []
    if not missing:
        return permits

    def refuse(_table: str, _element: str, _member_id: UUID | None, /) -> bool:
        refuse_uncleared(missing)
        return False

    return refuse


def _record(opened: Sequence[Opened], actor: Actor, purpose: str, place: str) -> None:
    details: dict[str, Any] = {"place": place}
    members = {each.member for each in opened if each.member}
    if isinstance(actor, Staff):
        details["roles"] = sorted(actor.roles)
        if emergencies := _emergencies(actor, members):
            details["emergencies"] = emergencies
    append(
        event=ACCESS_RECORDED,
        actor=actor,
        members=members,
        details=details,
        opened=opened,
        purpose=purpose,
    )


def _emergencies(actor: Staff, members: set[UUID]) -> list[str]:
    """The emergency access under which any of the members was opened."""
    grants = (grant for grant in actor.emergencies if grant.member_id in members)
    return sorted({str(grant.emergency_id) for grant in grants})


def _listed(opened: Mapping[tuple[str, str, UUID | None], list[UUID]]) -> list[Opened]:
    return [
        Opened(table, element, member, len(rows), tuple(dict.fromkeys(rows)))
        for (table, element, member), rows in opened.items()
    ]
