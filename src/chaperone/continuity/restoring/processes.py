"""Programs of our own on the installation that is being restored, and how long each step takes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from chaperone.continuity.restoring.errors import NotSettled, NotUpgraded, NotVerified
from chaperone.continuity.restoring.place import Place
from chaperone.database.address import Address
from chaperone.database.parent import die_with_parent

Say = Callable[[str], None]


class Processes:
    """Each with its own login."""

    def __init__(self, place: Place, address: Address) -> None:
        self._place, self._address = place, address

    def run(
        self,
        login: str,
        words: Sequence[str],
        *,
        given: str = "",
        refused: type[NotSettled | NotUpgraded | NotVerified] = NotSettled,
    ) -> str:
        """What it printed. Raises ``refused`` with its last words."""
        kept_out = ("CHAPERONE_DATABASE_URL", "CHAPERONE_DATABASE_PASSWORD", "CHAPERONE_MIRRORS")
        environment = {name: value for name, value in os.environ.items() if name not in kept_out}
        result = subprocess.run(  # noqa: S603 (our own program, no shell)
            [sys.executable, "-m", "chaperone.cli", *words],
            env=environment
            | {
                "CHAPERONE_DATA": str(self._place.root),
                "CHAPERONE_LOGIN": login,
                "CHAPERONE_DATABASE_URL": self._address.url,
                # The password of its login it reads from the folder, where others' are needed too.
                "DJANGO_SETTINGS_MODULE": "chaperone.settings",
            },
            input=given,
            capture_output=True,
            text=True,
            check=False,
            # A server of one's own goes on when the restore is killed, and so would they.
            preexec_fn=partial(die_with_parent, os.getpid(), signal.SIGKILL)
            if self._place.own
            else None,
        )
        if result.returncode:
            lines = (
                result.stderr.strip() or result.stdout.strip() or "It said nothing."
            ).splitlines()
            raise refused(lines[-1])
        return result.stdout


class Clock:
    """``seconds``: of each step."""

    def __init__(self, say: Say) -> None:
        self.seconds: dict[str, float] = {}
        self._say = say

    @contextmanager
    def step(self, name: str, sentence: str) -> Iterator[None]:
        """Times the block, whose sentence is said first."""
        self._say(sentence)
        began = time.monotonic()
        yield
        self.seconds[name] = round(time.monotonic() - began, 2)
