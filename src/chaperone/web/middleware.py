"""Headers of every page that the application makes. Static files pass before and may be cached."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

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
