"""`chaperone ledger events`: what the record can say, of all rooms."""

import importlib
import json
import pkgutil
from dataclasses import asdict
from typing import Annotated

import typer

import chaperone
from chaperone.cli.answers import AsJson
from chaperone.ledger.events import Event, registered


def events(
    as_json: AsJson = False,
    as_markdown: Annotated[
        bool, typer.Option("--markdown", help="Print the page of the documentation.")
    ] = False,
) -> None:
    """List every event by room: its name, how it came out, and what it means."""
    found = every_event()
    if as_json:
        typer.echo(json.dumps([{"room": _room(each)} | asdict(each) for each in found]))
    elif as_markdown:
        typer.echo(_page(found), nl=False)
    else:
        width = max(len(each.name) for each in found)
        for each in found:
            typer.echo(f"{each.name:{width}}  {each.outcome:7}  {each.meaning}")


def every_event() -> list[Event]:
    """The events of every room, by name. Loads the modules that list them."""
    for module in pkgutil.walk_packages(chaperone.__path__, "chaperone."):
        if module.name.endswith("events") and not module.name.startswith("chaperone.cli"):
            importlib.import_module(module.name)
    return [event for _, event in sorted(registered().items())]


def _room(event: Event) -> str:
    return event.name.split(".")[0]


def _page(found: list[Event]) -> str:
    rooms = list(dict.fromkeys(map(_room, found)))
    sections = [_section(room, [each for each in found if _room(each) == room]) for room in rooms]
    return _HEAD.format(events=len(found), rooms=len(rooms)) + "".join(sections)


def _section(room: str, found: list[Event]) -> str:
    lines = "".join(f"| `{each.name}` | {each.outcome} | {each.meaning} |\n" for each in found)
    return f"\n## {room}\n\n| name | outcome | meaning |\n|---|---|---|\n{lines}"


_HEAD = """\
# What the ledger records

The {events} events of {rooms} rooms, as `chaperone ledger events` lists them. A name, its
meaning and its outcome are permanent: entries carry them for as long as they are kept.
**success**: it happened. **failure**: it was tried and did not work. **refused**: somebody was not
let do it. All are of version 0.1, the first.

Beside its event each entry says who acted, for which organization, about which members and when;
where people act, also the network address, the session and the grants; where sealed values were
opened, the purpose and each data element with its member, count and rows.

This page is what `chaperone ledger events --markdown` prints.
"""
