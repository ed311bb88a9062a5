"""Members, times and people, as the commands about the record take them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import typer
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from chaperone.access import sentences
from chaperone.access.queries import people_of
from chaperone.cli.answers import misuse
from chaperone.ledger.actors import Actor
from chaperone.ledger.queries import Filters

Member = Annotated[UUID | None, typer.Option(help="About this member: the id, as entries show it.")]
Since = Annotated[str, typer.Option("--from", help="Such as 2026-11-22T08:00Z; inclusive.")]
Until = Annotated[str, typer.Option("--until", help="Such as 2026-11-23T08:00Z; exclusive.")]


def moment(text: str) -> datetime | None:
    """A time with its zone, or else in that of the installation. Exit 2 for what is none."""
    if not text:
        return None
    try:
        found = parse_datetime(text if len(text) > 10 else f"{text}T00:00")
    except ValueError:
        found = None
    if found is None or not 2000 <= found.year < 2200:
        misuse("ledger", f"{text} is not a time, such as 2026-11-22T08:00Z.")
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def who(actor: Actor, text: str) -> Filters:
    """A program by its kind, or a person by name, e-mail address or id. Exit 2 for nobody."""
    if text in sentences.PROGRAMS:
        return Filters(program=text)
    people = people_of(actor)
    wanted = text.casefold()
    found = [
        user_id
        for user_id, name in people.items()
        if wanted in (str(user_id), name.casefold(), *name.casefold().rstrip(")").split(" ("))
    ]
    if len(found) != 1:
        how_many = "more than one person" if found else "nobody"
        misuse("ledger", f"{how_many} is called {text}. Programs: {', '.join(sentences.PROGRAMS)}.")
    return Filters(person=found[0])
