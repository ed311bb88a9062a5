"""`chaperone up`, `down` and `status`."""

import json
import os
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from signal import SIGTERM
from typing import Annotated, Any

import psycopg
import typer
from rich.console import Console

from chaperone.assistant.providers.configuration import read_endpoints
from chaperone.assistant.providers.errors import NotConfigured
from chaperone.cli import mirrors, preflight, readings, sinks, state, welcome
from chaperone.cli.answers import AsJson
from chaperone.cli.errors import CliError, NotHealthy, NotRunning
from chaperone.cli.folder import Config, DataFolder, default_folder
from chaperone.cli.processes import ARCHIVER, ASKER, FORWARDER, PROCESSES
from chaperone.cli.supervisor import Supervisor
from chaperone.continuity.archiving import settings as archive
from chaperone.database.errors import DatabaseError
from chaperone.database.server import Server
from chaperone.ledger.errors import LedgerError
from chaperone.ledger.sinks.configuration import read_sinks

_DETACH_SECONDS = 180.0
_DOWN_SECONDS = 90.0
_POLL = 0.05


def up(
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="Of the web server; 8443 at first.")
    ] = None,
    demo: Annotated[
        bool | None,
        typer.Option("--demo/--no-demo", help="With two demo organizations (at first: yes)."),
    ] = None,
    detach: Annotated[
        bool, typer.Option("--detach", help="Return when all is healthy, and leave it running.")
    ] = False,
) -> None:
    """Start everything: database, web, workers, sequencer. Ctrl-C stops it."""
    folder = DataFolder(default_folder())
    remembered = folder.config() if folder.root.is_dir() else None
    server = _server(folder)
    chosen = port or (remembered.port if remembered else preflight.DEFAULT_PORT)
    preflight.check(folder, port=chosen, demo=demo, server=server)
    config = folder.config()
    config = replace(config, port=chosen, demo=config.demo if demo is None else demo)
    if detach:
        _run_detached(folder, config)
        return
    processes = PROCESSES
    if read_sinks(folder.config_file):
        processes = (*processes, FORWARDER)
    if _may_ask_models(folder):
        processes = (*processes, ASKER)
    if server and archive.is_on(folder.root):
        # Before anything starts: a server that waits for an archiver fills its disk.
        archive.read(folder.root)
        processes = (*processes, ARCHIVER)
    supervisor = Supervisor(folder, config, server=server, say=_say, processes=processes)
    supervisor.run(lambda: welcome.show(Console(), folder, supervisor.url))
    _say("Stopped.")


def _may_ask_models(folder: DataFolder) -> bool:
    """Whether there is a model to ask. What is wrong with the settings, `doctor` says."""
    try:
        return bool(read_endpoints(folder.config_file))
    except NotConfigured:
        return False


def down() -> None:
    """Stop everything that `up` started."""
    folder = DataFolder(default_folder())
    pid = state.supervisor(folder)
    server = _server(folder)
    if pid is None and not (server and server.running()):
        raise NotRunning(folder=folder.root)
    if pid is not None:
        with suppress(ProcessLookupError):
            os.kill(pid, SIGTERM)
        _wait_for_end(folder)
    if server:
        server.stop()
    _say("Stopped.")


def status(json_: AsJson = False) -> None:
    """Tell what runs, and where. Exit 1 when nothing does."""
    folder = DataFolder(default_folder())
    found = state.read(folder)
    if not found and not json_:
        raise NotRunning(folder=folder.root)
    report: dict[str, Any] = {
        "url": found.get("url"),
        "healthy": found.get("healthy", False),
        "processes": found.get("processes", []),
        "demo": state.demo(folder),
        "mirrors": _mirrors(folder) if found else [],
        "sinks": _sinks(folder) if found else [],
        "readings": _readings(folder) if found else [],
    }
    if json_:
        typer.echo(json.dumps(report, indent=1, default=str))
    else:
        welcome.show_status(Console(), report)
    if not found:
        raise typer.Exit(1)


def _mirrors(folder: DataFolder) -> list[dict[str, Any]]:
    """How far the ledger's mirrors are; none where the database does not say."""
    with suppress(psycopg.Error, DatabaseError):
        return [
            {
                "name": one.name,
                "size": one.size,
                "entries_behind": one.entries_behind,
                "seconds_behind": round(one.seconds_behind, 1),
                "problem": one.problem,
            }
            for one in mirrors.states(folder)
        ]
    return []


def _sinks(folder: DataFolder) -> list[dict[str, Any]]:
    """What is not known is said, since the rest is worth telling all the same."""
    try:
        return [asdict(lag) for lag in sinks.behind(folder)]
    except (LedgerError, DatabaseError, psycopg.Error) as error:
        return [{"error": " ".join(str(error).split())}]


def _readings(folder: DataFolder) -> list[dict[str, Any]]:
    """How the installation stands; nothing where the database does not say."""
    with suppress(psycopg.Error, DatabaseError):
        return [reading._asdict() for reading in readings.standing(folder)]
    return []


def _server(folder: DataFolder) -> Server | None:
    """The embedded server; None when CHAPERONE_DATABASE_URL names another."""
    if os.environ.get("CHAPERONE_DATABASE_URL"):
        return None
    return Server(
        folder.database,
        password_file=folder.administrator,
        archiving=archive.is_on(folder.root),
    )


def _say(sentence: str) -> None:
    # A full disk under the log must not end the supervisor.
    with suppress(OSError):
        typer.echo(f"chaperone: {sentence}")


def _run_detached(folder: DataFolder, config: Config) -> None:
    folder.create(config)
    log = folder.logs / "supervisor.log"
    command = [sys.executable, "-m", "chaperone.cli", "up"]
    with log.open("wb") as output:
        child = subprocess.Popen(  # noqa: S603 (our own program, no shell)
            command,
            env=os.environ | {"CHAPERONE_DATA": str(folder.root)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    until = time.monotonic() + _DETACH_SECONDS
    while not state.read(folder).get("healthy"):
        if child.poll() is not None:
            raise CliError(_last_line(log).removeprefix("chaperone: "))
        if time.monotonic() > until:
            child.terminate()
            child.wait()
            raise NotHealthy(reason="It took too long.", logs=folder.logs)
        time.sleep(_POLL)
    for line in _said(log):
        typer.echo(line)
    welcome.show(Console(), folder, str(state.read(folder)["url"]))


def _said(log: Path) -> list[str]:
    """The sentences of a start: some ask an administrator to do something."""
    lines = log.read_text(errors="replace").splitlines()
    return [line for line in lines if line.startswith("chaperone: ")]


def _last_line(log: Path) -> str:
    return (log.read_text(errors="replace").strip().splitlines() or ["It ended."])[-1]


def _wait_for_end(folder: DataFolder) -> None:
    until = time.monotonic() + _DOWN_SECONDS
    while state.supervisor(folder) is not None:
        if time.monotonic() > until:
            raise NotHealthy(reason="It does not stop.", logs=folder.logs)
        time.sleep(_POLL)
