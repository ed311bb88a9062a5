"""The front door, and Django's handlers for what went wrong."""

from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from chaperone.access.decorators import chosen_organization, public
from chaperone.access.queries import enter
from chaperone.accounts.requests import address_of
from chaperone.web.navigation import home_of
from chaperone.web.pages import page


@public
def home(request: HttpRequest) -> HttpResponse:
    """To the page where this person's work starts; signed out, to the sign-in page."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    with transaction.atomic():
        entered = enter(
            request.user,
            address=address_of(request),
            organization=chosen_organization(request),
        )
    if entered is None:
        # Back to sign-in would lead here again, for ever.
        return render(request, "web/no_role.html", status=403)
    return redirect(home_of(entered.staff))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request could not be understood. To sign-in where the session ended meanwhile."""
    if isinstance(exception, SessionInterrupted):
        return redirect_to_login(request.path)
    return page("400.html", status=400)


def forbidden(_request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  named by Django
    """403: understood, and not allowed."""
    return page("403.html", status=403)


def missing(_request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  named by Django
    """404: not there, or not for this person; the two look alike on purpose."""
    return page("404.html", status=404)


def failed(_request: HttpRequest) -> HttpResponse:
    """500: our mistake."""
    return page("500.html", status=500)


def csrf_failure(_request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """403 for a form without its token. `reason` is Django's and tells people nothing."""
    return page("web/form_refused.html", status=403)
