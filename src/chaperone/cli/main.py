"""The command `chaperone`."""

import errno
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import psycopg
import typer

from chaperone.cli.code import code
from chaperone.cli.doctor import doctor
from chaperone.cli.init import init
from chaperone.cli.lazy import LAZY, load, named
from chaperone.cli.restore import restore
from chaperone.cli.serve import serve
from chaperone.cli.up import down, status, up
from chaperone.merkle.command import main as merkle

_INTERRUPTED = 130  # as shells say it: 128 and SIGINT

commands = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@commands.callback()
def chaperone(
    data: Annotated[
        str | None,
        typer.Option(help="The data folder; else CHAPERONE_DATA, else ~/.local/share/chaperone."),
    ] = None,
) -> None:
    """Care by text message, with a witness."""
    del data  # `app` took it off the line, wherever it stood


commands.command()(init)
commands.command()(up)
commands.command()(down)
commands.command()(status)
commands.command()(doctor)
commands.command()(code)
commands.command()(restore)
commands.add_typer(serve, name="serve", hidden=True)


@commands.command(
    "witness",
    add_help_option=False,
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
)
def witness(words: typer.Context) -> None:
    """Watch a log elsewhere: cosign what continues, shout at what does not."""
    sys.exit(merkle(["witness", *words.args]))


def _in_the_help(text: str) -> Callable[[], None]:
    def command() -> None:
        raise AssertionError("`app` runs it")

    command.__doc__ = text
    return command


for name, lazy in LAZY.items():
    commands.command(name)(_in_the_help(lazy.help))


def app(words: Sequence[str] | None = None) -> None:
    """Run the command line: exit 0 done, 1 the answer is no, 2 misuse.

    What went wrong is a sentence on standard error. `--data DIR` may stand anywhere.
    """
    try:
        rest = take_data(sys.argv[1:] if words is None else list(words))
        if found := named(rest):
            name, own = found
            load(LAZY[name], own)(own, prog_name=f"chaperone {name}")
        else:
            commands(rest, prog_name="chaperone")
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    except Exception as error:
        sentence = _for_people(error)
        if sentence is None:
            raise
        typer.echo(f"chaperone: {sentence}", err=True)
        sys.exit(1)


def _for_people(error: Exception) -> str | None:
    """What to say about our own errors and about what may happen to any program; else None."""
    if type(error).__module__.startswith("chaperone."):
        return str(error)
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return "The disk is full. Free some space and start again; nothing is lost."
    if any(isinstance(found, psycopg.OperationalError) for found in (error, error.__cause__)):
        return f"The database does not answer: {' '.join(str(error).split())}"
    return None


def take_data(words: Sequence[str]) -> list[str]:
    """Take `--data DIR` off, into CHAPERONE_DATA. Words after `--` are left alone."""
    end = words.index("--") if "--" in words else len(words)
    rest = []
    before = iter(words[:end])
    for word in before:
        if word == "--data":
            _use(next(before, ""))
        elif word.startswith("--data="):
            _use(word.removeprefix("--data="))
        else:
            rest.append(word)
    return [*rest, *words[end:]]


def _use(folder: str) -> None:
    if not folder:
        typer.echo("chaperone: --data needs a folder.", err=True)
        sys.exit(2)
    os.environ["CHAPERONE_DATA"] = str(Path(folder).absolute())
