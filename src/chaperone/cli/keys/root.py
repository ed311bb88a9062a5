"""`chaperone keys rotate root`: another root key, in the same or another provider."""

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

import psycopg
import typer

from chaperone.cli import schema
from chaperone.cli.answers import AsJson
from chaperone.cli.errors import RootKeyNamed
from chaperone.cli.folder import DataFolder, default_folder
from chaperone.cli.keys.choosing import slugs
from chaperone.crypto.providers.choosing import configured, load, passphrase_in
from chaperone.crypto.providers.file import FileKeyProvider
from chaperone.crypto.providers.interface import KeyProvider, try_out
from chaperone.database import address
from chaperone.vault import rotation
from chaperone.vault.provider import forget_providers
from chaperone.vault.registry import OPERATOR

_OPTIONS = {
    "file": ("passphrase_file", "passphrase_variable"),
    "aws_kms": ("key", "region", "endpoint"),
    "pkcs11": ("module", "token", "key", "pin_file", "pin_variable"),
}


def root(
    provider: Annotated[str, typer.Option(help="file, aws_kms or pkcs11.")] = "",
    setting: Annotated[
        list[str] | None,
        typer.Option(help="NAME=VALUE of the provider, such as region=us-east-1. Never a secret."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Put another root key in the place of the one in use. Without --provider: go on with one
    that was broken off.

    The former one is needed until the end, which the command tells.
    """
    folder = DataFolder(default_folder())
    described = configured(folder.config_file)
    if provider:
        if described[1:]:
            raise RootKeyNamed(what="Another is being put in place: go on without --provider.")
        described = [_described(folder, provider, setting or []), *described]
    elif not described[1:]:
        raise typer.BadParameter("name the provider of the new one.", param_hint="--provider")
    current = load(described[0], folder.keys)
    try_out(current)
    _use(folder, current, described)
    counts = {slug: _rewrap(organization_id) for organization_id, slug in slugs().items()}
    _use(folder, current, described[:1])
    done = {"root_key": current.key_id, "wrapped_anew": counts}
    told = f"The root key is {current.key_id} now; the former one is out of use."
    advice = "Keep it until the last backup that needs it has expired, then destroy it."
    typer.echo(json.dumps(done) if as_json else f"{told}\n{advice}")


def _described(folder: DataFolder, provider: str, settings: list[str]) -> dict[str, Any]:
    """The settings of the new one; a file is made."""
    known = _OPTIONS.get(provider)
    if known is None:
        raise typer.BadParameter(f"one of {', '.join(_OPTIONS)}.", param_hint="--provider")
    described: dict[str, Any] = {"provider": provider}
    for each in settings:
        name, _, value = each.partition("=")
        if name not in known or not value:
            raise typer.BadParameter(f"{', '.join(known)}, as NAME=VALUE.", param_hint="--setting")
        described[name] = value
    if provider == "file":
        described["path"] = f"root-{datetime.now(UTC):%Y%m%d%H%M%S}.key"
        passphrase = passphrase_in(described)
        FileKeyProvider.create(folder.keys / described["path"], passphrase=passphrase)
    return described


def _use(folder: DataFolder, current: KeyProvider, described: list[Mapping[str, Any]]) -> None:
    """Settings first, then the mark of the database: a start accepts a former one meanwhile."""
    former = [{k: v for k, v in each.items() if k != "former"} for each in described[1:]]
    kept = {k: v for k, v in described[0].items() if k != "former"}
    folder.use_root_key(kept | ({"former": former} if former else {}), key_id=current.key_id)
    forget_providers()
    found = address.find(folder.root, os.environ)
    owner = found.dsn("owner", address.password(folder.root, "owner", os.environ))
    with psycopg.connect(owner) as connection:
        if mark := schema.read_mark(connection):
            schema.write_mark(connection, schema.Mark(mark.fingerprint, current.key_id))


def _rewrap(organization_id: Any) -> int:
    """Until nothing is left that a process made under the former one meanwhile."""
    done = 0
    while moved := rotation.rotate_root(organization_id=organization_id, by=OPERATOR):
        done += moved
    return done
