"""`chaperone keys backup`: the ceremony of the backups' keys. A module for each command.

Nothing here needs an installation but what is recorded: on the day of a restore there is none.
"""

import typer

from chaperone.cli.escrow.check import check
from chaperone.cli.escrow.join import join
from chaperone.cli.escrow.split import split
from chaperone.cli.escrow.wrap import wrap

app = typer.Typer(help="Keep the keys of the backups apart from them.", no_args_is_help=True)
app.command()(split)
app.command()(check)
app.command()(join)
app.command()(wrap)
