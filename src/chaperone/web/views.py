"""The front door, and the pages for what went wrong. None of them reads a table."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string

from chaperone.web.navigation import home_of


def home(request: HttpRequest) -> HttpResponse:
    """To the page where this person's work starts; signed out, to the sign-in page."""
    actor = getattr(request, "actor", None)
    if actor is not None:
        return redirect(home_of(actor.roles))
    if request.user.is_authenticated:
        # Back to sign-in would lead here again, for ever.
        return render(request, "web/no_role.html", status=403)
    return redirect("account_login")


def bad_request(_request: HttpRequest, _exception: Exception) -> HttpResponse:
    """400: the request could not be understood."""
    return _page("400.html", status=400)


def forbidden(_request: HttpRequest, _exception: Exception) -> HttpResponse:
    """403: understood, and not allowed."""
    return _page("403.html", status=403)


def missing(_request: HttpRequest, _exception: Exception) -> HttpResponse:
    """404: not there, or not for this person; the two look alike on purpose."""
    return _page("404.html", status=404)


def failed(_request: HttpRequest) -> HttpResponse:
    """500: our mistake."""
    return _page("500.html", status=500)


def unavailable(_request: HttpRequest) -> HttpResponse:
    """503: the record cannot be written or the database is away, so nothing is shown."""
    response = _page("503.html", status=503)
    response["Retry-After"] = "10"
    return response


def form_refused(_request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """403 for a form without its token (Django's `CSRF_FAILURE_VIEW`). `reason` is for logs only."""
    return _page("web/form_refused.html", status=403)


def _page(template: str, *, status: int) -> HttpResponse:
    # Without the request: no context processor runs, so nothing can fail a second time.
    return HttpResponse(render_to_string(template), status=status)
