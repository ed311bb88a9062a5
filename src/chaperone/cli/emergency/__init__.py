"""`chaperone emergency`: read on through a replica while the primary database is away."""

import typer

from chaperone.cli.emergency.joining import join
from chaperone.cli.emergency.leaving import stop
from chaperone.cli.emergency.starting import start
from chaperone.cli.emergency.telling import status

app = typer.Typer(
    help="Read on through a replica while the primary database is away.", no_args_is_help=True
)
app.command()(start)
app.command()(stop)
app.command()(status)
app.command()(join)
