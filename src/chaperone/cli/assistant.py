"""`chaperone assistant`: the assistant's judgement on lines of JSON, without a server.

In: one object a line with "id" and "text"; out: one a line, in the same order. What only one of the
commands needs is loaded by it: rules and their expressions take longer than a thousand lines.
"""

import importlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import django
import typer
from django.conf import settings

from chaperone.cli.answers import AsJson
from chaperone.cli.errors import CliError
from chaperone.deid.finding import Known, Span, find
from chaperone.deid.tokens import Tokens

app = typer.Typer(help="Judge texts: JSON lines in, JSON lines out.", no_args_is_help=True)


_AS_JSON = json.JSONEncoder(ensure_ascii=False).encode
# What "known" may hold, and what that is to `deid`.
_KNOWN_AS = {
    "first": "names",
    "middle": "names",
    "last": "names",
    "nickname": "names",
    "phone": "phones",
    "email": "emails",
    "date_of_birth": "dates",
    "address": "addresses",
    "city": "addresses",
    "zip": "addresses",
    "mrn": "numbers",
    "member_id": "numbers",
}


class LineNotUnderstood(CliError):
    """Line {number} is not a JSON object with "id" and "text" (two strings)."""


class KnownNotUnderstood(CliError):
    """Line {number}: "known" is not an object of strings, such as {{"first": "Rosa"}}."""


@app.command()
def triage() -> None:
    """Emergency, crisis, urgent or routine: {"id", "level", "category"}."""
    judge = importlib.import_module("chaperone.assistant.triage").triage
    _each_line(lambda text: _triaged(judge(text)))


@app.command()
def optout() -> None:
    """What a text asks of the texting: {"id", "intent"}, opt_out, opt_in, help or none."""
    intent = importlib.import_module("chaperone.sms.intents").intent
    _each_line(lambda text: {"intent": intent(text)})


@app.command()
def deidentify() -> None:
    """What identifies people, replaced: {"id", "text", "spans"}; spans are of the text given.

    "known" tells of the member: {"first", "last", "phone", "date_of_birth", "address", ...}.
    """
    for number, given in _given():
        known = _known(given.get("known"), number)
        spans = find(given["text"], known)
        text = Tokens().replace(given["text"], spans)
        _print({"id": given["id"], "text": text, "spans": [_place(span) for span in spans]})


@app.command()
def answer() -> None:
    """The library's answer: {"id", "reply", "sources", "declined"}. Needs no database."""
    with TemporaryDirectory(prefix="chaperone-") as no_installation:
        settings.configure(
            INSTALLED_APPS=["chaperone.organizations", "chaperone.assistant"],
            CHAPERONE_DATA=no_installation,
        )
        django.setup()
        answering = importlib.import_module("chaperone.assistant.answering")
        _each_line(lambda text: _answered(answering.answer(text)))


@app.command()
def evaluate(
    file: Annotated[Path, typer.Argument(help="Labelled texts, a JSON object a line.")],
    organization: Annotated[
        str, typer.Option("--organization", help="Its short name, where there is more than one.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Measure on your own texts: {"text", "level"}, {"text", "gold": [ids]}, {"text", "decline"}.

    Keeps the figures in the organization, not the texts, and compares with the last run.
    """
    measuring = importlib.import_module("chaperone.cli.evaluation")
    measuring.run(file, organization=organization, as_json=as_json)


def _triaged(judged: Any) -> dict[str, Any]:
    return {"level": judged.level, "category": judged.category}


def _answered(found: Any) -> dict[str, Any]:
    return {
        "reply": found.reply,
        "sources": list(found.sources),
        "declined": found.declined,
    }


def _each_line(judge: Callable[[str], dict[str, Any]]) -> None:
    for _, given in _given():
        # PostgreSQL text has no NUL; the carriers refuse it, too.
        _print({"id": given["id"], **judge(given["text"].replace("\0", ""))})


def _print(judged: dict[str, Any]) -> None:
    sys.stdout.write(_AS_JSON(judged) + "\n")


def _given() -> Iterator[tuple[int, dict[str, Any]]]:
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
        yield number, given


def _place(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "type": span.type}


def _known(given: Any, number: int) -> Known | None:
    if not given:
        return None
    if not isinstance(given, dict) or not all(isinstance(v, str) for v in given.values()):
        raise KnownNotUnderstood(number=number)
    values: dict[str, list[str]] = {}
    for name, value in given.items():
        if name in _KNOWN_AS and value:
            values.setdefault(_KNOWN_AS[name], []).append(value)
    return Known(**{name: tuple(values) for name, values in values.items()})
