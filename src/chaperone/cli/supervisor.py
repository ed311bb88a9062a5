"""Runs one installation: PostgreSQL, web, workers, sequencer. Keeps them alive, stops them all."""

import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from types import FrameType

from chaperone.cli import certificates, health, own_server, state
from chaperone.cli.children import Child
from chaperone.cli.errors import NotHealthy
from chaperone.cli.folder import EMBEDDED, OWN, Config, DataFolder
from chaperone.cli.processes import PROCESSES, Process, environment
from chaperone.cli.readiness import Database, make_ready
from chaperone.cli.secrets import make_secrets
from chaperone.continuity.backups import keys as backup_keys
from chaperone.database import address as addresses
from chaperone.database.address import DATABASE, Address
from chaperone.database.errors import DatabaseError
from chaperone.database.passwords import load_or_create
from chaperone.database.server import Server
from chaperone.files.errors import PrivateFileError
from chaperone.telemetry import crashes, metrics

_LOOK_SECONDS = 0.2
_STOP_SECONDS = 10.0
_DATABASE_PAUSE = 1.0
_HEALTHY_SECONDS = 120.0
# In this order: no new requests first, and who records what the others did last.
_STOP_ORDER = ("web", "backup", "asker", "worker", "sequencer", "forwarder", "archiver")


class Supervisor:
    """One start of an installation. `say` gets sentences for a person."""

    def __init__(
        self,
        folder: DataFolder,
        config: Config,
        *,
        server: Server | None,
        say: Callable[[str], None],
        processes: Sequence[Process] = PROCESSES,
    ) -> None:
        self._folder = folder
        self._config = config
        self._server = server
        self._say = say
        self._processes = processes
        self._children: list[Child] = []
        self._stopping = threading.Event()
        self._database_restarts = 0
        self._healthy = False
        self._told = True

    @property
    def url(self) -> str:
        """Where people reach the web server."""
        return f"https://localhost:{self._config.port}"

    def run(self, when_healthy: Callable[[], None]) -> None:
        """Start everything, keep it alive until a signal, stop everything.

        Raises what `make_ready` and `Server.start` raise, and NotHealthy.
        """
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        self._folder.create(self._config)
        lock = state.take_lock(self._folder)
        try:
            self._start()
            if self._wait_until_healthy():
                self._healthy = True
                self._tell()
                when_healthy()
                self._watch()
        finally:
            self._stop()
            lock.release()

    def lend(self, work: Callable[[], None]) -> None:
        """Bring the database up, do `work` on it, and stop it: for a command while nothing runs.

        Raises what `make_ready` and `Server.start` raise.
        """
        self._folder.create(self._config)
        lock = state.take_lock(self._folder)
        try:
            self._start()
            work()
        finally:
            self._stop()
            lock.release()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self._stopping.set()

    def _start(self) -> None:
        crashes.no_core_dumps()
        metrics.begin(self._folder.metrics)
        root_key = make_secrets(self._folder)
        certificates.ensure(self._folder.tls)
        backup_keys.ensure_pair(self._folder.root)
        if self._stopping.is_set():
            return
        database = self._start_database()
        if self._stopping.is_set():
            return
        # From here on data may be sealed with it, so a start with another key must be refused.
        config = replace(self._config, root_key=root_key.key_id)
        self._folder.create(config)
        self._say("Checking the database.")
        for sentence in make_ready(
            self._folder, database, root_key=root_key, demo=config.demo, url=self.url
        ):
            self._say(sentence)
        self._folder.create(replace(config, database=EMBEDDED if self._server else OWN))
        if self._stopping.is_set():
            return
        self._children = [self._child(process, database) for process in self._processes]
        for child in self._children:
            child.start()
        self._tell()

    def _child(self, process: Process, database: Database) -> Child:
        told = environment(
            process,
            data=self._folder.root,
            url=self.url,
            demo=self._config.demo,
            address=database.address,
            passwords=database.passwords,
        )
        return Child(process, environment=told, logs=self._folder.logs)

    def _start_database(self) -> Database:
        passwords = load_or_create(self._folder.passwords)
        if self._server is None:
            url = os.environ["CHAPERONE_DATABASE_URL"]
            database = Database(own_server.way_in(url), Address.parse(url), passwords)
        else:
            self._say("Starting PostgreSQL.")
            self._server.start()
            address = replace(Address.parse(self._server.address_dsn), database=DATABASE)
            database = Database(self._server.admin_dsn, address, passwords)
        addresses.announce(self._folder.root, database.address)
        return database

    def _wait_until_healthy(self) -> bool:
        """True when the web server answers; False when asked to stop before that."""
        until = time.monotonic() + _HEALTHY_SECONDS
        while not self._stopping.wait(_LOOK_SECONDS / 4):
            self._revive()
            if health.answers(self._folder, self._config.port):
                return True
            if time.monotonic() > until:
                raise NotHealthy(reason="The web server does not answer.", logs=self._folder.logs)
        return False

    def _watch(self) -> None:
        while not self._stopping.wait(_LOOK_SECONDS):
            self._revive()

    def _revive(self) -> None:
        before = [child.pid for child in self._children]
        database_is_new = self._revive_database()
        for child in self._children:
            if sentence := child.revive():
                self._say(sentence)
        if database_is_new or before != [child.pid for child in self._children]:
            self._told = False
        if not self._told:
            self._tell()

    def _revive_database(self) -> bool:
        """Whether PostgreSQL had ended and was started again."""
        if self._server is None or not self._server.has_ended():
            return False
        self._say("PostgreSQL ended; starting it again.")
        self._database_restarts += 1
        try:
            self._server.start()
        except DatabaseError as error:
            self._say(str(error))
            self._stopping.wait(_DATABASE_PAUSE)
            return False
        return True

    def _tell(self) -> None:
        processes = [
            {"name": child.process.name, "pid": child.pid, "restarts": child.restarts}
            for child in self._children
        ]
        if self._server and (found := self._server.running()):
            processes.insert(
                0, {"name": "postgresql", "pid": found.pid, "restarts": self._database_restarts}
            )
        told = {"url": self.url, "healthy": self._healthy, "processes": processes}
        # What cannot be written now, on a full disk say, is no reason to stop; it is told later.
        with suppress(PrivateFileError):
            state.write(self._folder, told)
            self._told = True

    def _stop(self) -> None:
        for kind in _STOP_ORDER:
            group = [child for child in self._children if child.process.name.startswith(kind)]
            for child in group:
                child.ask_to_stop()
            until = time.monotonic() + _STOP_SECONDS
            for child in group:
                child.ensure_stopped(until)
        addresses.withdraw(self._folder.root)
        if self._server:
            self._server.stop()
        state.clear(self._folder)
