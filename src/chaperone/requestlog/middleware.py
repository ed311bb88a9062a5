"""Writes every request down, the refused and the malformed too. The outermost middleware.

What is kept is in ``records``: a route's name, never a path, since a path may hold an identifier
or a secret. A page whose request cannot be kept is not served.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac

from chaperone.database.identifiers import PLATFORM, new_id
from chaperone.ledger.actors import Actor
from chaperone.requestlog.actions import write
from chaperone.requestlog.errors import NotLogged
from chaperone.requestlog.records import STATIC, UNRESOLVED, Record
from chaperone.requestlog.registry import address_of, organization_of

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_RETRY_AFTER_SECONDS = "10"
_SESSION_SALT = "chaperone.requestlog.session"
# Of the page that is not served nothing stays but the headers that protect.
_OF_THE_PAGE = frozenset({"content-type", "content-length", "content-encoding", "location", "etag"})


class RequestLogMiddleware:
    """Keeps a record of each request before its answer leaves (45 CFR 164.312(b))."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        at, began = datetime.now(UTC), time.perf_counter()
        response = self._get_response(request)
        try:
            write(_record(request, response, at, time.perf_counter() - began))
        except NotLogged:
            return response if _is_static(request) else _unavailable(request, response)
        return response

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        """Remembers who asked: after a sign-out nobody could tell any more."""
        request.asked_by = (_user_id(request), _session_of(request))  # type: ignore[attr-defined]


def session_hash(session_key: str) -> str:
    """By what a session is known in the log: tells sessions apart and opens none."""
    digest = salted_hmac(_SESSION_SALT, session_key, algorithm="sha256").hexdigest()
    return digest[:32]


def _record(request: HttpRequest, response: HttpResponse, at: datetime, seconds: float) -> Record:
    user_id, session = getattr(request, "asked_by", (None, ""))
    actor = _actor(request, _user_id(request) or user_id)
    return Record(
        id=new_id(),
        organization_id=actor.organization_id,
        at=at,
        address=address_of(request),
        session=_session_of(request) or session,
        actor_kind=actor.kind,
        actor_id=actor.id,
        method=request.method if request.method in _METHODS else "other",
        route=_route(request),
        status=response.status_code,
        duration_ms=round(seconds * 1000, 3),
        size=_size(response),
    )


def _actor(request: HttpRequest, user_id: UUID | None) -> Actor:
    entered = getattr(request, "actor", None)
    if isinstance(entered, Actor):
        return entered
    if user_id is None:
        return Actor(kind="anonymous", id=None, organization_id=PLATFORM)
    try:
        return Actor(kind="staff", id=user_id, organization_id=organization_of(user_id))
    except DatabaseError as problem:
        raise NotLogged("It could not be told for whom this person works.") from problem


def _user_id(request: HttpRequest) -> UUID | None:
    try:
        return getattr(getattr(request, "user", None), "pk", None)
    except DatabaseError:
        # The page failed for the same reason, and so will the writing.
        return None


def _session_of(request: HttpRequest) -> str:
    key = getattr(getattr(request, "session", None), "session_key", None)
    return session_hash(key) if key else ""


def _route(request: HttpRequest) -> str:
    if request.resolver_match:
        return request.resolver_match.view_name
    return STATIC if _is_static(request) else UNRESOLVED


def _is_static(request: HttpRequest) -> bool:
    return request.resolver_match is None and request.path_info.startswith(settings.STATIC_URL)


def _size(response: HttpResponse) -> int | None:
    if response.has_header("Content-Length"):
        return int(response.headers["Content-Length"])
    return None if response.streaming else len(response.content)


def _unavailable(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    response.close()
    refused = HttpResponse(render_to_string(_page_for(request, response)), status=503)
    for name, value in response.headers.items():
        if name.lower() not in _OF_THE_PAGE:
            refused.headers.setdefault(name, value)
    refused.headers["Retry-After"] = _RETRY_AFTER_SECONDS
    return refused


def _page_for(request: HttpRequest, response: HttpResponse) -> str:
    """What was to be changed may be done already: only its record is missing."""
    changes = request.method not in ("GET", "HEAD")
    return "503_unknown.html" if changes and response.status_code < 500 else "503.html"
