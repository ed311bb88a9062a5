"""Three nodes and HAProxy on this machine, as `chaperone ha configure` sets them up, and what befalls them."""

import json
import os
import random
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPSConnection
from pathlib import Path
from typing import Any

import psutil
import psycopg

from chaperone.cli.ha import files
from chaperone.cli.ha.cluster import Cluster, Node, Watchdog
from chaperone.cli.ha.cluster import programs as look_at
from chaperone.database import binaries, placement

NAMES = ("one", "two", "three")
PATRONI = Path(__file__).parents[3] / ".venv-ha"
_START_SECONDS = 180.0
_POLL = 0.1


def wait_for(what: Callable[[], Any], *, seconds: float = _START_SECONDS) -> Any:
    """What ``what()`` returned once it was true; fails the test when it stays false."""
    until = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < until, f"waited {seconds:.0f} s in vain for {what}"
        time.sleep(_POLL)
    return found


@dataclass
class RunningCluster:
    """The processes of a cluster. Nodes are named one, two, three."""

    made: Cluster
    user: placement.Runner
    environment: dict[str, str]
    _running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """CHAPERONE_DATABASE_URL, by HAProxy."""
        return (self.made.out / "database-url").read_text().strip()

    def start(self) -> None:
        for name in NAMES:
            self._start(f"nodes/{name}", "etcd")
        for name in NAMES:
            self._start(f"nodes/{name}", "patroni")
        self._start("application", "haproxy")
        self.wait_until_whole()

    def stop(self) -> None:
        """At once: it is thrown away. PostgreSQL is told, so that it gives its memory back."""
        postmasters = []
        for name in NAMES:
            self.signal(name, signal.SIGCONT)
            if patroni := self._running.get(f"nodes/{name}/patroni"):
                patroni.kill()
            with suppress(psutil.Error, FileNotFoundError, ValueError):
                postmasters.append(self._postmaster(name))
                postmasters[-1].send_signal(signal.SIGQUIT)
        for process in psutil.wait_procs(postmasters, timeout=10)[1]:
            process.kill()
        for running in self._running.values():
            running.kill()
            running.wait()

    def members(self) -> list[dict[str, Any]]:
        """What the first node that answers says of all; empty while none does."""
        for node in self.made.nodes:
            with suppress(OSError, HTTPException, ValueError, KeyError):
                return list(self._ask(node)["members"])
        return []

    def leader(self) -> str:
        """Who leads, waited for."""
        return str(
            wait_for(lambda: next((m["name"] for m in self.members() if m["role"] == "leader"), ""))
        )

    def wait_until_whole(self) -> None:
        """One leads, one has every commit, one follows; all run."""
        wait_for(self._is_whole)
        with self.connect() as connection:
            connection.execute("select 1")

    def connect(self, **also: Any) -> psycopg.Connection[Any]:
        """As the administrator, to whichever node leads."""
        return wait_for(lambda: _try_to(self.url, **{"dbname": "postgres", **also}))

    def connect_as_superuser(self, name: str, dbname: str = "postgres") -> psycopg.Connection[Any]:
        """On the node itself, by its socket."""
        node = self.made.out / "nodes" / name
        lines = (node / "patroni.yml").read_text().splitlines()
        password = lines[lines.index("      username: postgres") + 1].split('"')[1]
        return psycopg.connect(
            host=str(node / "data" / "socket"),
            dbname=dbname,
            user="postgres",
            password=password,
            autocommit=True,
        )

    def log(self, folder: str, program: str) -> str:
        return (self.made.out / folder / f"{program}.log").read_text(errors="replace")

    # What befalls a node

    def kill_postgresql(self, name: str) -> None:
        self._postmaster(name).kill()

    def kill_node(self, name: str) -> None:
        """PostgreSQL and its supervisor at once, as when a machine dies."""
        self._running[f"nodes/{name}/patroni"].kill()
        self.kill_postgresql(name)

    def restart_node(self, name: str) -> None:
        self._running[f"nodes/{name}/patroni"].wait()
        self._start(f"nodes/{name}", "patroni")

    def freeze(self, name: str) -> None:
        self.signal(name, signal.SIGSTOP)

    def thaw(self, name: str) -> None:
        self.signal(name, signal.SIGCONT)

    def signal(self, name: str, number: signal.Signals) -> None:
        """Sends it to Patroni and to every process of PostgreSQL of the node."""
        patroni = self._running.get(f"nodes/{name}/patroni")
        found = [patroni.pid] if patroni else []
        with suppress(psutil.Error, FileNotFoundError, ValueError):
            postmaster = self._postmaster(name)
            found += [postmaster.pid, *(each.pid for each in postmaster.children(recursive=True))]
        for pid in found:
            with suppress(ProcessLookupError):
                os.kill(pid, number)

    def switch_over(self, name: str) -> None:
        """A planned move, away from the node."""
        python = str(Path(self.environment["PYTHONHOME"]) / "bin" / "python3.11")
        command = [python, "-c", "from patroni.ctl import ctl; ctl()", "-c", self._any_node()]
        subprocess.run(
            [*command, "switchover", "--leader", name, "--force"],
            check=True,
            capture_output=True,
            **self._identity(),
        )
        wait_for(lambda: self.leader() != name)

    def stop_etcd(self, name: str) -> None:
        process = self._running[f"nodes/{name}/etcd"]
        process.kill()
        process.wait()

    def start_etcd(self, name: str) -> None:
        self._start(f"nodes/{name}", "etcd")

    def _is_whole(self) -> bool:
        members = self.members()
        roles = sorted(member["role"] for member in members)
        states = {member["state"] for member in members}
        return roles == ["leader", "replica", "sync_standby"] and states <= {"running", "streaming"}

    def _ask(self, node: Node) -> dict[str, Any]:
        """As HAProxy does: over TLS, with a certificate of the cluster's authority."""
        tls = self.made.out / "application" / "tls"
        context = ssl.create_default_context(cafile=str(tls / "ca.crt"))
        context.load_cert_chain(tls / "client.pem")
        connection = HTTPSConnection(
            node.host, int(files.PORTS["rest"]), timeout=3, context=context
        )
        try:
            connection.request("GET", "/cluster")
            return dict(json.loads(connection.getresponse().read()))
        finally:
            connection.close()

    def _postmaster(self, name: str) -> psutil.Process:
        path = self.made.out / f"nodes/{name}/data/postgresql/postmaster.pid"
        return psutil.Process(int(path.read_text().splitlines()[0]))

    def _any_node(self) -> str:
        return str(self.made.out / "nodes" / "three" / "patroni.yml")

    def _start(self, folder: str, program: str) -> None:
        place = self.made.out / folder
        with (place / f"{program}.log").open("ab") as log:
            self._running[f"{folder}/{program}"] = subprocess.Popen(
                [str(place / "start"), program],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self._identity(),
            )

    def _identity(self) -> dict[str, Any]:
        found = dict(self.user.identity)
        return found | {"env": self.user.identity["env"] | self.environment}


