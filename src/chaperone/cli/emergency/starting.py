"""`chaperone emergency start`."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from chaperone.cli import certificates, health, state
from chaperone.cli.answers import AsJson
from chaperone.cli.emergency import django, place
from chaperone.cli.emergency.databases import Replica, primary_answers, replica_at
from chaperone.cli.emergency.errors import (
    DoesNotCome,
    NotConfirmed,
    PrimaryAnswers,
    PrimaryAway,
    RunsAlready,
    UpFirst,
)
from chaperone.cli.errors import RootKeyDoesNotFit
from chaperone.cli.folder import DataFolder, default_folder
from chaperone.cli.preflight import check_port
from chaperone.crypto.providers.choosing import configured, load

_WORD = "EMERGENCY"
_SECONDS = 60.0
_POLL = 0.1


def start(
    replica: Annotated[str, typer.Option(help="Where the standby is: postgresql://host:port/db")],
    reason: Annotated[str, typer.Option(help="Why; it stands in the record.")],
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Else that of `up`.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: AsJson = False,
) -> None:
    """Begin emergency mode: people sign in and read, nothing else; every look is in a journal."""
    folder = DataFolder(default_folder())
    chosen = port or folder.config().port
    _check(folder, chosen)
    found = replica_at(folder, replica)
    _confirm(found, yes=yes)
    journal = place.open_journal(folder) or place.new_journal(folder)
    mode = django.mode_on(found.address, journal)
    where = f"{found.address.host}:{found.address.port}/{found.address.database}"
    mode.begin(path=journal, by=place.who(), why=reason, replica=where)
    told, untold = mode.tell_officers()
    django.close_journal()
    url = f"https://localhost:{chosen}"
    _serve(folder, chosen, url=url, where=where, journal=journal)
    _tell(url, found, journal, told, untold, as_json=as_json)


def _check(folder: DataFolder, port: int) -> None:
    """Raises what keeps emergency mode from beginning; changes nothing."""
    folder.check()
    if running := place.running(folder):
        raise RunsAlready(url=running.url, pid=running.pid)
    if pid := state.supervisor(folder):
        raise UpFirst(folder=folder.root, pid=pid)
    _check_root_key(folder)
    check_port(port)
    try:
        address = primary_answers(folder)
    except PrimaryAway:
        return
    raise PrimaryAnswers(address=f"{address.host}:{address.port}")


def _check_root_key(folder: DataFolder) -> None:
    """Without it nothing opens, and no journal could be sealed. Raises ``CryptoError``, too."""
    config = folder.config()
    described = configured(folder.config_file)[0]
    found = load(described, folder.keys).key_id
    if config.root_key and found != config.root_key:
        path = folder.root_key_of(described) or folder.config_file
        raise RootKeyDoesNotFit(path=path, found=found, expected=config.root_key)


def _confirm(found: Replica, *, yes: bool) -> None:
    age = "an unknown time" if found.behind_seconds is None else f"{found.behind_seconds:.0f} s"
    typer.echo(
        f"The replica at {found.address.host}:{found.address.port} is {age} behind. People will"
        " read what it has. Nothing can be written; members' texts wait with their carrier.",
        err=True,
    )
    if yes:
        return
    if not sys.stdin.isatty() or typer.prompt(f"Type {_WORD} to begin", err=True) != _WORD:
        raise NotConfirmed(word=_WORD)


def _serve(folder: DataFolder, port: int, *, url: str, where: str, journal: Path) -> None:
    """Starts what keeps the web server alive, and returns when it answers."""
    certificates.ensure(folder.tls)
    log = folder.logs / "emergency-keeper.log"
    with log.open("ab") as output:
        child = subprocess.Popen(
            [sys.executable, "-m", "chaperone.cli.emergency.keeping"],
            env=os.environ
            | {"CHAPERONE_URL": url, "CHAPERONE_LOGIN": "web", "CHAPERONE_DATABASE_PASSWORD": ""},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    since = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    place.remember(folder, place.Running(child.pid, url, where, str(journal), since))
    until = time.monotonic() + _SECONDS
    while not health.answers(folder, port):
        if child.poll() is not None or time.monotonic() > until:
            child.terminate()
            place.forget(folder)
            raise DoesNotCome(log=folder.logs / "emergency.log")
        time.sleep(_POLL)


def _tell(
    url: str, found: Replica, journal: Path, told: int, untold: int, *, as_json: bool
) -> None:
    if as_json:
        said = {
            "url": url,
            "journal": str(journal),
            "as_of": found.as_of.isoformat() if found.as_of else None,
            "told": told,
            "not_told": untold,
        }
        typer.echo(json.dumps(said, indent=1))
        return
    typer.echo(f"Emergency mode runs at {url}. Its journal: {journal}")
    typer.echo(f"{told} security officers were written to; {untold} could not be.")
    typer.echo("When the primary is back: chaperone emergency stop, then chaperone emergency join")
