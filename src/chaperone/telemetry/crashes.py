"""A process that ends badly leaves no memory behind, and says where it ended without any value."""

import ctypes
import faulthandler
import json
import logging
import resource
import sys
import threading
from types import TracebackType

from chaperone.telemetry.lines import error_facts

_PR_SET_DUMPABLE = 4
_log = logging.getLogger(__name__)


def no_core_dumps() -> None:
    """From now on the kernel writes no memory of this process, or of those that it starts, to disk;
    nor may other processes of the same user read this one's (prctl(2), core(5)).
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def guard_command() -> None:
    """The same for a command: kind and place of what ends it go to standard error."""
    no_core_dumps()
    sys.excepthook = _said


def guard() -> None:
    """No core dumps; of an error that ends the process, kind and place go to the log; of a crash
    of the interpreter, the names of functions.
    """
    no_core_dumps()
    faulthandler.enable()
    logging.captureWarnings(True)
    sys.excepthook = _ended
    threading.excepthook = _thread_ended
    sys.unraisablehook = _not_raised


def _ended(
    kind: type[BaseException], error: BaseException, traceback: TracebackType | None
) -> None:
    _log.critical("The process ends.", exc_info=(kind, error, traceback))


def _said(
    _kind: type[BaseException], error: BaseException, _traceback: TracebackType | None
) -> None:
    facts = error_facts(error)
    sys.stderr.write(f"{facts.pop('kind').split(' ')[0]}: {json.dumps(facts)}\n")


def _thread_ended(found: threading.ExceptHookArgs) -> None:
    if found.exc_value:
        _ended(found.exc_type, found.exc_value, found.exc_traceback)


def _not_raised(found: "sys.UnraisableHookArgs") -> None:
    if found.exc_value:
        _log.error(
            "An error could not be raised.",
            exc_info=(type(found.exc_value), found.exc_value, found.exc_traceback),
        )
