"""The server processes. `up` starts them; a service manager may start them one by one."""

import importlib
import json
import os
import signal
import sys
import threading
from types import FrameType
from typing import Annotated

import typer

from chaperone.cli import web_server
from chaperone.cli.folder import default_folder
from chaperone.cli.lazy import ready_django
from chaperone.jobs.queues import MODELS
from chaperone.telemetry import crashes

serve = typer.Typer(help="Run one server process (`up` runs them all).", no_args_is_help=True)


@serve.callback()
def process(context: typer.Context) -> None:
    """Run one server process (`up` runs them all)."""
    if context.invoked_subcommand == "upgrade":
        # Its end is read by whoever started it, from standard error.
        crashes.guard_command()
    else:
        crashes.guard()


@serve.command()
def web() -> None:
    """Run the web server."""
    web_server.run()


@serve.command()
def emergency() -> None:
    """Run the web server of emergency mode: one process, since its journal has one writer."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "chaperone.settings.emergency"
    web_server.run(workers=1)


@serve.command()
def worker() -> None:
    """Run a worker: answers, deliveries, everything that waits."""
    ready_django("worker")
    importlib.import_module("chaperone.jobs.worker").run()


@serve.command()
def asker() -> None:
    """Run the asker: asks the models of config.json, side by side."""
    ready_django("worker")
    importlib.import_module("chaperone.jobs.worker").run(queue=MODELS, at_once=4)


@serve.command()
def sequencer() -> None:
    """Run the sequencer: gives the record its order and signs it."""
    ready_django("sequencer")
    importlib.import_module("chaperone.ledger.sequencer").run(set_by_signals())


@serve.command()
def backup() -> None:
    """Run the process that makes backups, verifies, tries out and removes them."""
    ready_django("worker")
    backups = importlib.import_module("chaperone.continuity.backups.running")
    drills = importlib.import_module("chaperone.continuity.drills.schedule")
    copies = importlib.import_module("chaperone.continuity.copies.actions.note")
    with drills.running(default_folder()):
        backups.run(set_by_signals(), data=default_folder(), also=[copies.watch])


@serve.command()
def forwarder() -> None:
    """Run the forwarder: sends the record to the sinks of config.json."""
    ready_django("auditor")
    importlib.import_module("chaperone.cli.ledger.forward").forward()


@serve.command()
def archiver() -> None:
    """Run the archiver: keeps the embedded server's log for points in time."""
    importlib.import_module("chaperone.cli.archiver").run(set_by_signals())


@serve.command()
def upgrade(
    demo: Annotated[bool, typer.Option("--demo", help="Add the demo organizations.")] = False,
) -> None:
    """Bring the database up to date, once."""
    ready_django("owner")
    importlib.import_module("chaperone.cli.upgrade").run(demo=demo)


@serve.command()
def settle() -> None:
    """Make good what came after a backup that was just restored (`chaperone restore` runs it)."""
    ready_django("owner")
    settling = importlib.import_module("chaperone.continuity.restoring.settling")
    asked = json.load(sys.stdin)
    asked["bound"] = tuple(asked["bound"])
    typer.echo(json.dumps(settling.settle(settling.Asked(**asked))))


def set_by_signals() -> threading.Event:
    """An event that SIGTERM or SIGINT sets."""
    stop = threading.Event()

    def ask(number: int, frame: FrameType | None) -> None:
        del number, frame
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask)
    return stop
