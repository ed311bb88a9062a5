"""The whole of a restore, step by step: everything is looked at first, then an empty place filled.

45 CFR 164.308(a)(7)(ii)(B). Whatever fails leaves the place empty again; who is killed leaves a
mark, on which nothing starts, and the next try begins anew.
"""

import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from chaperone.continuity.restoring import fitting
from chaperone.continuity.restoring.errors import CountsDiffer, NoRoom, NotSettled, NotVerified
from chaperone.continuity.restoring.filling import fill
from chaperone.continuity.restoring.keys import RootKey, put_root_key, root_key_id
from chaperone.continuity.restoring.place import Place
from chaperone.continuity.restoring.reading import Contents, look_through
from chaperone.database.address import DATABASE, Address, passwords_file
from chaperone.database.passwords import load_or_create
from chaperone.files.private import write_private
from chaperone.merkle.audit.checkpoints import Checkpoint

STEPS = ("read", "fit", "begin", "database", "counts", "upgrade", "settle", "verify", "end")
_ENOSPC = 28
Say = Callable[[str], None]


@dataclass(slots=True)
class Report:
    """What came of it. ``seconds``: of each step; ``rows``: that were restored; the rest as
    ``settling`` tells it.
    """

    backup: str
    made_at: str
    seconds: dict[str, float] = field(default_factory=dict)
    rows: int = 0
    ledger_size: int = 0
    settled: dict[str, Any] = field(default_factory=dict)


def run(
    file: Path,
    folder: Path,
    *,
    identity: str,
    root_key: RootKey | None = None,
    mirrors: Sequence[Path] = (),
    keep: bool = True,
    say: Say = lambda _: None,
) -> Report:
    """Restores a backup into an empty data folder, which may be started then.

    ``identity``: the age secret that opens the file; ``root_key``: the root key's file, or the key
    out of shares, unless a key service holds it. ``mirrors``: folders of the ledger's mirror
    outside: what came after the backup is brought back from the one that holds most. ``keep``
    False: the place is emptied in the end.
    Raises ``RestoreRefused`` or ``Unreadable`` with the reason, before anything is written where
    that can be known; else the place is empty again.
    """
    place, clock = Place(folder.absolute()), _Clock(say)
    place.check()
    with clock.step("read", "Reading and checking all of the backup."):
        contents = look_through(file, identity)
    with clock.step("fit", "Checking version, keys, mirror and room."):
        fitting.check_version(contents)
        fitting.check_root_key(contents, root_key_id(contents.settings, root_key))
        fitting.log_key_of(contents)
        outside = [fitting.verified(mirror, contents) for mirror in mirrors]
        fitting.check_room(contents, place.root)
    report = Report(contents.backup, str(contents.header["made_at"]), clock.seconds)
    try:
        place.begin(report.backup)
        _restore(file, identity, place, contents, root_key, outside, report, clock)
        place.finish()
    except OSError as error:
        place.empty()
        if error.errno == _ENOSPC:
            raise NoRoom from error
        raise
    except BaseException:
        place.empty()
        raise
    if not keep:
        place.empty()
    return report


def _restore(
    file: Path,
    identity: str,
    place: Place,
    contents: Contents,
    root_key: RootKey | None,
    outside: list[fitting.Mirrored],
    report: Report,
    clock: "_Clock",
) -> None:
    _write_configuration(place, contents, root_key)
    passwords = load_or_create(passwords_file(place.root))
    server = place.server()
    server.start()
    try:
        place.step(report.backup, "database")
        with clock.step("database", "Filling the database, files and mirror."):
            address = fill(file, identity, place, server, passwords, DATABASE)
        with clock.step("counts", "Counting."):
            report.rows = _count(address, passwords, contents)
        processes = _Processes(place, address, passwords)
        place.step(report.backup, "upgrade")
        with clock.step("upgrade", "Bringing the schema up to date."):
            processes.run("owner", ["serve", "upgrade"])
        place.step(report.backup, "settle")
        with clock.step("settle", "Making good what came after the backup."):
            known = _known(place, contents, outside)
            report.settled = _settle(processes, report, known)
        place.step(report.backup, "verify")
        with clock.step("verify", "Verifying the ledger against its mirrors."):
            report.ledger_size = _verify(processes, place, [each.folder for each in outside])
    finally:
        server.stop()


