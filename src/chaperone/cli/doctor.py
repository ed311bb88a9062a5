"""`chaperone doctor`: what is wrong, and how to mend it."""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import psycopg
import typer
from django.core import checks

from chaperone.accounts.mail_server import FILES, mail_server
from chaperone.cli import (
    archiver,
    certificates,
    health,
    mirrors,
    preflight,
    readings,
    schema,
    sinks,
    state,
)
from chaperone.cli.answers import AsJson
from chaperone.cli.errors import CliError, Unhealthy
from chaperone.cli.escrow import asking
from chaperone.cli.folder import DataFolder, default_folder
from chaperone.cli.lazy import ready_django
from chaperone.continuity.archiving import settings as archive
from chaperone.continuity.archiving.errors import ArchiveError
from chaperone.continuity.backups.errors import BackupError
from chaperone.continuity.backups.keys import identity_file
from chaperone.continuity.escrow.judging import Held, shortcoming
from chaperone.crypto.errors import CryptoError
from chaperone.crypto.providers.choosing import configured, load, passphrase_in
from chaperone.crypto.providers.interface import try_out
from chaperone.database import address, cluster, partitions
from chaperone.database.errors import DatabaseError
from chaperone.files.errors import PrivateFileError
from chaperone.ledger.errors import LedgerError
from chaperone.risks.changes.running import running_version, told

_NEEDED_MEGABYTES = 500
_MONTHS_AHEAD = 3
_LATE_SECONDS = 300.0
_SEES_ALL = (
    "select rolbypassrls and pg_has_role(oid, 'pg_read_all_data', 'usage')"
    " from pg_roles where rolname = 'chaperone_backup'"
)
_BACKUPS_INCOMPLETE = (
    "The login chaperone_backup does not see every row, so backups would be incomplete. Let a"
    " superuser of the server run: alter role chaperone_backup bypassrls;"
    " grant pg_read_all_data to chaperone_backup;"
)
_HELD = (
    "select held_at, checked_at, recipient, root_key_id from continuity_ceremony"
    " where void_at is null"
)
_OURS = (
    ArchiveError,
    BackupError,
    CliError,
    CryptoError,
    DatabaseError,
    LedgerError,
    PrivateFileError,
)
_MAKES_A_NEW_ONE = "Run `chaperone down`, then `chaperone up`, which makes a new one."


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: `problem` says what is wrong and how to mend it; empty when all is well.

    `note` says what is right and worth knowing all the same.
    """

    check: str
    problem: str
    note: str = ""

    @property
    def ok(self) -> bool:
        """Whether all is well."""
        return not self.problem


def doctor(
    as_json: AsJson = False,
) -> None:
    """Check the installation. Exit 1 when something is wrong."""
    findings = examine(DataFolder(default_folder()))
    if as_json:
        listed = [
            {"check": f.check, "ok": f.ok, "problem": f.problem, "note": f.note} for f in findings
        ]
        typer.echo(json.dumps(listed, indent=1))
    else:
        for finding in findings:
            typer.echo(f"{'ok   ' if finding.ok else 'WRONG'}  {finding.check}")
            if finding.problem or finding.note:
                typer.echo(f"       {finding.problem or finding.note}")
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)


def examine(folder: DataFolder) -> list[Finding]:
    """Every check on the installation, in the order in which to mend what is wrong.

    Without a data folder of ours there is nothing more to look at.
    """
    findings = []
    for name, check in CHECKS.items():
        findings.append(_finding(name, check, folder))
        if check is _folder and not findings[-1].ok:
            break
    return findings


def _finding(name: str, check: Callable[[DataFolder], str | None], folder: DataFolder) -> Finding:
    try:
        note = check(folder)
    except _OURS as error:
        return Finding(name, str(error))
    except (psycopg.Error, OSError) as error:
        return Finding(name, f"{type(error).__name__}: {error}".strip())
    return Finding(name, "", note or "")


def _folder(folder: DataFolder) -> None:
    folder.check()
    if not folder.config_file.exists():
        raise Unhealthy(what=f"{folder.root} holds no installation. Start one: chaperone up")


def _secrets(folder: DataFolder) -> None:
    preflight.check_secrets(folder, folder.config())


def _provider(folder: DataFolder) -> str:
    described = configured(folder.config_file)
    provider = load(described[0], folder.keys)
    try_out(provider)
    protected = " The file is protected by a passphrase." if passphrase_in(described[0]) else ""
    former = f" Still needed beside it: {len(described) - 1} former." if described[1:] else ""
    return f"The root key is {provider.key_id}: it wraps and unwraps.{protected}{former}"


def _ceremony(folder: DataFolder) -> str:
    """Of a demo's keys nothing hangs, so there it is a remark only."""
    recipients = asking.recipients(folder)
    if not recipients:
        return "Backups are encrypted to nobody yet, so there are no keys to put apart."
    root_key = asking.root_key_in_file(folder)
    with _connect(folder) as connection:
        held = [Held(*row) for row in connection.execute(_HELD).fetchall()]
    wrong = shortcoming(
        held,
        recipients=recipients,
        root_key_id=root_key.key_id if root_key else "",
        now=datetime.now(UTC),
    )
    clear = identity_file(folder.root)
    if not wrong and clear.exists():
        wrong = f"{clear} still opens the backups: chaperone keys backup check --remove"
    if wrong and not folder.config().demo:
        raise Unhealthy(what=wrong)
    return wrong or "The keys of the backups are apart, and somebody tried them within a year."


