"""`chaperone ledger account`: entries to take away, with proofs that need none of us."""

import json
from pathlib import Path
from typing import Annotated

import typer

from chaperone.access.context import acting_for
from chaperone.cli.ledger.acting import Which, acting_in
from chaperone.cli.ledger.asking import Member, Since, Until, misuse, moment
from chaperone.cli.ledger.printing import AsJson, fail
from chaperone.disclosures.actions import Asked, make_account
from chaperone.disclosures.errors import DisclosureError
from chaperone.files.errors import PrivateFileError
from chaperone.files.private import write_new
from chaperone.ledger.errors import LedgerError
from chaperone.merkle.errors import MerkleError

MOST = 50_000


def account(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder, for you alone.")],
    member: Member = None,
    since: Since = "",
    until: Until = "",
    organization: Which = "",
    as_json: AsJson = False,
) -> None:
    """Write an organization's entries, opened, with proofs and how to check them. Recorded."""
    if folder.exists():
        misuse(f"{folder} is there already. Name a new folder.")
    asked = Asked(member, moment(since), moment(until))
    actor = acting_in(organization)
    try:
        with acting_for(actor):
            made = make_account(actor=actor, asked=asked, most=MOST)
        # Once its record has committed.
        folder.mkdir(mode=0o700, parents=True)
        for name, content in made.files.items():
            write_new(folder / name, content)
    except (DisclosureError, LedgerError, MerkleError, PrivateFileError, OSError) as error:
        fail(str(error))
    if as_json:
        typer.echo(json.dumps({"folder": str(folder), "sha256": made.digest}))
    else:
        typer.echo(f"{folder} holds the account; verify.md there says how it is checked.")
