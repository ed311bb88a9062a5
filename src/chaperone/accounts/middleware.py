"""Automatic logoff (45 CFR 164.312(a)(2)(iii))."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from chaperone.accounts.actions import record_time_out
from chaperone.accounts.requests import address_of, user_agent_of

POLL_HEADER = "X-Chaperone-Poll"
_LAST_SEEN = "last_seen"
_WRITE_EVERY_SECONDS = 30


class IdleLogoffMiddleware:
    """Ends a session after the idle time; polls of a page do not renew its clock."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())
            last_seen = request.session.get(_LAST_SEEN, now)
            if now - last_seen > settings.CHAPERONE_IDLE_SECONDS:
                record_time_out(
                    user=request.user,
                    address=address_of(request),
                    user_agent=user_agent_of(request),
                )
                logout(request)
            elif POLL_HEADER not in request.headers:
                self._renew(request, now)
        return self.get_response(request)

    def _renew(self, request: HttpRequest, now: int) -> None:
        # Not at every request: each renewal writes the session.
        if now - request.session.get(_LAST_SEEN, 0) >= _WRITE_EVERY_SECONDS:
            request.session[_LAST_SEEN] = now
