"""How backups are made here: ``backups`` in config.json of the data folder.

Read without Django, so that what is wrong is a sentence at the start, and not a night without a
backup.
"""

import re
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Any

from chaperone.continuity.backups.errors import KeyRefused, SettingsRefused
from chaperone.continuity.backups.format import recipient
from chaperone.continuity.backups.targets.s3 import S3
from chaperone.continuity.backups.targets.settings import Place
from chaperone.files.errors import ConfigUnreadable
from chaperone.files.sections import section
from chaperone.ledger.mirrors.s3 import Retention

SECTION = "backups"
FOLDER = "backups"
DEFAULT_DAYS = 7
_AT = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_KNOWN = {"targets", "recipients", "keep_days", "keep_weeks", "keep_months", "at"}
_OF_S3 = {"s3", "region", "endpoint", "lock"}
_MOST_TARGETS = 4
_MOST_KEPT = 3660


@dataclass(frozen=True, slots=True)
class Settings:
    """``at``: when the daily backup is due, in UTC. ``recipients``: who can open it (``age1…``)."""

    targets: tuple[Place, ...]
    recipients: tuple[str, ...] = ()
    keep_days: int = DEFAULT_DAYS
    keep_weeks: int = 0
    keep_months: int = 0
    at: time = time(2)


def read_settings(data: Path) -> Settings:
    """What is set; a folder in the data folder where nothing is. Raises ``SettingsRefused``."""
    try:
        raw = section(data / "config.json", SECTION)
    except ConfigUnreadable as problem:
        raise SettingsRefused(str(problem)) from problem
    raw = {} if raw is None else raw
    if not isinstance(raw, dict):
        raise SettingsRefused("It must be an object.")
    if unknown := raw.keys() - _KNOWN:
        raise SettingsRefused(f"There is no setting “{min(unknown)}” here.")
    return Settings(
        targets=_targets(raw.get("targets", [FOLDER]), data),
        recipients=_recipients(raw.get("recipients", [])),
        keep_days=_number(raw, "keep_days", DEFAULT_DAYS, least=1),
        keep_weeks=_number(raw, "keep_weeks", 0, least=0),
        keep_months=_number(raw, "keep_months", 0, least=0),
        at=_at(raw.get("at", "02:00")),
    )


def _targets(raw: Any, data: Path) -> tuple[Place, ...]:
    if not isinstance(raw, list) or not 1 <= len(raw) <= _MOST_TARGETS:
        raise SettingsRefused(f"“targets” must be a list of 1 to {_MOST_TARGETS} places.")
    places = tuple(_place(each, data) for each in raw)
    if len({place.url for place in places}) < len(places):
        raise SettingsRefused("A place is named twice in “targets”.")
    return places


def _place(raw: Any, data: Path) -> Place:
    if isinstance(raw, str) and raw.strip() and not raw.startswith(S3):
        return Place(str(data / raw))
    if not isinstance(raw, dict) or not isinstance(raw.get("s3"), str):
        raise SettingsRefused(
            "A target is a folder, or an object with “s3”: “s3://bucket/prefix”, and “lock”."
        )
    if unknown := raw.keys() - _OF_S3:
        raise SettingsRefused(f"{raw['s3']}: there is no setting “{min(unknown)}” here.")
    said = {name: raw.get(name, "") for name in _OF_S3}
    if not all(isinstance(value, str) for value in said.values()):
        raise SettingsRefused(f"{raw['s3']}: each setting is a text.")
    if not said["s3"].removeprefix(S3).partition("/")[0] or not said["s3"].startswith(S3):
        raise SettingsRefused(f"{raw['s3']} names no bucket, such as s3://bucket/prefix.")
    try:
        Retention.parse(said["lock"])
    except ValueError as problem:
        raise SettingsRefused(f"{raw['s3']}: {problem}.") from problem
    return Place(said["s3"], said["region"], said["endpoint"], said["lock"])


def _recipients(raw: Any) -> tuple[str, ...]:
    if not isinstance(raw, list) or not all(isinstance(each, str) for each in raw):
        raise SettingsRefused("“recipients” must be a list of keys that begin with age1.")
    for each in raw:
        try:
            recipient(each)
        except KeyRefused as problem:
            raise SettingsRefused(f"“recipients”: {problem}") from problem
    return tuple(raw)


def _number(raw: dict[str, Any], name: str, default: int, *, least: int) -> int:
    value = raw.get(name, default)
    if type(value) is not int or not least <= value <= _MOST_KEPT:
        raise SettingsRefused(f"“{name}” must be a number from {least} to {_MOST_KEPT}.")
    return value


def _at(raw: Any) -> time:
    found = _AT.fullmatch(raw) if isinstance(raw, str) else None
    if found is None:
        raise SettingsRefused("“at” must be a time of day in UTC, such as 02:00.")
    return time(int(found[1]), int(found[2]))