def _write_configuration(place: Place, contents: Contents, root_key: RootKey | None) -> None:
    for name, content in contents.configuration.items():
        path = place.root / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_private(path, content)
    if not place.django_key.exists():
        write_private(place.django_key, secrets.token_urlsafe(50) + "\n")
    settings = contents.settings
    settings["database"] = "embedded"
    put_root_key(settings, root_key, place)
    write_private(place.config, json.dumps(settings, indent=1) + "\n")


def _count(address: Address, passwords: Mapping[str, str], contents: Contents) -> int:
    """Rows of each table against the manifest. Raises ``CountsDiffer``."""
    total = 0
    with psycopg.connect(address.dsn("backup", passwords["backup"])) as connection:
        for table, rows in (contents.manifest.get("rows") or {}).items():
            name = psycopg.sql.Identifier(*str(table).split("."))
            query = psycopg.sql.SQL("select count(*) from {}").format(name)
            found = (connection.execute(query).fetchone() or [0])[0]
            if found != rows:
                raise CountsDiffer(f"({table}: {found} rows and not {rows})")
            total += found
    return total


def _known(
    place: Place, contents: Contents, outside: list[fitting.Mirrored]
) -> fitting.Mirrored | None:
    """The mirror that holds most, of those outside and the one in the backup itself."""
    own = (place.mirror / "checkpoint").exists()
    mirrored = [*outside, *([fitting.verified(place.mirror, contents)] if own else [])]
    return max(mirrored, key=lambda each: each.head.size, default=None)


def _settle(
    processes: "_Processes", report: Report, known: fitting.Mirrored | None
) -> dict[str, Any]:
    head = known.head if known else Checkpoint("", 0, bytes(32))
    asked = {
        "backup": report.backup,
        "made_at": report.made_at,
        "mirror": str(known.folder.absolute()) if known else None,
        "bound": [head.size, head.root.hex()],
    }
    said = processes.run("owner", ["serve", "settle"], given=json.dumps(asked))
    found: dict[str, Any] = json.loads(said.strip().splitlines()[-1])
    return found


def _verify(processes: "_Processes", place: Place, outside: list[Path]) -> int:
    names = [f"--mirror={folder}" for folder in (place.mirror, *outside)]
    said = processes.run("auditor", ["ledger", "verify", "--json", *names], refused=NotVerified)
    return int(json.loads(said.strip().splitlines()[-1])["size"])


class _Processes:
    """Programs of our own on the restored installation, each with its own login."""

    def __init__(self, place: Place, address: Address, passwords: Mapping[str, str]) -> None:
        self._place, self._address, self._passwords = place, address, passwords

    def run(
        self,
        login: str,
        words: Sequence[str],
        *,
        given: str = "",
        refused: type[NotSettled | NotVerified] = NotSettled,
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
        )
        if result.returncode:
            lines = (
                result.stderr.strip() or result.stdout.strip() or "It said nothing."
            ).splitlines()
            raise refused(lines[-1])
        return result.stdout


class _Clock:
    def __init__(self, say: Say) -> None:
        self.seconds: dict[str, float] = {}
        self._say = say

    @contextmanager
    def step(self, name: str, sentence: str) -> Iterator[None]:
        self._say(sentence)
        began = time.monotonic()
        yield
        self.seconds[name] = round(time.monotonic() - began, 2)


def as_plain(report: Report) -> dict[str, Any]:
    """As JSON values."""
    return asdict(report)
