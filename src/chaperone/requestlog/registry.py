"""This room knows no accounts; a room above says for whom a signed-in person works."""

from collections.abc import Callable
from uuid import UUID

from chaperone.database.identifiers import PLATFORM

_home: Callable[[UUID], UUID] | None = None


def find_organization_with(home: Callable[[UUID], UUID]) -> None:
    """Names the callable that gives a user's organization (registered by ``web``)."""
    global _home
    _home = home


def organization_of(user_id: UUID) -> UUID:
    """The organization whose log holds this user's request; the platform's if unknown."""
    return _home(user_id) if _home else PLATFORM
