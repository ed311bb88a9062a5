"""An alert that grew worse is told again, once for each rise (45 CFR 164.308(a)(6)(ii)).

Worse is a higher severity, a higher class of its score, or many times as many entries than when
people were last told: whoever took it up as something small must hear that it is not.
"""

from bisect import bisect_right
from typing import NamedTuple

from chaperone.detection.alerts.events import ALERT_WORSENED
from chaperone.detection.alerts.telling import tell_of_rise
from chaperone.detection.models import Alert, Severity
from chaperone.ledger.actors import Actor
from chaperone.registers.actions.changes import record_change

CLASSES = (0.5, 0.75)
"""From these scores on an alert is in the next class."""
TIMES, AT_LEAST = 4, 10
"""So many times as many entries are many more, where they are at least so many more."""
TOLD = ("told_severity", "told_score", "told_entries")
"""The fields of an alert that say how bad it was when people were last told."""


class Standing(NamedTuple):
    """How bad an alert is: the step of its severity, the class of its score, its entries."""

    severity: int
    score: int
    entries: int


def standing_of(severity: str, score: float, entries: int) -> Standing:
    """Of an alert that is so bad."""
    return Standing(Severity.values.index(severity), bisect_right(CLASSES, score), entries)


def is_worse(told: Standing, now: Standing) -> bool:
    """Whether people who were told of the one want to hear of the other. Pure."""
    more = now.entries >= TIMES * told.entries and now.entries - told.entries >= AT_LEAST
    return now.severity > told.severity or now.score > told.score or more


def note_told(alert: Alert) -> None:
    """Keeps how bad people know an alert to be, the worst of what they were told; the caller saves
    ``TOLD``. What falls and rises again is nothing new.
    """
    known = [each for each in (alert.told_severity, alert.severity) if each]
    alert.told_severity = max(known, key=Severity.values.index)
    alert.told_score = max(alert.told_score or 0.0, alert.score)
    alert.told_entries = max(alert.told_entries or 0, alert.entries)


def tell_if_worse(*, actor: Actor, alert: Alert) -> bool:
    """Has people told where an alert that was brought up to date is worse than they know.

    In the transaction that changes it; by workers. Killed before its commit, it is told when the
    alert is brought up to date again.
    """
    assert alert.told_score is not None
    assert alert.told_entries is not None
    told = standing_of(alert.told_severity, alert.told_score, alert.told_entries)
    if not is_worse(told, standing_of(alert.severity, alert.score, alert.entries)):
        return False
    note_told(alert)
    alert.save(update_fields=TOLD)
    details = {"severity": alert.severity, "entries": alert.entries}
    record_change(actor=actor, event=ALERT_WORSENED, record=alert.id, details=details)
    tell_of_rise(actor=actor, alert=alert)
    return True
