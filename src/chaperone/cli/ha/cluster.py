"""What a cluster consists of, checked before anything is written."""

import re
import subprocess
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address, ip_network
from pathlib import Path

from chaperone.cli.ha.errors import (
    ClientsMissing,
    HostRefused,
    NetworkRefused,
    NodeRefused,
    NodesUneven,
    OutNotEmpty,
    ProgramsMissing,
    ProgramsUnsaid,
    SpeaksNoTls,
)
from chaperone.database import binaries

_NAME = re.compile(r"[a-z][a-z0-9-]{0,30}")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")
_ENOUGH = (3, 5)
_HOME, _DATA = Path("/etc/chaperone-ha"), Path("/var/lib/chaperone-ha")


class Watchdog(StrEnum):
    """What Patroni does with /dev/watchdog."""

    REQUIRED = "required"
    AUTOMATIC = "automatic"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Programs:
    """The PostgreSQL of the nodes. ``folder``: where they have it."""

    folder: Path
    tls: bool
    major: int | None


@dataclass(frozen=True, slots=True)
class Node:
    """A machine of the database: what it is called, and where the others reach it."""

    name: str
    host: str

    @property
    def is_here(self) -> bool:
        """Whether it is an address of this machine alone."""
        return _is_loopback(self.host)

    @property
    def network(self) -> str:
        """Its address as pg_hba.conf writes it."""
        try:
            return str(ip_network(self.host))
        except ValueError:
            return self.host


@dataclass(frozen=True, slots=True)
class Cluster:
    """Everything that the files are made of. Raises ``HaError``."""

    nodes: tuple[Node, ...]
    proxy: str
    clients: tuple[str, ...]
    programs: Programs | None
    watchdog: Watchdog
    out: Path

    def __post_init__(self) -> None:
        _check_nodes(self.nodes)
        _check_host(self.proxy)
        for network in self.clients:
            try:
                ip_network(network)
            except ValueError as error:
                raise NetworkRefused(network=network) from error
        if self.out.exists() and (not self.out.is_dir() or any(self.out.iterdir())):
            raise OutNotEmpty(folder=self.out)
        if self.is_here:
            return
        if self.programs is None:
            raise ProgramsUnsaid
        if not self.programs.tls:
            raise SpeaksNoTls(folder=self.programs.folder)
        if not self.clients:
            raise ClientsMissing

    @property
    def is_here(self) -> bool:
        """Whether all of it runs on this machine, to be tried out."""
        return all(node.is_here for node in self.nodes)

    @property
    def postgresql(self) -> Programs:
        """The programs of the nodes: those that Chaperone brings, unless others are named."""
        return self.programs or _look_at(binaries.installed())

    def home(self, folder: str) -> Path:
        """Where a folder of ``out`` will be on its own machine."""
        return self.out / folder if self.is_here else _HOME

    def data(self, folder: str) -> Path:
        """Where its programs keep their data."""
        return self.out / folder / "data" if self.is_here else _DATA


def parse_node(word: str) -> Node:
    """From NAME=HOST. Raises ``NodeRefused`` and ``HostRefused``."""
    name, equals, host = word.partition("=")
    if not equals or not _NAME.fullmatch(name):
        raise NodeRefused(word=word)
    _check_host(host)
    return Node(name, host)


def programs(folder: Path | None) -> Programs | None:
    """What is known of PostgreSQL in a folder. On another machine all is believed: it is the
    platform's, which speaks TLS. Raises ``ProgramsMissing``.
    """
    if folder is None:
        return None
    if not folder.is_absolute():
        raise ProgramsMissing(folder=folder)
    return _look_at(folder) if (folder / "postgres").exists() else Programs(folder, True, None)


def _look_at(folder: Path) -> Programs:
    built = _ask(folder / "pg_config", "--configure")
    version = _ask(folder / "postgres", "--version")
    found = re.search(r"\(PostgreSQL\) (\d+)", version)
    return Programs(
        folder,
        tls="--with-openssl" in built or "--with-ssl" in built,
        major=int(found[1]) if found else None,
    )


def _ask(program: Path, word: str) -> str:
    try:
        return subprocess.run(  # noqa: S603 (PostgreSQL's own program, no shell)
            [program, word], check=True, capture_output=True, text=True
        ).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise ProgramsMissing(folder=program.parent) from error


def _check_nodes(nodes: tuple[Node, ...]) -> None:
    if len(nodes) not in _ENOUGH:
        raise NodesUneven(found=len(nodes))
    for node in nodes:
        same = [one for one in nodes if one.name == node.name or one.host == node.host]
        if len(same) > 1:
            raise NodeRefused(word=f"{node.name}={node.host}")


def _check_host(host: str) -> None:
    if not _HOST.fullmatch(host) and not _is_address(host):
        raise HostRefused(host=host)


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _is_loopback(host: str) -> bool:
    return _is_address(host) and ip_address(host).is_loopback
