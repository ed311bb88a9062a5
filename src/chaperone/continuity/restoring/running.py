"""The whole of a restore, step by step: everything is looked at first, then an empty place filled.

45 CFR 164.308(a)(7)(ii)(B). Whatever fails leaves the place empty again; who is killed leaves a
mark, on which nothing starts, and the next try begins anew.
"""

import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from chaperone.continuity.restoring import fitting
from chaperone.continuity.restoring.databases import Dumped, Moment, Source, looked_at
from chaperone.continuity.restoring.errors import NoRoom, NotUpgraded, NotVerified
from chaperone.continuity.restoring.keys import RootKey, put_root_key, root_key_id
from chaperone.continuity.restoring.own import OwnDatabase
from chaperone.continuity.restoring.place import Place
from chaperone.continuity.restoring.processes import Clock, Processes, Say
from chaperone.continuity.restoring.reading import Contents, look_through
from chaperone.database import binaries
from chaperone.database.address import passwords_file
from chaperone.database.passwords import load_or_create
from chaperone.files.private import write_private
from chaperone.merkle.audit.checkpoints import Checkpoint

STEPS = ("read", "fit", "begin", "database", "counts", "upgrade", "settle", "verify", "end")
_ENOSPC = 28


@dataclass(slots=True)
class Report:
    """What came of it. ``at``: the moment that the database is of again; ``base``: the copy in the
    archive that it began from, where one was used. ``seconds``: of each step; ``rows``: that were
    restored; ``missing``: what an administrator of the server has to add, in sentences; the rest
    as ``settling`` tells it.
    """

    backup: str
    made_at: str
    at: str
    base: str = ""
    seconds: dict[str, float] = field(default_factory=dict)
    rows: int = 0
    missing: list[str] = field(default_factory=list)
    ledger_size: int = 0
    settled: dict[str, Any] = field(default_factory=dict)


def run(
    file: Path,
    folder: Path,
    *,
    identity: str,
    root_key: RootKey | None = None,
    mirrors: Sequence[Path] = (),
    log_key: bytes | None = None,
    moment: Moment | None = None,
    own: OwnDatabase | None = None,
    keep: bool = True,
    say: Say = lambda _: None,
) -> Report:
    """Restores a backup into an empty data folder, which may be started then.

    ``identity``: the age secret that opens the file; ``root_key``: the root key's file, or the key
    out of shares, unless a key service holds it. ``mirrors``: folders of the ledger's mirror
    outside: what came after the backup is brought back from the one that holds most. ``log_key``:
    the one that signs the ledger since it was changed after the backup. ``moment``:
    the database comes out of an archive, as it was then, and all else out of the backup. ``own``:
    the database goes to a server of one's own, and not together with a moment. ``keep`` False: the
    place is emptied in the end.
    Raises ``RestoreRefused``, ``BackupError`` or ``ArchiveError`` with the reason, before anything
    is written where that can be known; else the place is empty again.
    """
    assert not (own and moment)
    place, clock = Place(folder.absolute(), own), Clock(say)
    place.check()
    with clock.step("read", "Reading and checking all of the backup."):
        contents = look_through(file, identity)
        source: Source = Dumped(file, identity, contents)
    with clock.step("fit", "Checking version, keys, mirror and room."):
        fitting.check_version(contents, own.version() if own else binaries.MAJOR)
        fitting.check_root_key(contents, root_key_id(contents.settings, root_key))
        fitting.log_key_of(contents)
        outside = [fitting.verified(mirror, contents) for mirror in mirrors]
        fitting.go_on_signing(contents, fitting.newest(outside), log_key)
    if moment:
        with clock.step("archive", "Reading and checking all that is needed of the archive."):
            source = looked_at(file, identity, contents, moment)
    fitting.check_room(source.room(place), place.root)
    made_at = contents.made_at.isoformat()
    report = Report(contents.backup, made_at, made_at, source.base, clock.seconds)
    try:
        place.begin(report.backup)
        _restore(place, contents, source, root_key, outside, report, clock)
        place.finish(str(contents.settings.get("root_key", "")))
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
    place: Place,
    contents: Contents,
    source: Source,
    root_key: RootKey | None,
    outside: list[fitting.Mirrored],
    report: Report,
    clock: Clock,
) -> None:
    _write_configuration(place, contents, root_key)
    passwords = load_or_create(passwords_file(place.root))
    server = place.server()
    if place.own:
        report.missing += place.own.claim(place.token, passwords)
    try:
        place.step(report.backup, "database")
        with clock.step("database", "Filling the database, files and mirror."):
            address = source.fill(place, server, passwords)
        report.at = source.at.isoformat()
        with clock.step("counts", "Counting."):
            report.rows = source.count(address, passwords)
        processes = Processes(place, address)
        place.step(report.backup, "upgrade")
        with clock.step("upgrade", "Bringing the schema up to date."):
            processes.run("owner", ["serve", "upgrade"], refused=NotUpgraded)
        place.step(report.backup, "settle")
        with clock.step("settle", "Making good what came after it."):
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
    settings["database"] = "own" if place.own else "embedded"
    put_root_key(settings, root_key, place)
    write_private(place.config, json.dumps(settings, indent=1) + "\n")


def _known(
    place: Place, contents: Contents, outside: list[fitting.Mirrored]
) -> fitting.Mirrored | None:
    """The mirror that holds most, of those outside and the one in the backup itself."""
    own = (place.mirror / "checkpoint").exists()
    mirrored = [*outside, *([fitting.verified(place.mirror, contents)] if own else [])]
    return fitting.newest(mirrored)


def _settle(processes: Processes, report: Report, known: fitting.Mirrored | None) -> dict[str, Any]:
    head = known.head if known else Checkpoint("", 0, bytes(32))
    asked = {
        "backup": report.backup,
        "made_at": report.at,
        "base": report.base,
        "mirror": str(known.folder.absolute()) if known else None,
        "bound": [head.size, head.root.hex()],
    }
    said = processes.run("owner", ["serve", "settle"], given=json.dumps(asked))
    found: dict[str, Any] = json.loads(said.strip().splitlines()[-1])
    return found


def _verify(processes: Processes, place: Place, outside: list[Path]) -> int:
    names = [f"--mirror={folder}" for folder in (place.mirror, *outside)]
    said = processes.run("auditor", ["ledger", "verify", "--json", *names], refused=NotVerified)
    return int(json.loads(said.strip().splitlines()[-1])["size"])


def as_plain(report: Report) -> dict[str, Any]:
    """As JSON values."""
    return asdict(report)
