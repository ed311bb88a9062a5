"""Around everything else: answers machines that watch, and counts, names and traces requests.

Outside of the request log, which answers 503 when the database is away: `/health/live` must not.
What watches asks every few seconds and learns nothing, so that it is not written down either.
"""

import hmac
import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST

from chaperone.database.identifiers import new_id
from chaperone.files.errors import PrivateFileError
from chaperone.files.private import read_private
from chaperone.requestlog.records import STATIC, UNRESOLVED
from chaperone.telemetry import metrics
from chaperone.telemetry.context import working_at
from chaperone.telemetry.traces import traced
from chaperone.web.health.figures import Readings
from chaperone.web.health.readiness import what_is_missing

TOKEN = "metrics.token"  # noqa: S105  the name of its file
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_BEARER = re.compile(r"Bearer ([\x21-\x7e]{1,200})")


class WatchingMiddleware:
    """The outermost middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if answer := _ANSWERS.get(request.path_info):
            response = answer(request)
            response.headers["Cache-Control"] = "no-store"
            return response
        return self._watched(request)

    def _watched(self, request: HttpRequest) -> HttpResponse:
        request_id, began = str(new_id()), time.perf_counter()
        config = Path(settings.CHAPERONE_DATA) / "config.json"
        method = request.method if request.method in _METHODS else "other"
        with (
            working_at(lambda: _facts(request, request_id)),
            traced("request", config, method=str(method)) as span,
        ):
            response = self._get_response(request)
            route = _route(request)
            span |= {"route": route, "status": response.status_code}
        metrics.REQUESTS.labels(route, method, str(response.status_code)).inc()
        metrics.SECONDS.labels(route).observe(time.perf_counter() - began)
        response.headers["X-Request-Id"] = request_id
        return response


def _facts(request: HttpRequest, request_id: str) -> Mapping[str, str]:
    """Ids of who has entered; nobody is looked up for a log line."""
    actor = getattr(request, "actor", None)
    found = {"request": request_id, "route": _route(request)}
    if actor is not None:
        found |= {"user": str(actor.id), "organization": str(actor.organization_id)}
    return found


def _route(request: HttpRequest) -> str:
    if request.resolver_match:
        return request.resolver_match.view_name or UNRESOLVED
    return STATIC if request.path_info.startswith(settings.STATIC_URL) else UNRESOLVED


def _live(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("live\n", content_type="text/plain")


def _ready(_request: HttpRequest) -> HttpResponse:
    """200, or 503 with one word: what is wrong with it is for those who look after it."""
    missing = what_is_missing()
    return HttpResponse(
        f"{missing or 'ready'}\n", status=503 if missing else 200, content_type="text/plain"
    )


def _metrics(request: HttpRequest) -> HttpResponse:
    """To who has the token. Where a request came from is no proof: behind a proxy on this machine
    everybody comes from it.
    """
    if not _has_token(request):
        refused = HttpResponse("unauthorized\n", status=401, content_type="text/plain")
        refused.headers["WWW-Authenticate"] = "Bearer"
        return refused
    return HttpResponse(metrics.text(Readings()), content_type=CONTENT_TYPE_LATEST)


def _has_token(request: HttpRequest) -> bool:
    given = _BEARER.fullmatch(request.headers.get("Authorization", ""))
    try:
        token = read_private(Path(settings.CHAPERONE_DATA) / "secrets" / TOKEN).strip()
    except PrivateFileError:
        return False
    if given is None or not token:
        return False
    return hmac.compare_digest(given[1].encode(), token)


_ANSWERS: Mapping[str, Callable[[HttpRequest], HttpResponse]] = {
    "/health/live": _live,
    "/health/ready": _ready,
    "/metrics": _metrics,
}
