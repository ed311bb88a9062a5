"""Signing in and out, and what is closed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from chaperone.access.decorators import public
from chaperone.accounts.actions.sign_in import record_apart
from chaperone.accounts.events import SIGNED_OUT
from chaperone.accounts.models import User
from chaperone.accounts.requests import origin_of
from chaperone.continuity.emergency import stays
from chaperone.continuity.emergency.actions.sign_in import Try
from chaperone.continuity.emergency.actions.sign_in import sign_in as sign_in_here
from chaperone.continuity.emergency.forms import SignInForm

REFUSED = (
    "That did not work. The name, password or code is wrong, the code was used already or began"
    " before emergency mode did, or there were too many wrong tries. Wait for the next code of"
    " your app and try again."
)
RETRY_AFTER_SECONDS = 60


@public
def home(request: HttpRequest) -> HttpResponse:
    """To the inbox; signed out, to the sign-in page."""
    signed_in = request.user.is_authenticated
    return redirect("conversations:inbox" if signed_in else "account_login")


@public
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name, password and code."""
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        session = sign_in_here(typed=Try(**form.cleaned_data), origin=origin_of(request))
        if session is not None:
            stays.open_stay(request, session)
            return redirect("conversations:inbox")
        form.add_error(None, REFUSED)
    status = 422 if form.errors else 200
    return render(request, "emergency/sign_in.html", {"form": form}, status=status)


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session of this process."""
    if isinstance(request.user, User):
        record_apart(SIGNED_OUT, request.user, origin_of(request))
    stays.end_stay(request)
    return redirect("account_login")


@public
@csrf_exempt
def closed(request: HttpRequest, path: str = "") -> HttpResponse:  # noqa: ARG001  whatever it was
    """Why this is closed, and what to do instead."""
    response = render(request, "emergency/closed.html", status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
