"""The link of a page: acknowledges, and opens nothing. Signed, for one page and one person."""

from typing import NamedTuple
from uuid import UUID

from django.core import signing

from chaperone.conversations.paging.errors import LinkUseless

HOURS = 24
_SALT = "chaperone.conversations.page"


class Token(NamedTuple):
    """Which page of which organization, and who was told."""

    organization_id: UUID
    page_id: UUID
    user_id: UUID


def token_for(token: Token) -> str:
    """The token as it stands in a link."""
    return signing.dumps([part.hex for part in token], salt=_SALT, compress=False)


def read(text: str) -> Token:
    """What a link says. Raises ``LinkUseless`` where it is forged or older than ``HOURS``."""
    try:
        parts = signing.loads(text, salt=_SALT, max_age=HOURS * 3600)
        return Token(*(UUID(hex=part) for part in parts))
    except (signing.BadSignature, ValueError, TypeError, AttributeError) as problem:
        raise LinkUseless from problem
