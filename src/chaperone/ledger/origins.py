"""From where members were looked at, as the columns for search have it (``sql/origins.sql``)."""

from collections.abc import Collection
from uuid import UUID

from chaperone.crypto.errors import CryptoError
from chaperone.ledger.entries import Entry
from chaperone.vault.errors import VaultError
from chaperone.vault.keyring import keyring

ADDRESS_ELEMENT = "ledger.entry.address"
"""The element that keys the blind index of addresses."""
NOT_NOTED = b""
"""Stands for the address of an entry that must be opened to tell it."""
NO_SESSION = UUID(int=0)
"""Stands for the session of such an entry."""


def noted_address(entry: Entry) -> bytes | None:
    """What is noted with each member of an entry: the index of the address; None where it has none.

    An entry is never lost for want of this: where no index can be made, it is not noted.
    """
    if not entry.address or not entry.members:
        return None
    try:
        return keyring.blind_index(
            entry.organization_id, element=ADDRESS_ELEMENT, token=entry.address
        )
    except (VaultError, CryptoError):
        return NOT_NOTED


def as_noted(organization_id: UUID, address: str) -> Collection[bytes]:
    """By what the address may have been noted. Raises ``VaultError``, ``CryptoError``."""
    return keyring.blind_indexes(organization_id, element=ADDRESS_ELEMENT, token=address)
