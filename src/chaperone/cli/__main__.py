"""`python -m chaperone.cli`: the same as the command `chaperone`."""

from chaperone.cli.main import app

app()
