"""`chaperone evidence`: how every standard stands, to take away (45 CFR 164.308(a)(8))."""

import json
import time
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Annotated
from uuid import UUID

import typer

from chaperone.access.actions import record_refusal
from chaperone.access.context import acting_for
from chaperone.access.errors import AccessError, CopyNotApproved
from chaperone.cli.answers import AsJson, fail, misuse
from chaperone.cli.ledger.acting import Which, acting_in
from chaperone.cli.ledger.asking import Since, Until, moment
from chaperone.evidence.errors import EvidenceError
from chaperone.evidence.freezing.actions import collect_now
from chaperone.evidence.packages.actions import finish, make_report, packed, prepare, record_made
from chaperone.evidence.packages.record import MOST_SAMPLED, Wish
from chaperone.files.errors import PrivateFileError
from chaperone.files.private import write_new
from chaperone.ledger.errors import LedgerError

PLACE = "cli: evidence package"
app = typer.Typer(help="Report how every standard stands, for auditors.", no_args_is_help=True)
Approval = Annotated[
    UUID | None,
    typer.Option(help="The approval of a copy of the record: its reference."),
]
Proposed = Annotated[
    bool,
    typer.Option(
        "--proposed",
        help="With how it would stand to the rule proposed in 2025, in files of their own.",
    ),
]


@app.command("report")
def report(
    out: Annotated[Path, typer.Option(metavar="DIR", help="A new or empty folder.")],
    proposed: Proposed = False,
    organization: Which = "",
    as_json: AsJson = False,
) -> None:
    """Compute every standard now, and write the report: JSON, HTML, PDF, OSCAL, how to check it."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        misuse("evidence", f"{out} is there already, and not an empty folder. Name a new one.")
    began = time.monotonic()
    actor = acting_in(organization, command="evidence", or_first=True)
    try:
        with acting_for(actor):
            collect_now(actor=actor)
        with acting_for(actor):
            made = make_report(actor=actor, proposed=proposed)
        # Once its record has committed.
        out.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, content in made.files.items():
            write_new(out / name, content)
    except (EvidenceError, LedgerError, PrivateFileError, OSError) as error:
        fail("evidence", str(error))
    rows = json.loads(made.files["report.json"])
    statuses = [row["status"] for row in rows]
    counts = {status: statuses.count(status) for status in sorted(set(statuses))}
    if as_json:
        seconds = round(time.monotonic() - began, 3)
        said = {"folder": str(out), "sha256": made.digest, "counts": counts, "seconds": seconds}
        typer.echo(json.dumps(said))
    else:
        found = ", ".join(f"{count} {status.replace('_', ' ')}" for status, count in counts.items())
        typer.echo(f"{out} holds the report: {found}. verify.md there says how it is checked.")


@app.command("package")
def package(
    out: Annotated[Path, typer.Option(metavar="FILE", help="A new file, such as evidence.zip.")],
    sample: Annotated[
        int, typer.Option(min=0, max=MOST_SAMPLED, help="So many records of access are drawn.")
    ] = 0,
    whole: Annotated[
        bool, typer.Option("--all", help="All entries of the record of that time.")
    ] = False,
    since: Since = "",
    until: Until = "",
    seed: Annotated[str, typer.Option(help="By what they are drawn; else a new one.")] = "",
    approval: Approval = None,
    proposed: Proposed = False,
    organization: Which = "",
    as_json: AsJson = False,
) -> None:
    """Make the package for auditors: one ZIP, to be checked without us. Recorded."""
    if out.exists():
        misuse("evidence", f"{out} is there already. Name a new file.")
    until_at = moment(until) or datetime.now(UTC)
    begins = moment(since)
    wish = Wish(sample, begins, until_at, seed or token_hex(16), approval, whole, proposed)
    if sample and whole:
        misuse("evidence", "All entries hold any sample of them. Name --sample or --all.")
    if wish.copies and (begins is None or approval is None):
        misuse("evidence", "A copy of the record needs --from, and --approval of it.")
    actor = acting_in(organization, command="evidence")
    try:
        prepared = prepare(actor=actor, wish=wish)
        with acting_for(actor):
            made = finish(actor=actor, on_behalf=actor, wish=wish, prepared=prepared)
            content = packed(made)
            record_made(actor=actor, made=made, content=content)
        write_new(out, content)
    except CopyNotApproved as refusal:
        record_refusal(actor=actor, route=PLACE, reason=str(refusal), asked_for={})
        fail("evidence", str(refusal))
    except (EvidenceError, AccessError, LedgerError, PrivateFileError, OSError) as error:
        fail("evidence", str(error))
    digest = sha256(content).hexdigest()
    if as_json:
        typer.echo(json.dumps({"file": str(out), "sha256": digest, "files": len(made.files)}))
    else:
        typer.echo(f"{out} holds {len(made.files)} files; verify.md there says how to check them.")
