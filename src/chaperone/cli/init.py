"""`chaperone init`: a real installation, with its first organization and the people who begin."""

import importlib
import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from types import FrameType
from typing import Annotated, Any

import typer

from chaperone.cli import preflight, state
from chaperone.cli.answers import AsJson
from chaperone.cli.errors import DemoHere, NotAnswered
from chaperone.cli.folder import DataFolder, default_folder
from chaperone.cli.lazy import ready_django
from chaperone.cli.plans import Plan, make_plan
from chaperone.cli.supervisor import Supervisor
from chaperone.database.server import Server

_OFFICERS = 2
_PERSON = "“Name <name@clinic.example>”"
_UNREVIEWED = (
    "No clinician of yours has reviewed the answer library yet. May the assistant answer from it"
    " all the same? If not, coaches answer until entries are approved"
)

Invited = list[dict[str, Any]]


def init(
    organization: Annotated[str, typer.Option(help="The organization's name.")] = "",
    slug: Annotated[str, typer.Option(help="Its short name, such as lakeside-care.")] = "",
    time_zone: Annotated[str, typer.Option(help="Such as America/New_York.")] = "",
    officer: Annotated[
        list[str] | None,
        typer.Option(help=f"A security officer as {_PERSON}. Given twice: two people."),
    ] = None,
    administrator: Annotated[str, typer.Option(help=f"As {_PERSON}.")] = "",
    unreviewed: Annotated[
        bool | None,
        typer.Option(
            "--unreviewed/--only-reviewed",
            help="Whether the assistant may answer from entries that no clinician has reviewed.",
        ),
    ] = None,
    again: Annotated[
        str,
        typer.Option(metavar="EMAIL", help="Only make a new link for somebody who was invited."),
    ] = "",
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Of the web server.")] = None,
    json_: AsJson = False,
) -> None:
    """Make a real installation: an organization, two officers, an administrator. Asks what is
    not given. Their invitations are shown once.
    """
    folder = DataFolder(default_folder())
    _refuse_demo(folder)
    if again:
        _tell(_reach(folder, port, lambda: _founding().invite_again(again)), json_)
        return
    plan = _ask(organization, slug, time_zone, officer or [], administrator)
    may_go_out = _ask_unreviewed(unreviewed)
    _tell(_reach(folder, port, lambda: _founding().found(plan, unreviewed=may_go_out)), json_)


def _refuse_demo(folder: DataFolder) -> None:
    folder.check()
    if folder.config_file.exists() and folder.config().demo:
        raise DemoHere(folder=folder.root)


def _ask(
    organization: str, slug: str, time_zone: str, officers: list[str], administrator: str
) -> Plan:
    """What was given, and answers to what was not."""
    if len(officers) > _OFFICERS:
        raise typer.BadParameter("name two officers.", param_hint="--officer")
    name = organization or _answer("The organization's name", "--organization")
    slug = slug or _answer("Its short name, such as lakeside-care", "--slug")
    time_zone = time_zone or _answer("Its time zone, such as America/New_York", "--time-zone")
    ordinals = ("first", "second")[len(officers) :]
    asked = [_answer(f"The {nth} security officer, as {_PERSON}", "--officer") for nth in ordinals]
    administrator = administrator or _answer(f"The administrator, as {_PERSON}", "--administrator")
    return make_plan(
        name=name,
        slug=slug,
        time_zone=time_zone,
        officers=[*officers, *asked],
        administrator=administrator,
    )


def _ask_unreviewed(given: bool | None) -> bool:
    """No, unless somebody says yes: then everything is handed to a coach until a clinician of
    theirs has approved entries of the library.
    """
    if given is not None:
        return given
    if not sys.stdin.isatty():
        return False
    return typer.confirm(_UNREVIEWED, default=False, err=True)


def _answer(question: str, option: str) -> str:
    if not sys.stdin.isatty():
        raise NotAnswered(what=question, option=option)
    return str(typer.prompt(question, err=True))


def _reach(folder: DataFolder, port: int | None, work: Callable[[], Invited]) -> Invited:
    """Does the work on the installation that runs, or on one that is started for it."""
    done: Invited = []
    if state.supervisor(folder):
        _on_django(folder, work, done)
        return done
    config = folder.config()
    chosen = port or config.port
    external = bool(os.environ.get("CHAPERONE_DATABASE_URL"))
    server = None if external else Server(folder.database, password_file=folder.administrator)
    preflight.check(folder, port=chosen, demo=False, server=server)
    supervisor = Supervisor(
        folder,
        replace(folder.config(), port=chosen, demo=False),
        server=server,
        say=lambda sentence: typer.echo(f"chaperone: {sentence}", err=True),
        processes=(),
    )
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)
    supervisor.lend(lambda: _on_django(folder, work, done))
    return done


def _on_django(folder: DataFolder, work: Callable[[], Invited], done: Invited) -> None:
    url = state.read(folder).get("url") or f"https://localhost:{folder.config().port}"
    os.environ.setdefault("CHAPERONE_URL", str(url))
    ready_django("owner")
    done.extend(work())


def _founding() -> Any:
    """Needs Django, which is not ready before there is a database."""
    return importlib.import_module("chaperone.cli.founding")


def _end(number: int, frame: FrameType | None) -> None:
    del frame
    sys.exit(128 + number)


def _tell(invited: Invited, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({"invitations": invited}, indent=1))
        return
    typer.echo("Hand each person their own link, and nobody else's. It is shown this once, works")
    typer.echo("once, and for 72 hours; a new one is made by: chaperone init --again EMAIL\n")
    for person in invited:
        typer.echo(f"  {person['name']} ({person['role'].replace('_', ' ')}, {person['email']})")
        typer.echo(f"    {person['link'] or 'can sign in already: no invitation is needed'}\n")
    typer.echo("The key that opens backups lies on this machine until you take it elsewhere:")
    typer.echo("do that now, with somebody beside you (docs/operate/backups.md).\n")
    typer.echo("Start it, if it does not run yet: chaperone up --no-demo")
