"""Whether the root key opens what is stored: tried on a key that it must have wrapped."""

from collections.abc import Collection
from pathlib import Path

import psycopg

from chaperone.cli.errors import RootKeyDoesNotFit
from chaperone.crypto.errors import UnwrapRefused
from chaperone.crypto.providers.interface import KeyProvider
from chaperone.database.identifiers import PLATFORM
from chaperone.vault.binding import wrapped_for

_PURPOSE = "organization"
_STORED = (
    "select id, wrapped, wrapped_by from vault_key where organization_id = %s and purpose = %s"
)


def check(
    connection: psycopg.Connection,
    root_key: KeyProvider,
    path: Path,
    *,
    former: Collection[str] = (),
) -> None:
    """Raise RootKeyDoesNotFit unless `root_key`, of the file `path`, unwraps the platform's key.

    What one of the `former` root keys still wraps is left to it. Raises ProviderError, too.

    The connection is the owner's. A name of the key would not do: it can outlive the data that
    it named, when a database is restored into the place of another.
    """
    if connection.execute("select to_regclass('public.vault_key')").fetchone() == (None,):
        return
    for key_id, wrapped, wrapped_by in connection.execute(_STORED, [PLATFORM, _PURPOSE]):
        context = wrapped_for(
            organization_id=PLATFORM, key_id=key_id, purpose=_PURPOSE, member_id=None
        )
        if wrapped_by in former:
            continue
        try:
            root_key.unwrap(wrapped, context=context)
        except UnwrapRefused as error:
            raise RootKeyDoesNotFit(
                path=path, found=root_key.key_id, expected=wrapped_by
            ) from error
