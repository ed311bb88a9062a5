"""`chaperone ledger account`: entries to take away, with proofs that need none of us."""

import json
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from chaperone.access.actions import record_refusal
from chaperone.access.context import acting_for
from chaperone.access.errors import CopyNotApproved
from chaperone.cli.answers import AsJson, fail, misuse
from chaperone.cli.ledger.acting import Which, acting_in
from chaperone.cli.ledger.asking import Member, Since, Until, moment
from chaperone.disclosures.actions import Asked, make_account
from chaperone.disclosures.errors import DisclosureError
from chaperone.files.errors import PrivateFileError
from chaperone.files.private import write_new
from chaperone.ledger.errors import LedgerError
from chaperone.merkle.errors import MerkleError

MOST = 50_000
PLACE = "cli: ledger account"
_HOW_TO_ASK = (
    "On the page “Copies” ask for entries of the record, to be made at the command line. Once"
    " somebody else has approved it: --approval REFERENCE."
)


def account(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder, for you alone.")],
    member: Member = None,
    since: Since = "",
    until: Until = "",
    approval: Annotated[
        UUID | None,
        typer.Option(help="The approval of this copy: its reference, as its page shows it."),
    ] = None,
    organization: Which = "",
    as_json: AsJson = False,
) -> None:
    """Write an organization's entries, opened, with proofs and how to check them.

    Recorded; needs the approval of somebody else than who asked for it.
    """
    if folder.exists():
        misuse("ledger", f"{folder} is there already. Name a new folder.")
    asked = Asked(member, moment(since), moment(until))
    actor = acting_in(organization)
    try:
        with acting_for(actor):
            made = make_account(actor=actor, asked=asked, most=MOST, approval=approval)
        # Once its record has committed.
        folder.mkdir(mode=0o700, parents=True)
        for name, content in made.files.items():
            write_new(folder / name, content)
    except CopyNotApproved as refusal:
        record_refusal(actor=actor, route=PLACE, reason=str(refusal), asked_for={})
        fail("ledger", f"{refusal}\n{_HOW_TO_ASK}")
    except (DisclosureError, LedgerError, MerkleError, PrivateFileError, OSError) as error:
        fail("ledger", str(error))
    if as_json:
        typer.echo(json.dumps({"folder": str(folder), "sha256": made.digest}))
    else:
        typer.echo(f"{folder} holds the account; verify.md there says how it is checked.")
