"""`chaperone text`: a text through the handset carrier, and its reply."""

import json
import time
from typing import Annotated
from uuid import UUID

import typer

from chaperone.access.actors import carrier
from chaperone.access.context import acting_for
from chaperone.access.witness import witnessed
from chaperone.carriers.handset.actions import send_from_handset
from chaperone.carriers.inbound import Accepted
from chaperone.cli.answers import AsJson
from chaperone.conversations.queries.outcome import OutcomeOfText, outcome_of

app = typer.Typer()

_POLL = 0.1
_NOTHING: dict[str, object] = {"triage": "", "answered_by": "nobody", "reply": None, "sources": []}


@app.command()
def text(
    body: Annotated[str, typer.Argument(metavar="TEXT", help="What the member writes.")],
    sender: Annotated[str, typer.Option("--from", metavar="NUMBER", help="A member's number.")],
    recipient: Annotated[
        str | None,
        typer.Option("--to", metavar="NUMBER", help="The organization's; else the member's own."),
    ] = None,
    wait: Annotated[float, typer.Option(min=0, metavar="S", help="Seconds to wait.")] = 30.0,
    as_json: AsJson = False,
) -> None:
    """Text an organization as a member would, wait, and print the reply.

    Exit 1 when there is no reply yet after the wait.
    """
    accepted = send_from_handset(sender=sender, recipient=recipient, body=body)
    settled = accepted.message_id is None or _settles(accepted, wait)
    found = _outcome(accepted) if accepted.message_id else _NOTHING
    report = {"message_id": _text_of(accepted.message_id), **found}
    typer.echo(json.dumps(report) if as_json else _sentences(report, accepted, settled, wait))
    if not settled:
        raise typer.Exit(1)


def _settles(accepted: Accepted, seconds: float) -> bool:
    """Whether the text is answered or handed over within the time. Opens nothing."""
    until = time.monotonic() + seconds
    while True:
        outcome = _look(accepted)
        if outcome and outcome.settled:
            return True
        if time.monotonic() > until:
            return False
        time.sleep(_POLL)


def _look(accepted: Accepted) -> OutcomeOfText | None:
    assert accepted.message_id
    with acting_for(carrier(accepted.organization_id)):
        return outcome_of(accepted.message_id)


def _outcome(accepted: Accepted) -> dict[str, object]:
    """The reply, opened before a witness."""
    assert accepted.message_id
    actor = carrier(accepted.organization_id)
    with acting_for(actor), witnessed(actor, purpose="treatment", place="cli.text"):
        outcome = outcome_of(accepted.message_id)
        if outcome is None:
            return _NOTHING
        return {
            "triage": outcome.triage,
            "answered_by": outcome.answered_by,
            "reply": outcome.reply.open() if outcome.reply else None,
            "sources": outcome.sources.open().splitlines() if outcome.sources else [],
        }


def _sentences(report: dict[str, object], accepted: Accepted, settled: bool, wait: float) -> str:
    if accepted.message_id is None:
        return (
            "The number belongs to no member: coaches see the text under “Unknown”. In an emergency"
            " or crisis the fixed text goes to it."
        )
    if not settled:
        return f"No reply after {wait:g} seconds. Is a worker running? See: chaperone status"
    if report["reply"] is None:
        return "The text needs no reply, or a coach will write it."
    return str(report["reply"])


def _text_of(message_id: UUID | None) -> str | None:
    return str(message_id) if message_id else None
