"""Numbers of unknown senders, as far as programs need them."""

from uuid import UUID

from chaperone.vault.keyring import keyring

_ELEMENT = "conversations.unknown.number"


def index_of(organization_id: UUID, number: str) -> bytes:
    """The blind index that tells texts of one number together."""
    return keyring.blind_index(organization_id, element=_ELEMENT, token=number)


def can_be_answered(number: str) -> bool:
    """Whether it is a telephone number: short codes and names are programs', and get nothing."""
    return number.startswith("+")
