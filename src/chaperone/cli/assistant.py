"""`chaperone assistant`: the assistant's judgement on lines of JSON, without a server.

In: one object a line with "id" and "text"; out: one a line, in the same order.
"""

import importlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import django
import typer
from django.conf import settings

from chaperone.assistant.triage import triage as triage_text
from chaperone.cli.errors import CliError
from chaperone.sms.intents import intent

app = typer.Typer(help="Judge texts: JSON lines in, JSON lines out.", no_args_is_help=True)


class LineNotUnderstood(CliError):
    """Line {number} is not a JSON object with "id" and "text" (two strings)."""


@app.command()
def triage() -> None:
    """Emergency, crisis, urgent or routine: {"id", "level", "category"}."""
    _each_line(_triaged)


@app.command()
def optout() -> None:
    """What a text asks of the texting: {"id", "intent"}, opt_out, opt_in, help or none."""
    _each_line(lambda text: {"intent": intent(text)})


@app.command()
def answer() -> None:
    """The library's answer: {"id", "reply", "sources", "declined"}. Needs no database."""
    settings.configure(INSTALLED_APPS=["chaperone.organizations", "chaperone.assistant"])
    django.setup()
    answering = importlib.import_module("chaperone.assistant.answering")
    _each_line(lambda text: _answered(answering.answer(text)))


@app.command()
def evaluate(
    file: Annotated[Path, typer.Argument(help="Labelled texts, a JSON object a line.")],
    organization: Annotated[
        str, typer.Option("--organization", help="Its short name, where there is more than one.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")] = False,
) -> None:
    """Measure on your own texts: {"text", "level"}, {"text", "gold": [ids]}, {"text", "decline"}.

    Keeps the figures in the organization, not the texts, and compares with the last run.
    """
    measuring = importlib.import_module("chaperone.cli.evaluation")
    measuring.run(file, organization=organization, as_json=as_json)


def _triaged(text: str) -> dict[str, Any]:
    judged = triage_text(text)
    return {"level": judged.level, "category": judged.category}


def _answered(found: Any) -> dict[str, Any]:
    return {
        "reply": found.reply,
        "sources": list(found.sources),
        "declined": found.declined,
    }


def _each_line(judge: Callable[[str], dict[str, Any]]) -> None:
    for id_, text in _lines():
        judged = {"id": id_, **judge(text)}
        sys.stdout.write(json.dumps(judged, ensure_ascii=False) + "\n")


def _lines() -> Iterator[tuple[str, str]]:
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            given = json.loads(line)
            id_, text = given["id"], given["text"]
        except (ValueError, TypeError, KeyError):
            raise LineNotUnderstood(number=number) from None
        if not isinstance(id_, str) or not isinstance(text, str):
            raise LineNotUnderstood(number=number)
        # PostgreSQL text has no NUL; the carriers refuse it, too.
        yield id_, text.replace("\0", "")
