"""An installation with a streaming replica, of which the primary is killed and brought back."""

import http.client
import json
import os
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
from psycopg.conninfo import make_conninfo

from chaperone.cli.code import totp
from chaperone.cli.folder import Config, DataFolder
from chaperone.crypto.providers.choosing import load
from chaperone.database import placement
from chaperone.database.address import Address, password
from chaperone.database.binaries import copy_into, installed
from tests.cli.conftest import free_port
from tests.conftest import TEMPLATE
from tests.journeys.stack import wait_for

STEP = 30


@dataclass
class Cluster:
    """A PostgreSQL on files that ``pg_basebackup`` made."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        user = placement.runner()
        settings = {
            "port": self.port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": self.folder.parent,
            "fsync": "off",
            "max_connections": 100,
        }
        said = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with (self.folder.parent / f"{self.port}.log").open("ab") as log:
            self.process = subprocess.Popen(
                [str(_programs(self.folder.parent) / "postgres"), "-D", str(self.folder), *said],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **user.identity,
            )

    def url(self, database: str = TEMPLATE) -> str:
        return f"postgresql:///{database}?host=127.0.0.1&port={self.port}"

    def dsn(self, login: str = "postgres") -> str:
        """As the cluster's superuser, or one of the logins."""
        if login == "postgres":
            return make_conninfo(
                os.environ["CHAPERONE_TEST_ADMIN"],
                host="127.0.0.1",
                port=self.port,
                dbname=TEMPLATE,
            )
        secret = password(Path(os.environ["CHAPERONE_DATA"]), login, {})
        return Address("127.0.0.1", str(self.port), TEMPLATE).dsn(login, secret)

    def answers(self) -> bool:
        try:
            with psycopg.connect(self.dsn(), connect_timeout=2):
                return True
        except psycopg.OperationalError:
            return False

    def kill(self) -> None:
        """As a machine that loses its power: every process of it at once."""
        assert self.process
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(30)

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(30)


def _programs(place: Path) -> Path:
    user = placement.runner()
    found = installed()
    return found if placement.can_enter(user, found) else copy_into(place / "programs")


def _copy(source: str, target: Cluster, *words: str) -> None:
    """Takes the files of a running cluster."""
    user = placement.runner()
    target.folder.mkdir(mode=0o700)
    user.owns(target.folder)
    command = [str(_programs(target.folder.parent) / "pg_basebackup"), "-D", str(target.folder)]
    subprocess.run(
        [*command, "-d", source, "-X", "stream", "-c", "fast", "--no-sync", *words],
        check=True,
        capture_output=True,
        cwd=target.folder,
        **user.identity,
    )


