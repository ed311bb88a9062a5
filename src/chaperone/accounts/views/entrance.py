"""Pages before a session is open: signing in, and getting a new password."""

import json
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.views import AccountInactiveView, LoginView, LogoutView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from chaperone.accounts import places
from chaperone.accounts.actions import finish_link, request_reset, set_password
from chaperone.accounts.actions.links import hash_of
from chaperone.accounts.decorators import anyone
from chaperone.accounts.errors import LinkUseless
from chaperone.accounts.forms import NewPasswordForm, ResetForm
from chaperone.accounts.mfa_forms import WRONG_PASSKEY
from chaperone.accounts.middleware import TIMED_OUT
from chaperone.accounts.models import Link
from chaperone.accounts.passwords import policy_of
from chaperone.accounts.queries import codes_left, factors_of, has_factor, link_with
from chaperone.accounts.requests import origin_of
from chaperone.accounts.stages import LINK, NewPasswordStage


class SignIn(LoginView):  # type: ignore[misc]
    """Name and password."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # A page that was left idle came here by itself: the answer in which the server said so may
        # have been one that the browser dropped on the way.
        if "idle" in request.GET and not messages.get_messages(request):
            messages.info(request, TIMED_OUT)
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def get_initial(self) -> dict[str, Any]:
        return {"open_floor": places.is_marked(self.request)}

    def form_valid(self, form: Any) -> HttpResponse:
        open_floor = form.cleaned_data["open_floor"]
        places.choose(self.request, open_floor=open_floor)
        response: HttpResponse = super().form_valid(form)
        places.remember(response, open_floor=open_floor)
        return response


class SecondFactor(AuthenticateView):  # type: ignore[misc]
    """A code, a recovery code, or a passkey."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().get_context_data(**kwargs)
        user = self.stage.login.user
        kinds = {factor.type for factor in factors_of(user.id)}
        return found | {
            "has_app": "totp" in kinds,
            "has_codes": codes_left(user.id) > 0,
            "passkey_options": passkey_options(found) if "webauthn" in kinds else "",
        }


class PasskeySignIn(LoginWebAuthnView):  # type: ignore[misc]
    """A passkey alone."""

    def form_invalid(self, form: Any) -> HttpResponse:  # noqa: ARG002
        messages.error(self.request, WRONG_PASSKEY)
        return redirect("account_login")


def passkey_options(context: dict[str, Any]) -> str:
    """What the browser is asked to prove, for ``web/passkeys.js``."""
    options = context["js_data"]
    return json.dumps(options.get("request_options") or options["creation_options"])


@anyone
@login_stage_required(stage=NewPasswordStage.key, redirect_urlname="account_login")  # type: ignore[untyped-decorator]
def new_password(request: HttpRequest) -> HttpResponse:
    """A new password, where the old one has expired or a link was followed."""
    stage: NewPasswordStage = request._login_stage  # type: ignore[attr-defined]
    user = stage.login.user
    form = NewPasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        password = form.cleaned_data["password1"]
        try:
            if stage.link_id:
                finish_link(link_id=stage.link_id, user=user, password=password)
            else:
                set_password(user=user, password=password)
        except LinkUseless:
            return _useless(request)
        response: HttpResponse = stage.exit()
        return response
    rules = policy_of(user).rules
    shown = {"form": form, "rules": rules, "expired": not stage.link_id}
    return render(request, "account/new_password.html", shown)


@anyone
def reset(request: HttpRequest) -> HttpResponse:
    """Asks who wants a new password; the answer is the same for every name."""
    form = ResetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        request_reset(login=form.cleaned_data["login"], origin=origin_of(request))
        return redirect("account_reset_done")
    return render(request, "account/password_reset.html", {"form": form})


@anyone
def reset_done(request: HttpRequest) -> HttpResponse:
    """Says what happens now, whoever it is."""
    return render(request, "account/password_reset_done.html")


@anyone
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Follows an e-mailed link. Looking at the page uses nothing up: programs look at mail, too."""
    found = link_with(hash_of(token))
    if found is None or found.user is None:
        return _useless(request)
    if found.kind == Link.Kind.RESET and not has_factor(found.user.id):
        return render(request, "account/link_useless.html", {"ask": True}, status=404)
    if request.method != "POST":
        return render(request, "account/link.html", {"kind": found.kind})
    if request.user.is_authenticated:
        get_adapter(request).logout(request)
    record_authentication(request, found.user, method="link")
    login = Login(
        user=found.user,
        email=found.user.email,
        redirect_url=_after(found),
        state={LINK: str(found.id)},
    )
    response: HttpResponse = perform_login(request, login)
    return response


@anyone
def locked(request: HttpRequest) -> HttpResponse:
    """Explains to anybody why sign-in closes, and what opens it."""
    return render(request, "account/locked.html")


def _after(found: Link) -> str | None:
    return reverse("mfa_index") if found.kind == Link.Kind.INVITATION else None


def _useless(request: HttpRequest) -> HttpResponse:
    return render(request, "account/link_useless.html", status=404)


sign_in = anyone(SignIn.as_view())
sign_out = anyone(LogoutView.as_view())
inactive = anyone(AccountInactiveView.as_view())
second_factor = anyone(SecondFactor.as_view())
passkey_sign_in = anyone(PasskeySignIn.as_view())
