"""Second factors: proving one again, adding and removing them, recovery codes."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import ReauthenticateView as CodeAgainView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import AddWebAuthnView, ReauthenticateWebAuthnView
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from chaperone.accounts.actions import add_factor, make_recovery_codes, remove_factor, use_code
from chaperone.accounts.decorators import signed_in
from chaperone.accounts.models import User
from chaperone.accounts.queries import codes_left, factors_of, has_factor
from chaperone.accounts.views.entrance import passkey_options

_proof = reauthentication_required(app="allauth.mfa")


class AddApp(ActivateTOTPView):  # type: ignore[misc]
    """Sets up an authenticator app."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if any(factor.type == "totp" for factor in factors_of(_me(request).id)):
            return redirect("mfa_index")
        return super().dispatch(request, *args, **kwargs)

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        add_factor(user=self.request.user, kind="totp")
        # Its first code was used by this.
        use_code(user=self.request.user, code=form.cleaned_data["code"])
        _proved(self.request, "totp")
        return response

    def get_success_url(self) -> str:
        return _next_step(self.request)


class AddPasskey(AddWebAuthnView):  # type: ignore[misc]
    """Adds a passkey."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().get_context_data(**kwargs)
        options = auth.begin_registration(self.request.user, passwordless=True)
        found["js_data"] = {"creation_options": options}
        return found | {"passkey_options": passkey_options(found)}

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        add_factor(user=self.request.user, kind="webauthn")
        _proved(self.request, "webauthn")
        return response

    def get_success_url(self) -> str:
        return _next_step(self.request)


class PasskeyAgain(ReauthenticateWebAuthnView):  # type: ignore[misc]
    """A passkey once more."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().get_context_data(**kwargs)
        return found | {
            "passkey_options": passkey_options(found),
            "reauthentication_alternatives": self.get_reauthentication_alternatives(),
        }

    def form_invalid(self, form: Any) -> HttpResponse:
        context = self.get_context_data(form=form) | {"form": form}
        response: HttpResponse = self.render_to_response(context)
        return response


@signed_in
@_proof  # type: ignore[untyped-decorator]
def remove(request: HttpRequest, factor_id: int) -> HttpResponse:
    """Removes a second factor, after asking."""
    user = _me(request)
    factors = factors_of(user.id)
    factor = next((factor for factor in factors if factor.pk == factor_id), None)
    if factor is None:
        raise Http404("There is no such factor.")
    if request.method != "POST":
        shown = {"factor": factor, "name": str(factor), "last": len(factors) == 1}
        return render(request, "mfa/remove.html", shown)
    remove_factor(user=user, factor_id=factor_id)
    request.session.cycle_key()
    messages.success(request, "It was removed and opens nothing any more.")
    return redirect("mfa_index")


@signed_in
@_proof  # type: ignore[untyped-decorator]
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Makes ten new codes and shows them, this once."""
    user = _me(request)
    if not has_factor(user.id):
        messages.warning(request, "Set up an authenticator app or a passkey first.")
        return redirect("mfa_index")
    if request.method == "POST":
        return render(request, "mfa/recovery_codes.html", {"codes": make_recovery_codes(user=user)})
    return render(request, "mfa/recovery_codes_new.html", {"left": codes_left(user.id)})


def _next_step(request: HttpRequest) -> str:
    """Whoever has a first factor needs recovery codes next."""
    return reverse("mfa_index" if codes_left(_me(request).id) else "account_recovery_codes")


def _proved(request: HttpRequest, kind: str) -> None:
    """Who has just set a factor up has shown it; with more privilege comes a new key."""
    record_authentication(request, _me(request), "mfa", type=kind)
    request.session.cycle_key()


def _me(request: HttpRequest) -> User:
    user: User = request.user  # type: ignore[assignment]
    return user


add_app = signed_in(AddApp.as_view())
add_passkey = signed_in(AddPasskey.as_view())
code_again = signed_in(CodeAgainView.as_view())
passkey_again = signed_in(PasskeyAgain.as_view())
password_again = signed_in(ReauthenticateView.as_view())