def _archive(folder: DataFolder) -> str:
    if not archive.is_on(folder.root) or not folder.database.exists():
        return "No points in time are kept: a restore goes back to a backup (docs/operate)."
    archive.read(folder.root)
    if problem := archiver.late(folder):
        raise Unhealthy(what=problem)
    return "The log of the database is archived, and the archive keeps up."


def _certificate(folder: DataFolder) -> None:
    if not (folder.tls / "server.crt").exists():
        raise Unhealthy(what=f"There is no certificate in {folder.tls}. {_MAKES_A_NEW_ONE}")
    if certificates.days_left(folder.tls) < 0:
        raise Unhealthy(what=f"The web server's certificate has expired. {_MAKES_A_NEW_ONE}")


def _disk(folder: DataFolder) -> None:
    free = cluster.free_megabytes(folder.root)
    if free < _NEEDED_MEGABYTES:
        raise Unhealthy(what=f"Only {free} MB of disk are free. Free at least {_NEEDED_MEGABYTES}.")


def _processes(folder: DataFolder) -> None:
    found = state.read(folder)
    if not found:
        raise Unhealthy(what="Nothing is running. Start it with: chaperone up")
    down = [process["name"] for process in found["processes"] if not process["pid"]]
    if down:
        raise Unhealthy(what=f"Not running: {', '.join(down)}. Their logs are in {folder.logs}.")


def _web(folder: DataFolder) -> None:
    if not health.answers(folder, folder.config().port):
        raise Unhealthy(what=f"The web server does not answer. Its log: {folder.logs / 'web.log'}")


def _database(folder: DataFolder) -> None:
    _connect(folder).close()


def _backup_login(folder: DataFolder) -> None:
    with _connect(folder) as connection:
        if connection.execute(_SEES_ALL).fetchone() != (True,):
            raise Unhealthy(what=_BACKUPS_INCOMPLETE)


def _schema(folder: DataFolder) -> None:
    with _connect(folder) as connection:
        mark = schema.read_mark(connection)
    if mark is None or mark.fingerprint != schema.fingerprint():
        raise Unhealthy(what="The database is of another version. Run `chaperone down`, then `up`.")


def _release(folder: DataFolder) -> str:
    """A warning and no refusal: what runs already is not stopped by a missing paper."""
    version = running_version()
    with _connect(folder) as connection:
        row = connection.execute("select risks_release_state(%s)", [version]).fetchone()
    return told(row[0] if row else "none") or f"Version {version} was approved."


def _partitions(folder: DataFolder) -> None:
    with _connect(folder) as connection:
        ahead = partitions.months_ahead(connection)
    short = {table: months for table, months in ahead.items() if months < _MONTHS_AHEAD}
    if short:
        raise Unhealthy(what=_partition_problem(short))


def _partition_problem(short: Mapping[str, int]) -> str:
    tables = ", ".join(f"{table} ({months})" for table, months in short.items())
    return f"Months left before these tables accept no rows: {tables}. Upgrade Chaperone."


def _settings(folder: DataFolder) -> None:
    del folder
    ready_django("web")
    found = [message for message in checks.run_checks() if message.level >= checks.WARNING]
    if found:
        raise Unhealthy(what="; ".join(f"{message.id}: {message.msg}" for message in found))


def _mail(folder: DataFolder) -> str:
    try:
        backend, server = mail_server(os.environ.get("CHAPERONE_SMTP_URL", ""))
    except ValueError as error:
        raise Unhealthy(what=str(error)) from error
    if backend == FILES:
        return f"No CHAPERONE_SMTP_URL: mails are kept as files in {folder.root / 'outbox'}."
    return f"Mail goes out by {server['host']}, with TLS."


def _sinks(folder: DataFolder) -> str:
    found = sinks.behind(folder)
    late = [lag for lag in found if lag.error or lag.seconds > _LATE_SECONDS]
    if late:
        raise Unhealthy(what=" ".join(map(sinks.sentence, late)))
    return " ".join(map(sinks.sentence, found)) or "The record is sent to nobody."


def _connect(folder: DataFolder) -> psycopg.Connection:
    found = address.find(folder.root, os.environ)
    return psycopg.connect(found.dsn("web", address.password(folder.root, "web", os.environ)))


CHECKS: dict[str, Callable[[DataFolder], str | None]] = {
    "data folder": _folder,
    "keys and passwords": _secrets,
    "key provider": _provider,
    "keys of the backups": _ceremony,
    "points in time": _archive,
    "certificate": _certificate,
    "disk": _disk,
    "processes": _processes,
    "web server": _web,
    "database": _database,
    "schema": _schema,
    "approval of the release": _release,
    "login for backups": _backup_login,
    "room for the coming months": _partitions,
    "mirrors of the ledger": mirrors.check,
    "readings": readings.check,
    "settings": _settings,
    "mail": _mail,
    "sinks": _sinks,
}
