"""What pgBackRest's answers mean. Pure, and closed: what is not understood is not well.

``verify`` ends with success and exit 0 although a checksum is wrong (2.45), says nothing of an
invalid file but by its text, and does not miss the last piece of the log that a backup needs. So
its text is read line by line, and ``info`` says which pieces there must be.
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

from chaperone.continuity.archiving.pgbackrest.errors import AnswerUnreadable

_STATUS = re.compile(r"status: (ok|error)")
_ARCHIVE = re.compile(r"archiveId: (\S+), total WAL checked: (\d+), total valid WAL: (\d+)")
_BACKUP = re.compile(
    r"backup: (\S+), status: ([a-z -]+), total files checked: (\d+), total valid files: (\d+)"
)
_COUNTS = re.compile(r"missing: (\d+), checksum invalid: (\d+), size invalid: (\d+), other: (\d+)")
_VALID, _RUNNING = "valid", "in-progress"


class Verdict(NamedTuple):
    """``problems``: sentences; none where all is well. How much was looked at."""

    problems: tuple[str, ...]
    backups: int
    files: int
    pieces: int


class Listed(NamedTuple):
    """One backup as ``info`` lists it. ``size``: of the database, ``kept``: in the repository."""

    label: str
    kind: str
    started_at: datetime
    ended_at: datetime
    size: int
    kept: int
    first: str
    last: str
    failed: bool


def verdict(text: str, stanza: str) -> Verdict:
    """What ``verify --output=text --verbose`` found. Raises ``AnswerUnreadable``."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if lines[:1] != [f"stanza: {stanza}"] or len(lines) < 2:
        raise AnswerUnreadable("It does not begin with the stanza.")
    status = _STATUS.fullmatch(lines[1])
    problems: list[str] = [] if status and status[1] == "ok" else ["Its status is not ok."]
    backups = files = pieces = 0
    for line in lines[2:]:
        if found := _ARCHIVE.fullmatch(line):
            pieces += int(found[2])
            if found[2] != found[3]:
                problems.append(f"{found[1]}: {found[3]} of {found[2]} pieces of the log are good.")
        elif found := _BACKUP.fullmatch(line):
            backups += found[2] == _VALID
            files += int(found[3])
            if found[2] not in (_VALID, _RUNNING) or found[3] != found[4]:
                good = f"{found[4]} of {found[3]} files are good"
                problems.append(f"Backup {found[1]} is {found[2]}: {good}.")
        elif found := _COUNTS.fullmatch(line):
            problems.extend(_counted(found))
        else:
            problems.append(f"Not understood: {line[:120]}")
    if not pieces:
        problems.append("No piece of the log was looked at.")
    if not backups:
        problems.append("There is no valid backup.")
    return Verdict(tuple(problems), backups, files, pieces)


def _counted(found: re.Match[str]) -> Iterator[str]:
    for count, what in zip(
        found.groups(), ("missing", "altered", "of a wrong size", "wrong otherwise"), strict=True
    ):
        if int(count):
            yield f"Files that are {what}: {count}."


def listed(text: str, stanza: str) -> tuple[list[Listed], tuple[str, ...]]:
    """The backups of ``info --output=json``, oldest first, and what is wrong with them.

    Raises ``AnswerUnreadable``.
    """
    try:
        # Its messages hold line breaks, which strict JSON has no place for.
        (found,) = [each for each in json.loads(text, strict=False) if each["name"] == stanza]
        backups = [_listed(each) for each in found["backup"]]
        held = [(str(each["min"]), str(each["max"])) for each in found["archive"] if each["max"]]
        code, message = int(found["status"]["code"]), str(found["status"]["message"])
        encrypted = found["cipher"] != "none"
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as problem:
        raise AnswerUnreadable(f"({type(problem).__name__})") from None
    problems = [f"pgBackRest says: {message}."] if code else []
    if not encrypted:
        problems.append("The repository is not encrypted.")
    for each in backups:
        if each.failed:
            problems.append(f"Backup {each.label} met pages whose checksum is wrong.")
        if not any(first <= each.first and each.last <= last for first, last in held):
            problems.append(f"Backup {each.label} lacks a piece of the log: {each.last} at most.")
    return sorted(backups, key=lambda each: each.ended_at), tuple(problems)


def _listed(each: dict[str, Any]) -> Listed:
    times, info = each["timestamp"], each["info"]
    return Listed(
        label=str(each["label"]),
        kind=str(each["type"]),
        started_at=datetime.fromtimestamp(int(times["start"]), UTC),
        ended_at=datetime.fromtimestamp(int(times["stop"]), UTC),
        size=int(info["size"]),
        kept=int(info["repository"]["delta"]),
        first=str(each["archive"]["start"]),
        last=str(each["archive"]["stop"]),
        failed=bool(each["error"]),
    )
