"""Fails closed: a route that nobody classified is served to nobody."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

_CLASSIFIED_ELSEWHERE = ("allauth.",)


class RouteGuardMiddleware:
    """Refuses views that are neither ``public`` nor behind ``requires``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, _request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> None:
        if not is_classified(view):
            raise Http404("This page is not served: nobody has said who may open it.")


def is_classified(view: Any) -> bool:
    """Whether somebody has said who may call this view."""
    return hasattr(view, "access") or view.__module__.startswith(_CLASSIFIED_ELSEWHERE)
