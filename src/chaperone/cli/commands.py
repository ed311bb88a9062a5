"""The command line as one tree: all commands, and a line of help for those loaded by name."""

import sys
from collections.abc import Callable
from typing import Annotated

import typer

from chaperone.cli.code import code
from chaperone.cli.doctor import doctor
from chaperone.cli.init import init
from chaperone.cli.lazy import LAZY
from chaperone.cli.restore import restore
from chaperone.cli.serve import serve
from chaperone.cli.up import down, status, up
from chaperone.merkle.command import main as merkle

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
