"""The command `chaperone`."""

import errno
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import typer

from chaperone.cli.lazy import LAZY, load, named

_INTERRUPTED = 130  # as shells say it: 128 and SIGINT


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
            # Loaded only now: it takes longer than what many a command by name has to do.
            tree = importlib.import_module("chaperone.cli.commands")
            tree.commands(rest, prog_name="chaperone")
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
    if any(map(_is_of_database, (error, error.__cause__))):
        return f"The database does not answer: {' '.join(str(error).split())}"
    return None


def _is_of_database(error: BaseException | None) -> bool:
    # Whoever met one has loaded psycopg; the others need not wait for it.
    psycopg = sys.modules.get("psycopg")
    return psycopg is not None and isinstance(error, psycopg.OperationalError)


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
