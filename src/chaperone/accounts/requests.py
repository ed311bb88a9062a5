"""Where a request came from."""

from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The peer's address as the server saw it; headers that a client can forge don't count."""
    return str(request.META.get("REMOTE_ADDR", ""))


def user_agent_of(request: HttpRequest) -> str:
    return request.headers.get("User-Agent", "")
