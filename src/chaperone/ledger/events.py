"""Names of what can be recorded. Each room lists its own in its ``events.py``."""

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from chaperone.ledger.errors import EventNameTaken, UnsuitableEventName

_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){2}")
Outcome = Literal["success", "failure", "refused"]
_events: dict[str, "Event"] = {}


@dataclass(frozen=True, slots=True)
class Event:
    """A name that entries carry for ever, what it means in plain words, and how it came out.

    ``outcome``: ``success`` (it happened), ``failure`` (it was tried and did not work) or
    ``refused`` (somebody was not let do it). It belongs to the name for ever, as the meaning does.
    """

    name: str
    meaning: str
    outcome: Outcome = "success"


def event(name: str, meaning: str, outcome: Outcome = "success") -> Event:
    """Registers an event: ``<room>.<thing>.<verb in the past tense>``, all lower case.

    Raises ``UnsuitableEventName`` and ``EventNameTaken``.
    """
    if not _NAME.fullmatch(name):
        raise UnsuitableEventName(name)
    if name in _events:
        raise EventNameTaken(name)
    _events[name] = Event(name, meaning, outcome)
    return _events[name]


def registered() -> MappingProxyType[str, Event]:
    """All events by name, of the rooms that have been imported."""
    return MappingProxyType(_events)
