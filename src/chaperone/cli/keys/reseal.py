"""`chaperone keys reseal`: what workers do bit by bit, at the operator's own pace."""

import json
import sys
import time
from typing import Annotated
from uuid import UUID

import typer

from chaperone.cli.answers import AsJson
from chaperone.cli.keys.choosing import Which, chosen
from chaperone.database.identifiers import PLATFORM
from chaperone.organizations.keys import ROWS_AT_ONCE, destroy_idle
from chaperone.vault import resealing
from chaperone.vault.registry import OPERATOR


def reseal(
    organization: Which = "",
    rows_per_second: Annotated[
        int, typer.Option(min=1, help="Not faster than this; else as fast as it goes.")
    ] = 1_000_000,
    as_json: AsJson = False,
) -> None:
    """Seal old values anew, and destroy the keys that nothing needs any more.

    Safe to break off at any moment: it goes on from there.
    """
    done = []
    for organization_id, slug in chosen(organization).items():
        moved = _move(organization_id, slug, rows_per_second)
        left = sum(resealing.left(organization_id=organization_id).values())
        destroyed = destroy_idle(organization_id)
        done.append(
            {"organization": slug, "sealed_anew": moved, "left": left, "destroyed": destroyed}
        )
        if not as_json:
            typer.echo(f"{slug}: {moved} sealed anew, {left} left, {destroyed} keys destroyed.")
    if as_json:
        typer.echo(json.dumps(done, indent=1))
    else:
        typer.echo("Retired keys are kept for an hour at least; workers destroy them then.")


def _move(organization_id: UUID, slug: str, rows_per_second: int) -> int:
    total = sum(row.total for row in resealing.begin(organization_id=organization_id))
    moved = resealing.reseal_outside_of_fields(by=OPERATOR) if organization_id == PLATFORM else 0
    at_once = min(ROWS_AT_ONCE, rows_per_second)
    while True:
        began = time.monotonic()
        found = resealing.reseal(organization_id=organization_id, rows=at_once, by=OPERATOR)
        if found is None:
            return moved
        moved += found.moved
        if sys.stderr.isatty():
            typer.echo(f"\r{slug}: {moved} of {total}", nl=False, err=True)
        time.sleep(max(0.0, at_once / rows_per_second - (time.monotonic() - began)))
