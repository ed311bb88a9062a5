"""`chaperone keys`: status and ceremony of the keys. A module for each command."""

import typer

from chaperone.cli.escrow import app as backup
from chaperone.cli.keys.organization import index, organization, values
from chaperone.cli.keys.reseal import reseal
from chaperone.cli.keys.root import root
from chaperone.cli.keys.status import status

app = typer.Typer(help="Look at keys, and put new ones in their place.", no_args_is_help=True)
rotate = typer.Typer(help="Put new keys in the place of others.", no_args_is_help=True)
app.command()(status)
rotate.command()(root)
rotate.command()(organization)
rotate.command()(values)
rotate.command()(index)
app.add_typer(rotate, name="rotate")
app.command()(reseal)
app.add_typer(backup, name="backup")
