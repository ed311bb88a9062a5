"""Accounts do not know organizations; ``access``, above, says for whom somebody works."""

from collections.abc import Callable
from uuid import UUID

from chaperone.database.identifiers import PLATFORM

_home: Callable[[UUID], UUID | None] | None = None


def find_home_with(home: Callable[[UUID], UUID | None]) -> None:
    """Names the callable that gives a user's organization (registered by ``access``)."""
    global _home
    _home = home


def home_of(user_id: UUID | None) -> UUID:
    """The organization whose ledger records this user's sign-ins; the platform's if unknown."""
    found = _home(user_id) if _home and user_id else None
    return found or PLATFORM
