"""The embedded server's files as they were at a moment, out of the archive into an empty place."""

import re
import shutil
import tarfile
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_urlsafe
from typing import NamedTuple

import psycopg
import pyrage
from psycopg import sql

from chaperone.continuity.archiving import handing
from chaperone.continuity.archiving.errors import (
    NoBase,
    NotRecovered,
    PlaceTaken,
    SegmentUnsuitable,
    TimeNotReached,
)
from chaperone.continuity.archiving.giving import Giver
from chaperone.continuity.archiving.names import Base, Contents, read
from chaperone.continuity.archiving.packing import unpack
from chaperone.continuity.backups.streams import Pump, Writable
from chaperone.continuity.backups.targets.target import Target
from chaperone.database import cluster, placement
from chaperone.database.errors import StartFailed
from chaperone.database.server import Server
from chaperone.files.private import write_private

_PATIENCE = 6 * 3600.0
_HBA = "recovery_hba.conf"
_LEFT = (handing.WANTED, handing.GIVEN, handing.ABSENT)
_LAST = re.compile(r"last completed transaction was at log time ([0-9-]+ [0-9:.]+\+00|[^\n]+)")
_ENDS_EARLIER = "recovery ended before configured recovery target was reached"


class Recovered(NamedTuple):
    """``reached``: when the last transaction that is there was committed; None where none was
    after the copy. ``pieces``: of the log, and ``seconds`` for all of it.
    """

    base: Base
    reached: datetime | None
    pieces: int
    seconds: float


def recover(
    *,
    target: Target,
    folder: Path,
    password_file: Path,
    identity: pyrage.x25519.Identity,
    to: datetime | None = None,
    system: str = "",
) -> Recovered:
    """Make the server's ``folder`` as it was at ``to`` (with a zone); all that is there without.

    ``password_file``: gets a new password of the administrator; the logins' own are set anew by
    the next start. ``system``: which database, where the archive holds several. The server does not
    run afterwards. Raises ``ArchiveError`` with a sentence, and leaves nothing behind then.
    """
    began = time.monotonic()
    contents = chosen(read(target.names()), system)
    base = base_for(contents, to)
    if folder.exists() and any(folder.iterdir()):
        raise PlaceTaken(f"({folder})")
    try:
        place = _prepare(folder)
        _unpack_base(place, base, target, identity)
        reached, pieces = _replay(folder, place, password_file, contents, target, identity, to)
    except BaseException:
        _clear(folder)
        raise
    return Recovered(base, reached, pieces, time.monotonic() - began)


def chosen(found: Mapping[str, Contents], system: str) -> Contents:
    """The database that is meant. Raises ``NoBase`` where that is not clear."""
    if system in found:
        return found[system]
    if system or len(found) != 1:
        raise NoBase(f"It holds these databases: {', '.join(sorted(found)) or 'none'}.")
    return next(iter(found.values()))


def base_for(contents: Contents, to: datetime | None) -> Base:
    """The newest copy that ended before ``to``. Raises ``NoBase``."""
    before = [base for base in contents.bases if to is None or base.ended_at <= to]
    if not before:
        first = contents.bases[0].ended_at if contents.bases else None
        raise NoBase(f"The first moment is {first:%Y-%m-%d %H:%M:%S} UTC." if first else "")
    return before[-1]


def _prepare(folder: Path) -> Path:
    user = placement.runner()
    folder.parent.mkdir(parents=True, exist_ok=True)
    place = placement.settled(folder, user) or placement.settle_elsewhere(folder, user)
    cluster.prepare_folder(place, user)
    for name in _LEFT:
        (place / name).mkdir(mode=0o700)
        user.owns(place / name)
    return place


def _unpack_base(place: Path, base: Base, target: Target, identity: pyrage.x25519.Identity) -> None:
    user = placement.runner()
    files = place / "cluster.partial"
    files.mkdir(mode=0o700)
    with target.open(base.copy.name) as packed:

        def work(writer: Writable) -> None:
            unpack(packed, writer, identity)

        try:
            with Pump(work) as stream, tarfile.open(fileobj=stream, mode="r|") as tar:
                # Python 3.11 has this filter from its fourth release on.
                tar.extraction_filter = getattr(tarfile, "data_filter", None)
                tar.extractall(files)  # noqa: S202
                # To the end of the stream: its last bytes prove that nothing was cut off.
                while stream.read(1 << 20):
                    pass
        except tarfile.TarError as problem:
            raise SegmentUnsuitable(f"({base.copy.name})") from problem
    (files / "recovery.signal").touch()
    for path in (files, *files.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
        user.owns(path)
    files.rename(place / "cluster")


def _replay(
    folder: Path,
    place: Path,
    password_file: Path,
    contents: Contents,
    target: Target,
    identity: pyrage.x25519.Identity,
    to: datetime | None,
) -> tuple[datetime | None, int]:
    """Let PostgreSQL go through the log; when the last transaction was, and how many pieces."""
    # Written before a start asks for it; the true one is set as soon as somebody can sign in.
    write_private(password_file, token_urlsafe(32))
    server = Server(
        folder, password_file=password_file, settings=_settings(place, to), patience=_PATIENCE
    )
    giver = Giver(place, contents.wal, target, identity, placement.runner())
    try:
        with giver:
            server.start()
        _set_password(server)
        log = server.log_tail(1_000_000)
    except StartFailed as problem:
        raise _why(giver.problem, server.log_tail(1_000_000)) from problem
    finally:
        server.stop()
    for name in (*_LEFT, _HBA, handing.FAILED):
        path = place / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    return _reached(log), giver.given


def _settings(place: Path, to: datetime | None) -> dict[str, str]:
    # Nobody knows a password of that time; the socket's folder lets in its owner alone.
    hba = place / _HBA
    hba.write_text("local all all trust\n")
    placement.runner().owns(hba)
    found = {
        "restore_command": handing.restore_command(place),
        "recovery_target_action": "promote",
        "hot_standby": "off",
        "hba_file": str(hba),
        "listen_addresses": "",
    }
    if to is not None:
        found["recovery_target_time"] = f"{to.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}+00"
    return found


def _set_password(server: Server) -> None:
    with psycopg.connect(server.admin_dsn, autocommit=True) as admin:
        secret = server.password_file.read_bytes()
        name = cluster.ADMINISTRATOR
        verifier = admin.pgconn.encrypt_password(secret, name.encode(), b"scram-sha-256").decode()
        admin.execute(
            sql.SQL("alter role {} password {}").format(sql.Identifier(name), sql.Literal(verifier))
        )


def _why(problem: BaseException | None, log: str) -> Exception:
    if isinstance(problem, Exception):
        return problem
    if _ENDS_EARLIER in log:
        last = _reached(log)
        ends = f"Its last transaction is of {last:%Y-%m-%d %H:%M:%S.%f} UTC." if last else ""
        return TimeNotReached(ends)
    return NotRecovered(f"PostgreSQL said: {log[-600:]}")


def _reached(log: str) -> datetime | None:
    found = _LAST.findall(log)
    if not found:
        return None
    try:
        # PostgreSQL writes "UTC", or an offset of hours alone, after it.
        return datetime.fromisoformat(found[-1].strip().replace(" UTC", "+00:00"))
    except ValueError:
        return None


def _clear(folder: Path) -> None:
    target = folder.resolve()
    shutil.rmtree(target, ignore_errors=True)
    if folder.is_symlink():
        folder.unlink()
