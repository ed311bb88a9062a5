"""What a person is told when all is running."""

import os
import shutil
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from chaperone.cli import readings, state
from chaperone.cli.folder import DataFolder
from chaperone.cli.sinks import sentence
from chaperone.ledger.sinks.lag import Lag
from chaperone.notices.readings import State
from chaperone.notices.standing import StandingReading


def show(console: Console, folder: DataFolder, url: str) -> None:
    """Where to look, who can sign in, and a first text to try."""
    _line(console, f"\nChaperone is running at {url}")
    _line(console, "Your browser will warn, because the certificate was made on this machine.")
    _line(console, f"To trust it, import {folder.tls / 'ca.crt'}")
    show_demo(console, state.demo(folder), url)
    _line(console, f"\nStop everything: Ctrl-C here, or `{command()} down`.")


def command() -> str:
    """What to type for `chaperone`: in a checkout it is not on the shell's path."""
    called = Path(sys.argv[0])
    if called.name != "chaperone" or shutil.which("chaperone") == str(called):
        return "chaperone"
    return os.path.relpath(called)


def show_demo(console: Console, demo: dict[str, Any], url: str) -> None:
    """The people of the demo, if there is one. No line is folded, so that all can be copied."""
    if not demo:
        return
    _line(console, "\nWho can sign in (nobody here is real):")
    for person in demo["sign_ins"]:
        _line(console, f"\n  {person['name']}, {person['role']} at {person['organization']}")
        _line(console, f"    e-mail     {person['email']}")
        _line(console, f"    password   {person['password']}")
        _line(console, f"    code       {command()} code {person['email']}")
    _line(console, f"\nA phone to text from: {url}/handset/ or, as a first text:")
    _line(
        console,
        f'  {command()} text --from {demo["member_number"]} "What should I eat with diabetes?"',
    )


def show_status(console: Console, report: dict[str, Any]) -> None:
    """What runs."""
    _line(console, f"Running at {report['url']}")
    table = Table("process", "id", "restarts")
    for process in report["processes"]:
        table.add_row(process["name"], str(process["pid"] or "-"), str(process["restarts"]))
    console.print(table)
    for mirror in report["mirrors"]:
        lag = f"{mirror['entries_behind']} entries, {mirror['seconds_behind']} s behind"
        _line(console, f"Mirror {mirror['name']}: {lag}. {mirror['problem']}".rstrip())
    for lag in report["sinks"]:
        if "sink" in lag:
            _line(console, sentence(Lag(**lag)))
        else:
            _line(console, f"How far the record was sent is not known: {lag['error']}")
    for reading in report["readings"]:
        found = StandingReading(**reading)
        _line(console, f"{State(found.state).label}: {readings.sentence(found)}")
    show_demo(console, report["demo"], report["url"])


def _line(console: Console, text: str) -> None:
    console.print(text, soft_wrap=True, markup=False, highlight=False)
