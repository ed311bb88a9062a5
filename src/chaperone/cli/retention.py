"""`chaperone retention`: the clock by which purging goes, for the operator."""

import json
from datetime import UTC
from typing import Annotated

import typer

from chaperone.cli.answers import AsJson
from chaperone.retention.purging.clock import looked_at, vouch

app = typer.Typer(
    help="See whether purging trusts the clock, and vouch for it.", no_args_is_help=True
)


@app.command("clock")
def clock(as_json: AsJson = False) -> None:
    """Say what the database's clock shows, and why purging doubts it. Exit 1 where it does."""
    now, problem = looked_at()
    shown = f"{now.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
    if as_json:
        typer.echo(json.dumps({"now": now.isoformat(), "trusted": not problem, "why": problem}))
    else:
        typer.echo(f"The database's clock shows {shown}. {problem or 'Purging trusts it.'}")
    raise typer.Exit(1 if problem else 0)


@app.command("vouch")
def vouch_for(
    confirmed: Annotated[
        bool, typer.Option("--compared", help="You have compared it with another clock.")
    ] = False,
) -> None:
    """Have purging trust the clock again, after you compared it with another one. Recorded."""
    now, problem = looked_at()
    if problem and not confirmed:
        typer.echo(
            f"chaperone retention: {problem} Compare it with another clock, set it right if it is"
            " wrong, and only then: chaperone retention vouch --compared",
            err=True,
        )
        raise typer.Exit(1)
    if problem:
        vouch()
    typer.echo(f"Purging trusts the clock: {now.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC.")
