"""Whose session a request is, and if it still is: automatic logoff (45 CFR 164.312(a)(2)(iii))."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from chaperone.accounts.actions.forwarding import note_forwarder
from chaperone.accounts.actions.sessions import renew, stop_moved, time_out
from chaperone.accounts.context import Whereabouts, acting_from
from chaperone.accounts.models import Session
from chaperone.accounts.queries import idle_limit, seconds_left, session_with
from chaperone.accounts.requests import Origin, address_of, origin_of, unnamed_forwarder
from chaperone.accounts.session_store import stored_key

POLL_HEADER = "X-Chaperone-Poll"
# Not at every request, since each renewal is a write; finely enough for the shortest idle time.
_WRITE_EVERY = timedelta(seconds=30)

TIMED_OUT = "You were signed out because nothing happened for a while. Sign in to go on."
_MOVED = "Your browser or network has changed since you signed in. Sign in again."
_ENDED = "This session was ended. Sign in to go on."
# A page asks for several things at once: each of them says why, not only the one that came first.
_WHY = {"timed out": TIMED_OUT, "moved": _MOVED}


class SessionMiddleware:
    """Lets a request act for somebody only while their session is open, in the same browser.

    Polls of a page do not renew the idle clock. Sets ``request.sign_in`` to the session or None.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.sign_in = None  # type: ignore[attr-defined]
        if peer := unnamed_forwarder(request):
            note_forwarder(peer)
        if request.user.is_authenticated:
            session = session_with(stored_key(request.session.session_key or ""))
            if problem := _problem(session, request):
                logout(request)
                messages.info(request, problem)
            else:
                request.sign_in = session  # type: ignore[attr-defined]
        session_id = request.sign_in.id if request.sign_in else None  # type: ignore[attr-defined]
        with acting_from(Whereabouts(address_of(request), session_id)):
            return self.get_response(request)


def _problem(session: Session | None, request: HttpRequest) -> str:
    """Why the session is none any more, for the person; empty while it is one."""
    if session is None or session.user_id != request.user.pk:
        return _ENDED
    if session.ended_at:
        return _WHY.get(session.ended_why, _ENDED)
    origin = origin_of(request)
    if seconds_left(session) <= 0:
        time_out(session=session, origin=origin)
        return TIMED_OUT
    if changed := _changed(session, origin):
        stop_moved(session=session, origin=origin, changed=changed)
        return _MOVED
    if POLL_HEADER not in request.headers:
        _renew(session)
    return ""


def _changed(session: Session, origin: Origin) -> str:
    if session.user_agent != origin.user_agent:
        return "user agent"
    before = Origin(session.address, session.user_agent)
    return "network" if before.network != origin.network else ""


def _renew(session: Session) -> None:
    since = timezone.now() - session.last_seen_at
    if since >= min(_WRITE_EVERY, idle_limit(session) / 10):
        renew(session_id=session.id)
        session.last_seen_at = timezone.now()
