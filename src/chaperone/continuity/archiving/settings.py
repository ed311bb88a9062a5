"""Whether and where the embedded server's log is archived: ``archive`` in config.json.

    {"on": true, "copy_days": 7}

It goes beside the backups, into the first of their places that is a folder, else into the first
bucket (under ``log/``, locked as backups are there), to the same recipients. Into a bucket nothing
goes but while an agreement covers it (``gating``).
"""

from dataclasses import dataclass
from pathlib import Path

from chaperone.continuity.archiving.errors import SettingsUnsuitable
from chaperone.continuity.backups.settings import read_settings
from chaperone.continuity.backups.targets import Place, Target, bucket_of, target_at
from chaperone.files.errors import ConfigUnreadable
from chaperone.files.sections import section

_FOLDER = "log"
_MOST_DAYS = 31


@dataclass(frozen=True, slots=True)
class Settings:
    """``copy_days``: how old the newest copy of the files may grow; ``keep_days``: how far back
    every moment can be reached, as long as backups are kept.
    """

    place: Place
    recipients: tuple[str, ...]
    copy_days: int
    keep_days: int

    def target(self) -> Target:
        """Where it goes."""
        return target_at(self.place)


def is_on(data: Path) -> bool:
    """Whether the log is archived. Raises ``SettingsUnsuitable``."""
    return bool(_section(data).get("on", False))


def read(data: Path) -> Settings:
    """Where it goes. Raises ``SettingsUnsuitable``, and ``SettingsRefused`` for the backups'."""
    days = _section(data).get("copy_days", 7)
    if type(days) is not int or not 1 <= days <= _MOST_DAYS:
        raise SettingsUnsuitable(f"“copy_days” is a number from 1 to {_MOST_DAYS}.")
    backups = read_settings(data)
    if not backups.recipients:
        raise SettingsUnsuitable("Backups have no recipients yet, and nothing is kept in clear.")
    # Folders first: what is written each minute is a request each minute in a bucket.
    beside = min(backups.targets, key=lambda place: bucket_of(place) is not None)
    place = beside._replace(url=f"{beside.url.rstrip('/')}/{_FOLDER}")
    return Settings(place, backups.recipients, days, backups.keep_days)


def _section(data: Path) -> dict[str, object]:
    try:
        found = section(data / "config.json", "archive")
    except ConfigUnreadable as problem:
        raise SettingsUnsuitable(str(problem)) from problem
    found = {} if found is None else found
    if not isinstance(found, dict) or found.keys() - {"on", "copy_days"}:
        raise SettingsUnsuitable("It is an object with “on” and “copy_days”.")
    if type(found.get("on", False)) is not bool:
        raise SettingsUnsuitable("“on” is true or false.")
    return found
