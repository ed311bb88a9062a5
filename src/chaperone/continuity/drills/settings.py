"""How often drills run, and where: the section ``drills`` of config.json.

``{"every_days": 30, "scratch": "/var/tmp"}``; ``every_days`` null: only by hand. ``scratch``: a
folder with room for all that a restore makes, emptied afterwards; else one of the data folder.
"""

from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from chaperone.continuity.drills.errors import WrongSettings
from chaperone.files.errors import ConfigUnreadable
from chaperone.files.sections import section

DAYS = 30
_MOST_DAYS = 366
_NAMES = {"every_days", "scratch"}


class Settings(NamedTuple):
    """``every``: None where drills run by hand only."""

    every: timedelta | None
    scratch: Path


def read_settings(data: Path) -> Settings:
    """What is set for the installation in that data folder. Raises ``WrongSettings``."""
    try:
        found = section(data / "config.json", "drills")
    except ConfigUnreadable as problem:
        raise WrongSettings(str(problem)) from problem
    if found is None:
        found = {}
    if not isinstance(found, dict) or set(found) - _NAMES:
        raise WrongSettings(f"“drills” in config.json takes {' and '.join(sorted(_NAMES))}.")
    days, scratch = found.get("every_days", DAYS), found.get("scratch")
    if days is not None and (type(days) is not int or not 1 <= days <= _MOST_DAYS):
        raise WrongSettings(f"“every_days” of drills is a number of days up to {_MOST_DAYS}.")
    if scratch is not None and (not isinstance(scratch, str) or not Path(scratch).is_absolute()):
        raise WrongSettings("“scratch” of drills is a folder, named from the root on.")
    every = None if days is None else timedelta(days=days)
    return Settings(every, Path(scratch) if scratch else data / "scratch")
