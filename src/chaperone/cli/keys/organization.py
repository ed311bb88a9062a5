"""`chaperone keys rotate organization` and `values`."""

import json
from typing import Annotated

import typer

from chaperone.cli.answers import AsJson
from chaperone.cli.keys.choosing import Which, chosen
from chaperone.vault import rotation
from chaperone.vault.registry import OPERATOR

PURPOSES = tuple(str(purpose) for purpose in rotation.REPLACED)


def organization(organization: Which = "", as_json: AsJson = False) -> None:
    """Put a new key in the place of the one that wraps an organization's others."""
    done = []
    for organization_id, slug in chosen(organization).items():
        count = rotation.rotate_organization(organization_id=organization_id, by=OPERATOR)
        done.append({"organization": slug, "wrapped_anew": count})
        if not as_json:
            typer.echo(f"{slug}: a new key wraps {count} others.")
    if as_json:
        typer.echo(json.dumps(done, indent=1))


def values(
    purpose: Annotated[
        list[str] | None,
        typer.Option(help=f"Which keys: {', '.join(PURPOSES)}. Given again: more; else all."),
    ] = None,
    organization: Which = "",
    as_json: AsJson = False,
) -> None:
    """Put new keys in the place of those that seal values. Old values stay readable."""
    wanted = purpose or list(PURPOSES)
    if unknown := set(wanted) - set(PURPOSES):
        raise typer.BadParameter(f"{min(unknown)} is none of {', '.join(PURPOSES)}.")
    done = []
    for organization_id, slug in chosen(organization).items():
        for each in wanted:
            count = rotation.rotate_values(
                organization_id=organization_id, purpose=each, by=OPERATOR
            )
            done.append({"organization": slug, "purpose": each, "replaced": count})
            if not as_json:
                typer.echo(f"{slug}: {count} new {each} keys.")
    if as_json:
        typer.echo(json.dumps(done, indent=1))
    else:
        typer.echo("Old values are sealed anew by the workers; sooner: chaperone keys reseal")


def index(organization: Which = "", as_json: AsJson = False) -> None:
    """Announce a new key of blind indexes. Workers do the rest, in six minutes and more."""
    done = list(chosen(organization).items())
    for organization_id, slug in done:
        rotation.announce_index(organization_id=organization_id, by=OPERATOR)
        if not as_json:
            typer.echo(f"{slug}: every process looks things up with the new key, too.")
    if as_json:
        typer.echo(json.dumps([{"organization": slug} for _, slug in done], indent=1))
    else:
        typer.echo("In six minutes it is in force; then the numbers of members are indexed anew.")
