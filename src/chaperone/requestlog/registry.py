"""This room knows neither accounts nor proxies; a room above tells who asked and from where."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest

from chaperone.database.identifiers import PLATFORM

_home: Callable[[UUID], UUID] | None = None
_address: Callable[[HttpRequest], str] | None = None


def know_requests_by(
    *, home: Callable[[UUID], UUID], address: Callable[[HttpRequest], str]
) -> None:
    """Names the callables that give a user's organization and where a request came from.

    Registered by ``web``, from ``accounts``, which knows which proxies are believed.
    """
    global _home, _address
    _home, _address = home, address


def organization_of(user_id: UUID) -> UUID:
    """The organization whose log holds this user's request; the platform's if unknown."""
    return _home(user_id) if _home else PLATFORM


def address_of(request: HttpRequest) -> str:
    """Where the request came from; the peer's address where nobody knows better."""
    return _address(request) if _address else str(request.META.get("REMOTE_ADDR", ""))
