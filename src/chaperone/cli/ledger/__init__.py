"""`chaperone ledger`: what auditors and operators ask of the record. A module for each question."""

import typer

from chaperone.cli.ledger.account import account
from chaperone.cli.ledger.cosignatures import cosignatures
from chaperone.cli.ledger.events import events
from chaperone.cli.ledger.export import export
from chaperone.cli.ledger.forward import forward
from chaperone.cli.ledger.key import key
from chaperone.cli.ledger.prune import prune
from chaperone.cli.ledger.search import search
from chaperone.cli.ledger.verify import verify

app = typer.Typer(help="Verify, search and export the record.", no_args_is_help=True)
app.command()(verify)
app.command()(export)
app.command()(key)
app.command()(events)
app.command()(forward)
app.command()(search)
app.command()(account)
app.add_typer(cosignatures, name="cosignatures")
app.command()(prune)
