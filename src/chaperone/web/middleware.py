"""What happens at the edge: no page is kept, and a refusal becomes a page that says what to do."""

from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from chaperone.access.errors import NotCleared, NotReachable, NotSignedIn, RecordFailed
from chaperone.web.pages import page

Handler = Callable[[HttpRequest], HttpResponse]


class NoStoreMiddleware:
    """Keeps pages out of every cache: what was shown must not outlive the session.

    45 CFR 164.312(a)(1). `no-store` also keeps the browser's back button from showing a page
    after sign-out. Static files never come here.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class RefusalPagesMiddleware:
    """Turns what `access` refused into a page; any other error goes on to Django's handlers."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        match problem:
            case NotSignedIn():
                return redirect_to_login(request.get_full_path(), reverse("account_login"))
            case NotCleared():
                return page("web/not_cleared.html", status=403, problem=problem)
            case NotReachable():
                return page("404.html", status=404)
            case RecordFailed():
                return page("503.html", status=503)
        return None
