"""A child process that is kept alive: started, watched, restarted with a pause, stopped."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

from chaperone.cli.processes import Process
from chaperone.database.parent import die_with_parent
from chaperone.database.server import keep_short

_FIRST_PAUSE = 0.2
_LONGEST_PAUSE = 10.0
_SETTLED_SECONDS = 30.0


class Child:
    """One process of the installation. It leads a process group of its own.

    It dies with its supervisor: the kernel sends it SIGTERM when the supervisor is gone. Its
    output goes to DATA/log/<name>.log.
    """

    def __init__(self, process: Process, *, environment: Mapping[str, str], logs: Path) -> None:
        self.process = process
        self.restarts = 0
        self._environment = environment
        self._log = logs / f"{process.name}.log"
        self._popen: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._pause = _FIRST_PAUSE
        self._due = 0.0

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._popen.pid if self._popen else None

    def start(self) -> None:
        """Start the process; returns at once."""
        keep_short(self._log)
        with self._log.open("ab") as log:
            self._popen = subprocess.Popen(  # noqa: S603 (our own program, no shell)
                self.process.command,
                env=dict(self._environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=partial(  # noqa: PLW1509 (the supervisor has no threads)
                    die_with_parent, os.getpid(), signal.SIGTERM
                ),
            )
        self._started = time.monotonic()

    def revive(self) -> str | None:
        """Look after the process; the sentence to tell when it has died, else None.

        A process that dies again soon is started after ever longer pauses (0.2 to 10 s).
        """
        now = time.monotonic()
        if self._popen is None:
            if now >= self._due:
                self.restarts += 1
                self.start()
            return None
        code = self._popen.poll()
        if code is None:
            return None
        self._kill_group()
        self._popen = None
        if now - self._started > _SETTLED_SECONDS:
            self._pause = _FIRST_PAUSE
        self._due = now + self._pause
        sentence = (
            f"{self.process.name} ended ({_ending(code)}); starting it again in {self._pause:g} s."
            f" Its log: {self._log}"
        )
        self._pause = min(self._pause * 2, _LONGEST_PAUSE)
        return sentence

    def ask_to_stop(self) -> None:
        """SIGTERM."""
        if self._popen and self._popen.poll() is None:
            self._popen.terminate()

    def ensure_stopped(self, until: float) -> None:
        """Wait until the monotonic time `until`, then SIGKILL the whole process group."""
        if self._popen is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self._popen.wait(max(0.0, until - time.monotonic()))
        self._kill_group()
        self._popen.wait()
        self._popen = None

    def _kill_group(self) -> None:
        # What it forked would otherwise live on, holding the port or a lock.
        assert self._popen
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._popen.pid, signal.SIGKILL)


def _ending(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit {code}"
