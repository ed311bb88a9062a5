"""Figures of drills in words."""

from datetime import timedelta
from typing import NamedTuple

from chaperone.continuity.models import Drill, Exercise
from chaperone.continuity.recovery.lengths import as_length

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


class Figures(NamedTuple):
    """What a drill took and would have lost, beside what may be; empty where there is no figure."""

    took: str
    lost: str
    may_take: str
    may_lose: str


def figures_of(exercise: Exercise) -> Figures:
    """The figures of an exercise; all empty where people held it."""
    drill, outage, loss = exercise.drill, exercise.outage_minutes, exercise.loss_minutes
    return Figures(
        took=about(drill.took) if drill and drill.took is not None else "",
        lost=about(drill.lost) if drill and drill.lost is not None else "",
        may_take="" if outage is None else as_length(outage),
        may_lose="" if loss is None else as_length(loss),
    )


def about(length: timedelta) -> str:
    """A length for people, in its two largest units: ``3 min 12 s``, ``14 h``, ``2 d 3 h``."""
    seconds = round(length.total_seconds())
    if seconds < _MINUTE:
        return f"{seconds} s"
    if seconds < _HOUR:
        return _two(seconds, _MINUTE, "min", 1, "s")
    if seconds < _DAY:
        return _two(seconds, _HOUR, "h", _MINUTE, "min")
    return _two(seconds, _DAY, "d", _HOUR, "h")


def lines_of(drill: Drill) -> list[tuple[str, str]]:
    """The figures that the restore gave: labels and values, seconds of steps first as they came."""
    return [(_label(name), _value(value)) for name, value in drill.figures.items()]


def _two(seconds: int, unit: int, name: str, small: int, small_name: str) -> str:
    whole, rest = divmod(seconds, unit)
    rest //= small
    return f"{whole} {name} {rest} {small_name}" if rest else f"{whole} {name}"


def _label(name: str) -> str:
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def _value(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key.replace('_', ' ')} {_value(each)}" for key, each in value.items())
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.1f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
