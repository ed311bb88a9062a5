"""Around every page that the application makes. Static files pass before and may be cached."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

Handler = Callable[[HttpRequest], HttpResponse]


def no_store(get_response: Handler) -> Handler:
    """Keeps pages out of every cache: what was shown must not outlive the session.

    45 CFR 164.312(a)(1). `no-store` also keeps the browser's back button from showing a page
    after sign-out.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def time_zone_of_its_own(get_response: Handler) -> Handler:
    """Ends with a request the time zone of the organization that was entered for it.

    Django keeps it for the thread: the next page would tell its times, and what day it is, by the
    clock of somebody else's organization.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        with timezone.override(None):
            return get_response(request)

    return middleware