@dataclass
class City:
    """An installation whose primary is a cluster of its own, and a standby that streams from it."""

    data: Path
    primary: Cluster
    replica: Cluster
    port: int = field(default_factory=free_port)

    @property
    def demo(self) -> dict[str, Any]:
        return dict(json.loads((self.data / "secrets" / "demo.json").read_text()))

    @property
    def trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.data / "tls" / "ca.crt"))

    @property
    def environment(self) -> dict[str, str]:
        """Of a command that knows the data folder and where the primary is."""
        ours = {name: at for name, at in os.environ.items() if not name.startswith("CHAPERONE_")}
        ours.pop("DJANGO_SETTINGS_MODULE", None)
        return ours | {
            "CHAPERONE_DATA": str(self.data),
            "CHAPERONE_DATABASE_URL": self.primary.url(),
            "PYTHONPATH": str(Path(__file__).parents[3]),
        }

    @property
    def journal(self) -> Path:
        """The one that is written, or waits to join."""
        return next((self.data / "emergency").glob("*.journal"))

    def chaperone(self, *words: str) -> subprocess.CompletedProcess[str]:
        """The command, as people run it."""
        return subprocess.run(
            [sys.executable, "-m", "chaperone.cli", *words],
            env=self.environment,
            check=False,
            capture_output=True,
            text=True,
            timeout=180,
        )

    def python(self, *lines: str, login: str = "web") -> str:
        """Runs lines on the primary as the login would; gives what they print."""
        program = f"from chaperone.cli.lazy import ready_django\nready_django({login!r})\n"
        done = subprocess.run(
            [sys.executable, "-c", program + "\n".join(lines)],
            env=self.environment,
            check=False,
            capture_output=True,
            text=True,
            timeout=180,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def begin(self, *words: str) -> subprocess.CompletedProcess[str]:
        replica = ("--replica", self.replica.url(), "--reason", "the primary is away", "--yes")
        return self.chaperone("emergency", "start", *replica, "--port", str(self.port), *words)

    def caught_up(self) -> bool:
        """Whether the replica has everything that the primary has written."""
        try:
            with (
                psycopg.connect(self.primary.dsn()) as primary,
                psycopg.connect(self.replica.dsn()) as standby,
            ):
                now = primary.execute("select pg_current_wal_lsn()").fetchone()
                got = standby.execute(
                    "select pg_last_wal_replay_lsn() >= %s::pg_lsn", now
                ).fetchone()
                return bool(got and got[0])
        except psycopg.OperationalError:
            return False


@contextmanager
def city() -> Iterator[City]:
    """Primary and replica run and the replica has caught up; emergency mode has not begun."""
    with tempfile.TemporaryDirectory(prefix="chaperone-emergency-", dir="/tmp") as name:
        place = Path(name)
        place.chmod(0o711)
        placement.runner().owns(place)
        primary = Cluster(place / "primary", free_port())
        replica = Cluster(place / "replica", free_port())
        data = place / "data"
        shutil.copytree(
            os.environ["CHAPERONE_DATA"], data, ignore=shutil.ignore_patterns("emergency")
        )
        key = load({"provider": "file", "path": "root.key"}, data / "keys").key_id
        DataFolder(data).create(Config(root_key=key, database="own"))
        made = City(data, primary, replica)
        try:
            _copy(os.environ["CHAPERONE_TEST_ADMIN"], primary)
            primary.start()
            wait_for(primary.answers)
            _copy(primary.dsn(), replica, "-R")
            replica.start()
            wait_for(made.caught_up)
            yield made
        finally:
            if made.data.joinpath("run", "emergency.json").exists():
                made.chaperone("emergency", "stop", "--although-away")
            primary.stop()
            replica.stop()


@dataclass
class Browser:
    """A client over real TLS that keeps cookies, as a browser does."""

    city: City
    port: int
    agent: str = "tests"
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> tuple[int, str]:
        return self._ask("GET", path)

    def post(self, path: str, form: dict[str, str]) -> tuple[int, str]:
        return self._ask("POST", path, form)

    def sign_in(self, email: str, code: str | None = None) -> tuple[int, str]:
        """With password and the code of now, or with ``code``."""
        person = next(each for each in self.city.demo["sign_ins"] if each["email"] == email)
        _, page = self.get("/accounts/login/")
        token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        return self.post(
            "/accounts/login/",
            {
                "csrfmiddlewaretoken": token,
                "login": email,
                "password": person["password"],
                # Of the next step, as a phone whose clock is ahead shows it: those that had begun
                # before emergency mode did are not taken.
                "code": code or code_of(self.city, email, steps=1),
            },
        )

    def _ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        connection = http.client.HTTPSConnection(
            "localhost", self.port, timeout=30, context=self.city.trust
        )
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "User-Agent": self.agent,
            "Referer": f"https://localhost:{self.port}/",
        }
        body = None
        if form is not None:
            body = urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        page = response.read().decode()
        for value in response.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(value).items():
                self.cookies[name] = morsel.value
        connection.close()
        return response.status, page


def code_of(city: City, email: str, *, steps: int = 0) -> str:
    person = next(each for each in city.demo["sign_ins"] if each["email"] == email)
    return totp(person["totp_secret"], time.time() + STEP * steps)
