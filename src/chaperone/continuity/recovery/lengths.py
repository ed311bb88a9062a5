"""Pure: lengths of time as people type and read them: ``4 hours``, ``1 day``, ``none``."""

import re

MOST = 365 * 24 * 60
_UNITS = {"minute": 1, "hour": 60, "day": 24 * 60, "week": 7 * 24 * 60}
_SHORT = {"min": "minute", "m": "minute", "h": "hour", "hr": "hour", "d": "day", "w": "week"}
_TYPED = re.compile(r"([0-9]{1,6}) ?([a-z]+)", re.ASCII)
_NOTHING = ("none", "nothing", "0")


def minutes_of(typed: str) -> int:
    """How many minutes what was typed says, at most a year.

    Raises ``ValueError`` with what to write instead.
    """
    words = typed.strip().casefold()
    if words in _NOTHING:
        return 0
    found = _TYPED.fullmatch(words)
    unit = found[2].rstrip("s") if found else ""
    unit = _SHORT.get(unit, unit)
    if found is None or unit not in _UNITS:
        raise ValueError("Write a number and a unit, such as 15 minutes, 4 hours or 1 day.")
    minutes = int(found[1]) * _UNITS[unit]
    if minutes > MOST:
        raise ValueError("Write at most 365 days.")
    return minutes


def as_length(minutes: int) -> str:
    """The length in the largest unit in which it is a whole number; ``none`` for 0."""
    if not minutes:
        return "none"
    unit = next(name for name in ("day", "hour", "minute") if not minutes % _UNITS[name])
    count = minutes // _UNITS[unit]
    return f"{count:,} {unit if count == 1 else unit + 's'}".replace(",", "")
