"""Runs pgBackRest: as whoever may read the server's files, with its passphrase and nothing else."""

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from chaperone.continuity.archiving.pgbackrest.configuration import CIPHER_PASS
from chaperone.continuity.archiving.pgbackrest.errors import BackRestFailed, BackRestMissing
from chaperone.continuity.archiving.pgbackrest.reading import Listed, Verdict, listed, verdict
from chaperone.database.placement import Runner, runner

_SECONDS = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class BackRest:
    """One stanza by one configuration file. Every method raises ``ArchiveError``."""

    stanza: str
    configuration: Path
    passphrase: str

    def create(self) -> None:
        """Make the stanza, and see that the server archives into it. Safe to repeat."""
        self._run("stanza-create")
        self._run("check")

    def archive_command(self) -> str:
        """For the server's ``archive_command``; its environment holds the passphrase."""
        return f"{program()} --config={self.configuration} --stanza={self.stanza} archive-push %p"

    def back_up(self, kind: str = "full") -> None:
        """``full``, ``diff`` or ``incr``. What has expired goes with it."""
        self._run("backup", f"--type={kind}")

    def info(self) -> tuple[list[Listed], tuple[str, ...]]:
        """The backups that are there, and what is wrong with them."""
        return listed(self._run("info", "--output=json"), self.stanza)

    def verify(self) -> Verdict:
        """Read everything in the repository again; nothing is well but what was said to be."""
        said = verdict(self._run("verify", "--output=text", "--verbose"), self.stanza)
        _, wrong = self.info()
        return said._replace(problems=(*said.problems, *wrong))

    def restore(self, data: Path, *, to: datetime | None = None) -> None:
        """Into an empty folder, as it was at ``to``; the server replays the log when it starts."""
        target = []
        if to is not None:
            when = f"{to.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}+00"
            target = ["--type=time", f"--target={when}", "--target-action=promote"]
        self._run("restore", f"--pg1-path={data}", *target)

    def _run(self, command: str, *options: str) -> str:
        user: Runner = runner()
        words = [program(), f"--config={self.configuration}", f"--stanza={self.stanza}"]
        quiet = ["--log-level-console=off", "--log-level-stderr=warn"]
        environment: Mapping[str, str] = user.identity["env"] | {CIPHER_PASS: self.passphrase}
        done = subprocess.run(  # noqa: S603 (no shell)
            [*words, *quiet, *options, command],
            cwd="/",
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=_SECONDS,
            **(user.identity | {"env": dict(environment)}),
        )
        if done.returncode:
            raise BackRestFailed(f"{command}: {done.stderr.strip()[-600:]}")
        return done.stdout


def program() -> str:
    """Where it is. Raises ``BackRestMissing``."""
    found = shutil.which("pgbackrest")
    if found is None:
        raise BackRestMissing
    return found
