"""`chaperone ledger search`: what happened, newest first."""

import json
from dataclasses import asdict
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import typer

from chaperone.access.context import acting_for
from chaperone.access.queries import names_of
from chaperone.cli.answers import AsJson, fail, misuse
from chaperone.cli.ledger.acting import Which, acting_in
from chaperone.cli.ledger.asking import Member, Since, Until, moment, who
from chaperone.cli.ledger.events import every_event
from chaperone.ledger.actions import append
from chaperone.ledger.errors import SearchTooWide
from chaperone.ledger.queries import Filters, Page, Row
from chaperone.ledger.queries import search as find
from chaperone.ledger.record_events import LEDGER_SEARCHED


class Outcome(StrEnum):
    """What came of it."""

    SUCCESS = "success"
    FAILURE = "failure"
    REFUSED = "refused"


def search(
    by: Annotated[str, typer.Option("--who", help="A name, an address, an id, or worker …")] = "",
    member: Member = None,
    element: Annotated[str, typer.Option(help="What was opened: table.element.")] = "",
    event: Annotated[str, typer.Option(help="An event, or a room for all of its events.")] = "",
    outcome: Annotated[Outcome | None, typer.Option(help="What came of it.")] = None,
    since: Since = "",
    until: Until = "",
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many at once.")] = 50,
    before: Annotated[UUID | None, typer.Option(help="Go on behind this entry.")] = None,
    organization: Which = "",
    as_json: AsJson = False,
) -> None:
    """Find entries by who, what, about whom and when. Recorded. --json: a line for each entry."""
    actor = acting_in(organization)
    filters = Filters(member=member, element=element, since=moment(since), until=moment(until))
    if event or outcome:
        filters["events"] = _events(event, outcome)
    kinds = {"who": by, "member": member, "element": element, "what": event, "outcome": outcome}
    asked = [name for name, value in {**kinds, "since": since, "until": until}.items() if value]
    with acting_for(actor):
        if by:
            filters |= who(actor, by)
        append(
            event=LEDGER_SEARCHED,
            actor=actor,
            members=[member] if member else [],
            details={"by": sorted(asked)},
        )
        try:
            page = find(actor, before=before, limit=limit, **filters)
        except SearchTooWide as error:
            fail("ledger", str(error))
        names = names_of({row.actor_id for row in page.rows if row.actor_id})
    _print(page, names, as_json)


def _events(name: str, outcome: Outcome | None) -> list[str]:
    fitting = [each for each in every_event() if not name or f"{each.name}.".startswith(f"{name}.")]
    if not fitting:
        misuse("ledger", f"there is no event or room {name}. See: chaperone ledger events")
    return [each.name for each in fitting if outcome in (None, each.outcome)]


def _print(page: Page, names: dict[UUID, str], as_json: bool) -> None:
    for row in page.rows:
        typer.echo(json.dumps(_plain(row), default=str) if as_json else _line(row, names))
    if page.next and not as_json:
        typer.echo(f"There is more: --before {page.next}", err=True)
    if not page.rows and not as_json:
        typer.echo("No entry matches.", err=True)


def _plain(row: Row) -> dict[str, Any]:
    return asdict(row) | {"at": row.at.isoformat(), "elements": row.elements}


def _line(row: Row, names: dict[UUID, str]) -> str:
    name = names.get(row.actor_id) if row.actor_id else None
    place = "waiting" if row.position is None else str(row.position)
    about = " ".join(map(str, row.members[:3]))
    who = name or row.actor_kind
    return f"{row.at:%Y-%m-%d %H:%M:%S}Z  {place:>9}  {row.id}  {who:24}  {row.event}  {about}"
