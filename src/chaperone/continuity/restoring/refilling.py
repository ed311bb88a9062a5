"""An empty database filled from a dump that comes piece by piece.

As the owner of the database, who is no superuser: rights, row security and triggers come with the
dump, and are made after the rows.
"""

import subprocess
import threading
from contextlib import suppress
from shutil import copyfileobj

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from chaperone.continuity.backups.dump import program
from chaperone.continuity.backups.streams import pieces
from chaperone.continuity.backups.tarring import Member
from chaperone.continuity.restoring.errors import NoRoom, NotFilled
from chaperone.database import binaries
from chaperone.database.address import Address

_FULL = ("No space left on device", "could not extend file", "disk full")
_OPTIONS = "-c synchronous_commit=off -c maintenance_work_mem=128MB"
# Servers before 17 do not know it, and our pg_restore sets it whatever the server is.
_NEWER = b"SET transaction_timeout = 0;\n"
_HEAD_LINES = 40


def is_full(said: str) -> bool:
    """Whether PostgreSQL's words mean that the disk is full."""
    return any(words in said for words in _FULL)


class Refill:
    """By ``pg_restore``, on a server of our own version."""

    def __init__(self, dsn: str) -> None:
        self._last = self._process = _restoring("--exit-on-error", *_way(dsn), dsn=dsn)

    def write(self, member: Member) -> None:
        """The next bytes of the dump. Raises ``NotFilled`` where it takes no more."""
        assert self._process.stdin is not None
        try:
            for piece in pieces(member):
                self._process.stdin.write(piece)
        except BrokenPipeError:
            self.finish()

    def finish(self) -> None:
        """Waits until all of it is in. Raises ``NotFilled`` and ``NoRoom``."""
        _, said = self._process.communicate()
        self._judge(self._process, said)

    def close(self) -> None:
        """Ends it where it has not come to its end."""
        for process in (self._process, self._last):
            if process.poll() is None:
                process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout, process.stderr):
                if stream:
                    with suppress(BrokenPipeError):
                        stream.close()

    @staticmethod
    def _judge(process: "subprocess.Popen[bytes]", said: bytes) -> None:
        if process.returncode:
            reason = (said.decode(errors="replace").strip().splitlines() or ["It said nothing."])[0]
            raise (NoRoom if is_full(reason) else NotFilled)(reason)


class Script(Refill):
    """By ``pg_restore`` and ``psql``: on a server of another version, by TLS where it asks for
    that.
    """

    def __init__(self, dsn: str) -> None:
        psql = program("psql", Address.parse(dsn))
        self._process = _restoring("--file=-", dsn="")
        self._last = subprocess.Popen(  # noqa: S603 (PostgreSQL's own program, no shell)
            [str(psql), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", *_way(dsn)],
            env=_environment(dsn),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        self._carrier = threading.Thread(target=self._carry, daemon=True)
        self._carrier.start()

    def finish(self) -> None:
        """What the database said counts more than that the script could not be passed on."""
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):
            self._process.stdin.close()
        self._carrier.join()
        assert self._last.stderr is not None
        said = self._last.stderr.read()
        self._last.wait()
        self._judge(self._last, said)
        assert self._process.stderr is not None
        said = self._process.stderr.read()
        self._process.wait()
        self._judge(self._process, said)

    def _carry(self) -> None:
        script, database = self._process.stdout, self._last.stdin
        assert script is not None
        assert database is not None
        try:
            for _ in range(_HEAD_LINES):
                line = script.readline()
                if line != _NEWER:
                    database.write(line)
            copyfileobj(script, database, 1 << 20)
        except BrokenPipeError:
            # It has said why; the other one is not to wait for somebody to read on.
            script.close()
        finally:
            with suppress(BrokenPipeError):
                database.close()


def _restoring(*words: str, dsn: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # noqa: S603 (PostgreSQL's own program, no shell)
        [str(binaries.installed() / "pg_restore"), "--no-owner", *words],
        env=_environment(dsn),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL if dsn else subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def _way(dsn: str) -> tuple[str, str]:
    """Where to sign in; never the password, which others can see on the command line."""
    words = {name: value for name, value in conninfo_to_dict(dsn).items() if name != "password"}
    return "--no-password", f"--dbname={make_conninfo('', **words)}"


def _environment(dsn: str) -> dict[str, str]:
    own = {"LC_ALL": "C", "PATH": "/usr/bin:/bin"}
    if dsn:
        own |= {"PGPASSWORD": str(conninfo_to_dict(dsn)["password"]), "PGOPTIONS": _OPTIONS}
    return own
