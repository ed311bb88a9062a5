"""How the installation stands: readings that each room takes of what it knows.

A worker takes all of them every half minute and keeps them (``actions.measure``). From there they
go to the status page, to ``/metrics``, ``chaperone status`` and ``doctor``, and to people where one
turns to alarm (45 CFR 164.308(a)(1)(ii)(D), 164.308(a)(6)(ii)).
"""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import TextChoices

_NAME = re.compile(r"[a-z]+(\.[a-z_]+)+")
LONGEST_NAME, LONGEST_LABEL, LONGEST_UNIT, LONGEST_SENTENCE = 64, 80, 16, 400


class State(TextChoices):
    """How something stands. ``alarm``: people are told. ``unknown``: it could not be read."""

    OK = "ok", "Well"
    ATTENTION = "attention", "Look at this"
    ALARM = "alarm", "Wrong"
    UNKNOWN = "unknown", "Not known"


class Reading(NamedTuple):
    """One figure of the installation and what it means. It names no member, person or organization.

    ``name``: such as ``backup.age``, for ever the same. ``value``: in ``unit``, None where it is
    not known. ``sentence``: how it stands, in plain words. ``at``: when it was taken. ``remedy``:
    what to do where it does not stand well.
    """

    name: str
    label: str
    value: float | None
    unit: str
    state: State
    sentence: str
    at: datetime
    remedy: str = ""


Source = Callable[[], Iterable[Reading]]
_sources: list[Source] = []


def readings_from(source: Source) -> None:
    """Adds a source, in ``AppConfig.ready``.

    ``source()`` is called outside transactions, as the login ``worker``, and yields readings, each
    of a name of its own. It may wait for a network, but for seconds only. Where it raises, its
    readings turn to ``unknown``.
    """
    _sources.append(source)


def sources() -> tuple[Source, ...]:
    """What rooms have added."""
    return tuple(_sources)


def checked(reading: Reading) -> Reading:
    """The reading, cut to what is kept of it. Raises ``ValueError`` where its name is none."""
    if not _NAME.fullmatch(reading.name) or len(reading.name) > LONGEST_NAME:
        raise ValueError("A reading is named like backup.age.")
    return reading._replace(
        label=reading.label[:LONGEST_LABEL],
        unit=reading.unit[:LONGEST_UNIT],
        sentence=reading.sentence[:LONGEST_SENTENCE],
        remedy=reading.remedy[:LONGEST_SENTENCE],
    )


def by_limits(value: float, *, attention: float, alarm: float) -> State:
    """The state of a figure that is bad where it is high; where ``attention`` is above ``alarm``,
    of one that is bad where it is low.
    """
    if alarm < attention:
        value, attention, alarm = -value, -attention, -alarm
    if value >= alarm:
        return State.ALARM
    return State.ATTENTION if value >= attention else State.OK
