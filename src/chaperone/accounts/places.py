"""Screens that stand where others pass by: marked by who signs in there, once for each browser.

By the browser and not by its address, since desks and open floor often leave a clinic by one
address, and a laptop is carried from one to the other. The mark only ever shortens the idle time.
"""

from django.http import HttpRequest, HttpResponse

_COOKIE = "__Host-open-floor"
_YEAR = 365 * 24 * 60 * 60
_IN_SESSION = "open_floor"


def is_marked(request: HttpRequest) -> bool:
    """Whether somebody marked this browser before."""
    return request.COOKIES.get(_COOKIE) == "1"


def choose(request: HttpRequest, *, open_floor: bool) -> None:
    """Keeps the choice until the sign-in is complete."""
    request.session[_IN_SESSION] = open_floor


def is_open_floor(request: HttpRequest) -> bool:
    """What was chosen for this sign-in; where nothing was, what this browser was marked with."""
    return bool(request.session.get(_IN_SESSION, is_marked(request)))


def remember(response: HttpResponse, *, open_floor: bool) -> None:
    """Keeps the mark in the browser, for the next sign-in."""
    response.set_cookie(
        _COOKIE,
        "1" if open_floor else "0",
        max_age=_YEAR,
        secure=True,
        httponly=True,
        samesite="Lax",
    )
