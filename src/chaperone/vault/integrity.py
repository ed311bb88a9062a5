"""What happens when a sealed value is not what was stored (45 CFR 164.312(c)(1)-(2)).

A value that was changed, cut, moved here from elsewhere, or sealed under a key that is not the
member's any more does not open. Whoever is called with it leaves a record of its own before the
request fails, so that a rollback cannot erase it; no record, no softer failure either.
"""

from collections.abc import Callable
from typing import NamedTuple, NoReturn
from uuid import UUID

from chaperone.vault.errors import NotIntact


class Altered(NamedTuple):
    """A value that did not open: where it stands, whose it is, and what was wrong with it."""

    organization_id: UUID
    table: str
    element: str
    row: UUID
    member_id: UUID | None
    problem: str


Alarm = Callable[[Altered], None]

_alarm: Alarm | None = None


def alarm_with(alarm: Alarm) -> None:
    """Names the callable that records an altered value apart (registered by ``ledger``)."""
    global _alarm
    _alarm = alarm


def refuse(altered: Altered, alarm: Alarm | None = None) -> NoReturn:
    """Records the value by ``alarm``, or by the registered one, and raises ``NotIntact``."""
    record = alarm or _alarm
    if record is None:
        raise RuntimeError("No alarm is registered: an altered value would be unrecorded.")
    record(altered)
    raise NotIntact(table=altered.table, element=altered.element)
