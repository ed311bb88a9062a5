"""The embedded PostgreSQL: start it on its own folder, stop it, find it again."""

import hashlib
import os
import secrets
import socket
import stat
import subprocess
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from chaperone.database import binaries, cluster, configuration, placement, postmaster
from chaperone.database.cluster import ARCHIVED
from chaperone.database.errors import (
    DiskFull,
    NotOurFolder,
    PasswordMissing,
    PasswordRefused,
    PortInUse,
    StartFailed,
)
from chaperone.database.parent import die_with_parent
from chaperone.files.private import write_private

_POLL = 0.03
_START_SECONDS = 120.0
_LOG_BYTES = 10_000_000
_ATTEMPTS = 40
_ATTEMPT_PAUSE = 0.25
_SOCKET_NAME = "/.s.PGSQL.65535.lock"
_SOCKET_LIMIT = 107
_WORTH_ANOTHER_TRY = ("pre-existing shared memory", "lock file", "still in use")


class Server:
    """PostgreSQL on a folder of its own, with scram passwords, checksums and fsync.

    folder: its files; made when absent, refused when something else is in it.
    password_file: the administrator's password; made (mode 0600) together with the folder.
    port: of 127.0.0.1; 0 picks a free one at each start. A running server keeps its port.
    fsync: False only for clusters that are thrown away.
    needed_megabytes: free disk space below which the server is not started.
    archiving: keep each piece of the write-ahead log until the archiver has said that it is safe.
    settings: of PostgreSQL, beside those it always has. patience: seconds that a start may take.
    """

    def __init__(
        self,
        folder: Path,
        *,
        password_file: Path,
        port: int = 0,
        fsync: bool = True,
        needed_megabytes: int = 500,
        archiving: bool = False,
        settings: Mapping[str, str] | None = None,
        patience: float = _START_SECONDS,
    ) -> None:
        self.folder = folder.absolute()
        self.password_file = password_file
        self._fixed_port = port
        # Started again, it keeps its port: other processes know it by its address.
        self._port = port
        self._fsync = fsync
        self._needed = needed_megabytes
        self._archiving = archiving
        self._settings = settings or {}
        self._patience = patience
        self._log_begin = 0
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def cluster(self) -> Path:
        """PGDATA."""
        return self.folder.resolve() / "cluster"

    @property
    def log_file(self) -> Path:
        """What PostgreSQL says about itself; never what people wrote."""
        return self.folder.resolve() / "log" / "postgresql.log"

    def running(self) -> postmaster.Postmaster | None:
        """The server of this folder, whoever started it; None when there is none."""
        return postmaster.find(self.cluster)

    def exists(self) -> bool:
        """Whether its files were made."""
        return cluster.version(self.folder.resolve()) is not None

    def check(self) -> None:
        """Raise what would keep the server from starting; changes nothing.

        BinariesMissing, NoUnprivilegedUser, FolderGone, Unreachable, NotOurFolder, WrongVersion,
        PasswordMissing, DiskFull, PortInUse.
        """
        binaries.installed()
        settled = placement.settled(self.folder, placement.runner())
        place = settled or placement.ELSEWHERE / "new"
        cluster.check(place)
        if cluster.version(place) is not None and not self.password_file.exists():
            raise PasswordMissing(path=self.password_file)
        free = cluster.free_megabytes(place)
        if free < self._needed:
            raise DiskFull(free=free, folder=place, needed=self._needed)
        if self._fixed_port and not self.running() and not _is_free(self._fixed_port):
            raise PortInUse(port=self._fixed_port)

    def start(self) -> None:
        """Start, or adopt the server that already runs on this folder; returns when it accepts
        connections. Raises what `check` raises, StartFailed with the end of the log, and
        PasswordRefused.

        The server stops when the thread that started it ends, so that a killed supervisor leaves
        nothing behind: start it from the main thread.
        """
        self.check()
        if not self.running():
            self._launch()
        try:
            self._wait_until_ready()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Shut down: fast, then immediate. Does nothing when it does not run. Raises StopFailed."""
        if found := self.running():
            postmaster.stop(found.pid, self.cluster)
        if self._process:
            self._process.wait()
            self._process = None

    def has_ended(self) -> bool:
        """Whether a server that this object started or adopted has died; reaps it."""
        if self._process and self._process.poll() is None:
            return False
        return self.running() is None

    @property
    def admin_dsn(self) -> str:
        """Where the administrator signs in (database `postgres`): libpq words, with password."""
        return make_conninfo(
            self.address_dsn, user=cluster.ADMINISTRATOR, password=self.password_file.read_text()
        )

    @property
    def address_dsn(self) -> str:
        """Socket folder and port of the running server: libpq words, without a login."""
        found = self.running()
        if found is None:
            raise StartFailed(log=self.log_tail())
        return make_conninfo("", host=found.socket_folder, port=found.port, dbname="postgres")

    def log_tail(self, characters: int = 2000) -> str:
        """The end of the log of the last start, for a person to read."""
        found = self.log_file.read_bytes() if self.log_file.exists() else b""
        text = found[self._log_begin :].decode(errors="replace")
        return text[-characters:].strip() or "(empty)"

    def _launch(self) -> None:
        user = placement.runner()
        place = placement.settled(self.folder, user)
        if place is None:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            place = placement.settle_elsewhere(self.folder, user)
        cluster.prepare_folder(place, user)
        programs = _programs(place, user)
        if cluster.version(place) is None:
            self._create(place, programs, user)
        for _ in range(_ATTEMPTS):
            postmaster.clear_stale(self.cluster)
            self._spawn(place, programs, user)
            if self._comes_up():
                return
            time.sleep(_ATTEMPT_PAUSE)
        raise StartFailed(log=self.log_tail())

    def _create(self, place: Path, programs: Path, user: placement.Runner) -> None:
        password = secrets.token_urlsafe(32)
        # Written first: a cluster whose password is lost could never be opened.
        write_private(self.password_file, password)
        cluster.create(place, programs, user, password=password, sync=self._fsync)

    def _spawn(self, place: Path, programs: Path, user: placement.Runner) -> None:
        self._port = self._port or _free_port()
        settings = configuration.arguments(
            port=self._port,
            socket_folder=str(_socket_folder(place, user)),
            fsync=self._fsync,
            archived=place / ARCHIVED if self._archiving else None,
            more=self._settings,
        )
        keep_short(self.log_file)
        with self.log_file.open("ab") as log:
            self._log_begin = log.tell()
            self._process = subprocess.Popen(  # noqa: S603 (our own program, no shell)
                [str(programs / "postgres"), "-D", str(self.cluster), *settings],
                cwd=place,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=partial(die_with_parent, os.getpid()),  # noqa: PLW1509 (no threads yet)
                **user.identity,
            )

    def _comes_up(self) -> bool:
        """Whether the new process accepts connections; False when another try may help."""
        assert self._process
        until = time.monotonic() + self._patience
        while self._process.poll() is None:
            if (found := self.running()) and found.ready:
                return True
            if time.monotonic() > until:
                self.stop()
                raise StartFailed(log=self.log_tail())
            time.sleep(_POLL)
        log = self.log_tail()
        port_taken = "could not bind" in log
        if port_taken and self._fixed_port:
            raise PortInUse(port=self._fixed_port)
        if port_taken:
            self._port = 0
        if not port_taken and not any(reason in log for reason in _WORTH_ANOTHER_TRY):
            raise StartFailed(log=log)
        return False

    def _wait_until_ready(self) -> None:
        until = time.monotonic() + self._patience
        while True:
            if self.has_ended() or time.monotonic() > until:
                raise StartFailed(log=self.log_tail())
            try:
                with psycopg.connect(self.admin_dsn, connect_timeout=5):
                    return
            except psycopg.OperationalError as error:
                if "password authentication failed" in str(error):
                    raise PasswordRefused(path=self.password_file) from error
            time.sleep(_POLL)


def keep_short(log: Path) -> None:
    """Puts a log that has grown long aside, in the place of the one before; then it begins anew."""
    if log.exists() and log.stat().st_size > _LOG_BYTES:
        log.replace(log.with_suffix(".log.1"))


def _programs(place: Path, user: placement.Runner) -> Path:
    found = binaries.installed()
    return found if placement.can_enter(user, found) else binaries.copy_into(place / "programs")


def _socket_folder(place: Path, user: placement.Runner) -> Path:
    """Beside the data, or in a short folder of its own: the path of a socket has 107 bytes.

    Raises NotOurFolder when somebody else has taken the short folder's name.
    """
    beside = place / "socket"
    if len(os.fsencode(beside)) + len(_SOCKET_NAME) <= _SOCKET_LIMIT:
        return beside
    digest = hashlib.sha256(os.fsencode(place)).hexdigest()[:16]
    short = Path(tempfile.gettempdir()) / f"chaperone-{digest}"
    with suppress(FileExistsError):
        short.mkdir(mode=0o700)
        user.owns(short)
    found = short.lstat()
    if (found.st_uid, stat.S_IMODE(found.st_mode)) != (user.uid, 0o700) or short.is_symlink():
        raise NotOurFolder(folder=short)
    return short


def _is_free(port: int) -> bool:
    with socket.socket() as probe, suppress(OSError):
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))
        return True
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
