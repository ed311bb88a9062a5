"""`chaperone backup`: make, list, search, verify and remove backups. A module for each verb."""

import typer

from chaperone.cli.backup.copies import copies
from chaperone.cli.backup.create import create
from chaperone.cli.backup.find import list_, search
from chaperone.cli.backup.remove import remove
from chaperone.cli.backup.verify import verify

app = typer.Typer(help="Make, list, search, verify and remove backups.", no_args_is_help=True)
app.command()(create)
app.command("list")(list_)
app.command()(search)
app.command()(verify)
app.command()(remove)
app.command()(copies)