@contextmanager
def running_cluster(programs: Path | None = None) -> Iterator[RunningCluster]:
    """Started in a temporary folder, on addresses of its own; gone at the end."""
    user = placement.runner()
    with tempfile.TemporaryDirectory(prefix="chaperone-ha-", dir="/tmp") as folder:
        place = Path(folder)
        place.chmod(0o711)
        cluster = RunningCluster(
            _made(place / "cluster", programs or _programs(place, user)),
            user,
            _patroni(place, user),
        )
        for path in [cluster.made.out, *cluster.made.out.rglob("*")]:
            user.owns(path)
        try:
            cluster.start()
            yield cluster
        finally:
            cluster.stop()


def _made(out: Path, programs: Path) -> Cluster:
    second, third = random.SystemRandom().sample(range(1, 250), 2)
    nodes = tuple(Node(name, f"127.{second}.{third}.{n}") for n, name in enumerate(NAMES, 1))
    made = Cluster(
        nodes=nodes,
        proxy=f"127.{second}.{third}.4",
        clients=(),
        programs=look_at(programs),
        watchdog=Watchdog.OFF,
        out=out,
    )
    files.write(made)
    return made


def _programs(place: Path, user: placement.Runner) -> Path:
    found = binaries.installed()
    return found if placement.can_enter(user, found) else binaries.copy_into(place / "programs")


def _patroni(place: Path, user: placement.Runner) -> dict[str, str]:
    """How Patroni is run: from its own environment, or a copy where PostgreSQL's user may not enter."""
    packages = PATRONI / "lib" / "python3.11" / "site-packages"
    assert packages.exists(), "The tests of several nodes need Patroni: make .venv-ha/installed"
    for program in ("etcd", "haproxy"):
        assert shutil.which(program), f"The tests of several nodes need the package of {program}."
    if not placement.can_enter(user, packages):
        packages = shutil.copytree(packages, place / "patroni")
    python = _python(place, user)
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
        "PYTHONPATH": str(packages),
        "PYTHONHOME": str(python),
        "LD_LIBRARY_PATH": str(python / "lib"),
        "PATRONI": f"{python}/bin/python3.11 -m patroni",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _python(place: Path, user: placement.Runner) -> Path:
    """The Python of these tests, or a copy of what Patroni needs of it where it is in a closed home."""
    base = Path(sys.base_prefix)
    if placement.can_enter(user, base / "bin"):
        return base
    left_out = shutil.ignore_patterns(
        "test", "tests", "site-packages", "__pycache__", "*.a", "idlelib"
    )
    (place / "python" / "bin").mkdir(parents=True)
    shutil.copy2(base / "bin" / "python3.11", place / "python" / "bin")
    shutil.copytree(base / "lib" / "python3.11", place / "python/lib/python3.11", ignore=left_out)
    for library in (base / "lib").glob("libpython*"):
        shutil.copy2(library, place / "python" / "lib")
    return place / "python"


def _try_to(dsn: str, **also: Any) -> psycopg.Connection[Any] | None:
    try:
        return psycopg.connect(dsn, connect_timeout=3, autocommit=True, **also)
    except psycopg.OperationalError:
        return None
