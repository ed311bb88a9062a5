"""Whose request it is in emergency mode, and what is closed."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from chaperone.access.errors import NotCleared
from chaperone.accounts.actions.sign_in import record_apart
from chaperone.accounts.context import Whereabouts, acting_from
from chaperone.accounts.events import SESSION_MOVED, SESSION_TIMED_OUT
from chaperone.accounts.models import Session
from chaperone.accounts.requests import origin_of
from chaperone.continuity.emergency import stays

Handler = Callable[[HttpRequest], HttpResponse]


class StayMiddleware:
    """Lets a request act for somebody while their session of this process lasts, in its browser.

    Sets ``request.sign_in`` to the session or None.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        session = _standing(request)
        request.sign_in = session  # type: ignore[attr-defined]
        here = Whereabouts(origin_of(request).address, session.id if session else None)
        with acting_from(here):
            return self.get_response(request)


def _standing(request: HttpRequest) -> Session | None:
    if not request.user.is_authenticated:
        return None
    session, origin = stays.stay_of(request), origin_of(request)
    event = None
    if session is not None:
        if stays.is_over(session, datetime.now(UTC)):
            event = SESSION_TIMED_OUT
        elif stays.has_moved(session, origin):
            event = SESSION_MOVED
        else:
            stays.renew(request)
            return session
        with acting_from(Whereabouts(origin.address, session.id)):
            record_apart(event, session.user, origin)
    stays.end_stay(request)
    return None


class ClosedPagesMiddleware:
    """Says what is missing where the page to mend it is closed."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if isinstance(problem, NotCleared):
            missing = {"missing": problem.missing}
            return render(request, "emergency/not_cleared.html", missing, status=403)
        return None
