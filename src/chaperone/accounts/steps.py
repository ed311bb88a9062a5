"""Step-up: the second factor once more, before what is worth it (NIST SP 800-63B-4, 2.2.3)."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

View = Callable[..., HttpResponse]


def stepped_up(request: HttpRequest, *, within_seconds: int) -> bool:
    """Whether the signed-in person proved a second factor within the last seconds."""
    return _proved(request, within_seconds, ("mfa",))


def latest_factor(request: HttpRequest, *, within_seconds: int) -> str:
    """Which second factor was proved last within these seconds; empty where none was.

    Such as ``totp``, ``webauthn`` or ``recovery_codes``.
    """
    since = time.time() - within_seconds
    records = get_authentication_records(request, request.user)
    proved = [each for each in records if each["method"] == "mfa" and each["at"] >= since]
    return str(max(proved, key=lambda each: each["at"]).get("type", "mfa")) if proved else ""


def proved_lately(request: HttpRequest, *, within_seconds: int) -> bool:
    """The same with any factor, for people who have not set up a second one yet."""
    return _proved(request, within_seconds, ("mfa", "password", "link"))


def ask_again(request: HttpRequest) -> HttpResponse:
    """Sends the person to prove a factor again; they come back to the page where they were.

    A form that was posted is not kept (it may hold PHI): they come back to its page. So ask
    before the form is shown, with a longer time in which it may be sent.
    """
    methods = get_adapter(request).get_reauthentication_methods(request.user)
    target = methods[0]["url"] if methods else "/accounts/login/"
    return redirect(f"{target}?{urlencode({'next': _place(request)})}")


def step_up(*, within_seconds: int) -> Callable[[View], View]:
    """Decorates a view: asks for the second factor if it was proved longer ago."""

    def decorate(view: View) -> View:
        @wraps(view)
        def asking(request: HttpRequest, *args: Any, **arguments: Any) -> HttpResponse:
            if not stepped_up(request, within_seconds=within_seconds):
                return ask_again(request)
            return view(request, *args, **arguments)

        return asking

    return decorate


def _proved(request: HttpRequest, within_seconds: int, methods: tuple[str, ...]) -> bool:
    since = time.time() - within_seconds
    records = get_authentication_records(request, request.user)
    return any(record["method"] in methods and record["at"] >= since for record in records)


def _place(request: HttpRequest) -> str:
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    came_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(
        came_from, allowed_hosts={request.get_host()}, require_https=True
    )
    return urlsplit(came_from).path if ours else request.path
