"""`chaperone keys status`: which keys there are, and how far their replacement has come."""

import json
from typing import Any

import typer

from chaperone.access.actors import operator
from chaperone.access.context import acting_for
from chaperone.cli.answers import AsJson
from chaperone.cli.keys.choosing import Which, chosen
from chaperone.crypto.errors import CryptoError
from chaperone.crypto.providers.interface import try_out
from chaperone.files.errors import PrivateFileError
from chaperone.vault.provider import root_key
from chaperone.vault.queries import KeysOf, Round, keys_of, rounds_of


def status(organization: Which = "", as_json: AsJson = False) -> None:
    """Print keys by organization and purpose. Exit 1: the key provider does not work."""
    provider = _provider()
    rows = []
    for organization_id, slug in chosen(organization).items():
        with acting_for(operator(organization_id)):
            rows.append((slug, keys_of(organization_id), rounds_of(organization_id)))
    if as_json:
        typer.echo(
            json.dumps(provider | {"organizations": [_json(*row) for row in rows]}, indent=1)
        )
    else:
        _tell(provider, rows)
    if provider["problem"]:
        raise typer.Exit(1)


def _provider() -> dict[str, Any]:
    """Which root key is in use, and what is wrong with it."""
    found = {"root_key": "", "problem": ""}
    try:
        found["root_key"] = root_key().key_id
        try_out(root_key())
    except (CryptoError, PrivateFileError) as problem:
        found["problem"] = str(problem)
    return found


def _json(slug: str, keys: list[KeysOf], rounds: list[Round]) -> dict[str, Any]:
    return {
        "organization": slug,
        "keys": [
            row._asdict() | {"oldest": row.oldest.isoformat() if row.oldest else None}
            for row in keys
        ],
        "resealing": [row._asdict() for row in rounds],
    }


def _tell(provider: dict[str, Any], rows: list[tuple[str, list[KeysOf], list[Round]]]) -> None:
    typer.echo(f"Root key {provider['root_key'] or 'unknown'}: {provider['problem'] or 'works'}")
    for slug, keys, rounds in rows:
        typer.echo(f"\n{slug}")
        for row in keys:
            oldest = f"oldest of {row.oldest:%Y-%m-%d}" if row.oldest else "none in force"
            typer.echo(
                f"  {row.purpose:13} {row.in_force:6} in force, {oldest}; {row.retired} retired"
            )
        for each in rounds:
            stuck = f", {each.stuck} do not open" if each.stuck else ""
            typer.echo(f"  re-sealing {each.place}: {each.moved} of {each.total}{stuck}")
