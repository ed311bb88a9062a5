"""A copy of the running server's files, from which a recovery begins."""

import io
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from chaperone.continuity.archiving.errors import BaseFailed
from chaperone.continuity.archiving.names import Base, Copy
from chaperone.continuity.archiving.packing import pack
from chaperone.continuity.backups import dump
from chaperone.continuity.backups.streams import Pump, Writable
from chaperone.continuity.backups.targets.target import Target

_NOW_AT = "select pg_walfile_name(pg_current_wal_insert_lsn())"
# The second statement ends the piece that the copy needs last, so that it is archived at once.
_ENDED = "select clock_timestamp(), pg_switch_wal()"


def system_of(dsn: str) -> str:
    """PostgreSQL's own number of a server's database. Raises ``psycopg.Error``."""
    with psycopg.connect(dsn) as connection:
        return dump.system_of(connection)


def take(dsn: str, *, programs: Path, target: Target, recipients: Sequence[str]) -> Base:
    """Copy the files into the archive, as a stream; PostgreSQL goes on meanwhile.

    ``dsn``: of somebody who may replicate. Kept in two steps, since only the end says from when on
    it can be used: the copy, then an empty file whose name says so. Raises ``BaseFailed``,
    ``psycopg.Error`` and what the target raises; then nothing is kept that counts.
    """
    system = system_of(dsn)
    with psycopg.connect(dsn, autocommit=True) as connection:
        row = connection.execute(_NOW_AT).fetchone()
        assert row
        copy = Copy(system, str(row[0]), datetime.now(UTC))
        with Pump(partial(_copy, dsn, programs, recipients)) as stream:
            target.put(copy.name, stream)
        ended = connection.execute(_ENDED).fetchone()
        assert ended
    base = Base(copy, ended[0])
    target.put(base.name, io.BytesIO(b"\n"))
    return base


def _copy(dsn: str, programs: Path, recipients: Sequence[str], writer: Writable) -> None:
    # With the log that the copy itself needs: without it the program would wait for the archive.
    words = {name: str(value) for name, value in conninfo_to_dict(dsn).items()}
    password = words.pop("password", "")
    command = [str(programs / "pg_basebackup"), "--pgdata=-", "--format=tar", "--wal-method=fetch"]
    command += ["--checkpoint=fast", "--no-manifest", f"--dbname={make_conninfo('', **words)}"]
    with subprocess.Popen(  # noqa: S603 (our own program, no shell)
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "PGPASSWORD": password},
    ) as program:
        try:
            pack(program.stdout, writer, recipients)
        except BaseException:
            program.kill()
            raise
        assert program.stderr
        said = program.stderr.read().decode(errors="replace").strip()
        # Only after its last byte is it known whether that was all.
        if program.wait():
            raise BaseFailed(f"pg_basebackup: {said[-500:]}")
