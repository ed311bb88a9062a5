"""What the commands of the ceremony have in common: the shares in hand, and a place for secrets."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from chaperone.cli.folder import DataFolder
from chaperone.continuity.escrow.errors import PlaceNotEmpty
from chaperone.continuity.escrow.shares import NEEDED, given
from chaperone.crypto.providers.choosing import configured, load
from chaperone.crypto.providers.file import FileKeyProvider
from chaperone.files.sections import section

Shares = Annotated[
    list[str] | None,
    typer.Option("--share", help="A file with a share. Without: asks, and shows nothing typed."),
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask first.")]


def in_hand(shares: list[str] | None) -> list[str]:
    """The shares that were given, or asked for one by one. Raises `ShareMistyped`."""
    if shares:
        return [given(share) for share in shares]
    return [
        typer.prompt(f"The words of share {number} of the two you have", hide_input=True, err=True)
        for number in range(1, NEEDED + 1)
    ]


def sure(question: str, *, yes: bool) -> None:
    """Exit 1 unless somebody says yes."""
    if not yes and not typer.confirm(question, err=True):
        raise typer.Exit(1)


def empty_place(out: Path) -> Path:
    """The folder, made for its owner alone. Raises `PlaceNotEmpty` and `OSError`."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise PlaceNotEmpty(f"{out} is none.")
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    out.chmod(0o700)
    return out


def root_key_in_file(folder: DataFolder) -> FileKeyProvider | None:
    """The root key that is in a file; None where a key service or an HSM holds it.

    Raises what providers raise.
    """
    provider = load(root_key_settings(folder), folder.keys)
    return provider if isinstance(provider, FileKeyProvider) else None


def root_key_settings(folder: DataFolder) -> Mapping[str, Any]:
    """How the root key in use is reached. Raises `ProviderMisconfigured`."""
    return configured(folder.config_file)[0]


def recipients(folder: DataFolder) -> list[str]:
    """Whom the installation's backups are encrypted to. Raises `ConfigUnreadable`."""
    found = section(folder.config_file, "backups", variable="CHAPERONE_BACKUPS")
    named = found.get("recipients", []) if isinstance(found, dict) else []
    return [str(each) for each in named] if isinstance(named, list) else []


def is_installed(folder: DataFolder) -> bool:
    """Whether there is an installation here, whose ledger can say what was done."""
    return folder.config_file.exists() and bool(
        os.environ.get("CHAPERONE_DATABASE_URL") or (folder.run / "database.json").exists()
    )
