"""What a browser is told when the database went away in the middle of its request.

Reading is repeated once: nothing was sent yet, and what a page records of being opened was undone
with its transaction. What was to be changed is never repeated here, since only its sender knows
whether it still should be; they are told what is known.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from chaperone.connections.watching import Watch, watching
from chaperone.web.pages import page

_SAFE = frozenset({"GET", "HEAD"})
_UNAVAILABLE, _OUR_MISTAKE = 503, 500


class ReconnectingMiddleware:
    """Around everything but the request log."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response, watch = self._watched(request)
        if _went_well(response, watch):
            return response
        if request.method not in _SAFE:
            return _told(response, watch)
        if watch.broke and not watch.maybe_kept:
            response, watch = self._watched(request)
        return response if _went_well(response, watch) else _closed(response)

    def _watched(self, request: HttpRequest) -> tuple[HttpResponse, Watch]:
        with watching() as watch:
            response = self._get_response(request)
        return response, watch


def _went_well(response: HttpResponse, watch: Watch) -> bool:
    if response.status_code == _OUR_MISTAKE:
        return not watch.broke
    return response.status_code != _UNAVAILABLE


def _told(response: HttpResponse, watch: Watch) -> HttpResponse:
    """The page about what became of a form. A program that asked is told by the status alone."""
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return response
    return page("503_unknown.html" if watch.maybe_kept else "503_unsaved.html", status=503)


def _closed(response: HttpResponse) -> HttpResponse:
    """A page that failed for want of the database is no mistake of ours."""
    return response if response.status_code == _UNAVAILABLE else page("503.html", status=503)
