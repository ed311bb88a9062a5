"""Log lines as JSON: a fixed sentence, numbers and ids. What else is handed over is left out.

Of our own calls a test holds that the sentence is a constant (``tests/telemetry/test_calls.py``).
Of libraries not even the sentence is taken: where it was said tells which it is.
"""

import json
import logging
import os
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from types import TracebackType
from typing import Any
from uuid import UUID

from chaperone.telemetry.context import facts_now

_OURS = "chaperone."
_LEFT_OUT = "[left out]"
_SAFE = (bool, int, float, UUID, date, timedelta, type(None))
_FRAMES = 30
# What PostgreSQL names of its own schema; its messages and details quote what was to be stored.
_NAMED_BY_DATABASE = ("constraint_name", "table_name", "column_name")


class Fixed(str):
    """A text of the program or of the operator's settings, such as the name of a sink."""

    __slots__ = ()


class Lines(logging.Formatter):
    """Writes each record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "process": os.environ.get("CHAPERONE_PROCESS", ""),
            "pid": record.process,
            "logger": record.name,
            "where": f"{record.module}:{record.funcName}:{record.lineno}",
            **facts_now(),
        }
        if record.name.startswith(_OURS):
            line["event"] = _sentence(record)
        if record.exc_info and record.exc_info[1]:
            line["error"] = error_facts(record.exc_info[1])
        return json.dumps(line)


def error_facts(error: BaseException) -> dict[str, Any]:
    """Kind and place of an error, and what led to it: neither its message nor any value."""
    facts: dict[str, Any] = {
        "kind": f"{_kind(error)}{_of_the_system(error)}",
        "frames": _frames(error.__traceback__),
    }
    if isinstance(state := getattr(error, "sqlstate", None), str):
        facts["sqlstate"] = state
        for name in _NAMED_BY_DATABASE:
            if found := getattr(getattr(error, "diag", None), name, None):
                facts[name] = found
    if before := error.__cause__ or error.__context__:
        facts["after"] = error_facts(before)
    if isinstance(error, BaseExceptionGroup):
        facts["all"] = [error_facts(each) for each in error.exceptions[:_FRAMES]]
    return facts


def _sentence(record: logging.LogRecord) -> str:
    arguments = record.args
    if not isinstance(arguments, tuple) or not arguments:
        return str(record.msg)
    try:
        return str(record.msg) % tuple(map(_shown, arguments))
    except (TypeError, ValueError):
        return str(record.msg)


def _shown(value: object) -> Any:
    if isinstance(value, type):
        return f"{value.__module__}.{value.__qualname__}"
    if isinstance(value, BaseException):
        return f"{_kind(value)}{_of_the_system(value)}"
    if isinstance(value, Enum | Fixed):
        return str(value)
    return value if isinstance(value, _SAFE) else _LEFT_OUT


def _kind(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def _of_the_system(error: BaseException) -> str:
    """What the operating system said, in its own words: never the name of a file."""
    number = getattr(error, "errno", None)
    return f" ({os.strerror(number)})" if isinstance(number, int) else ""


def _frames(traceback: TracebackType | None) -> list[str]:
    found = []
    while traceback:
        code = traceback.tb_frame.f_code
        found.append(f"{code.co_filename}:{traceback.tb_lineno} {code.co_name}")
        traceback = traceback.tb_next
    return found[-_FRAMES:]
