"""A person's own account: how they sign in, and where they are signed in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from chaperone.accounts.actions import set_password
from chaperone.accounts.actions.sessions import end_own_sessions
from chaperone.accounts.adapters import PROOF_SECONDS
from chaperone.accounts.browsers import describe
from chaperone.accounts.decorators import anyone, signed_in
from chaperone.accounts.forms import ChangePasswordForm
from chaperone.accounts.models import Session, User
from chaperone.accounts.passwords import policy_of
from chaperone.accounts.queries import codes_left, factors_of, idle_limit, seconds_left, sessions_of
from chaperone.accounts.requests import origin_of
from chaperone.accounts.steps import ask_again, proved_lately, stepped_up


@signed_in
@require_GET
def security(request: HttpRequest) -> HttpResponse:
    """How I sign in, and where I am signed in."""
    user: User = request.user  # type: ignore[assignment]
    factors = factors_of(user.id)
    shown = {
        "app": next((factor for factor in factors if factor.type == "totp"), None),
        "passkeys": [_passkey(factor) for factor in factors if factor.type == "webauthn"],
        "codes_left": codes_left(user.id),
        "has_factor": bool(factors),
        "password_set_at": user.password_set_at,
        "rules": policy_of(user).rules,
        "sessions": [_session(session, request) for session in sessions_of(user.id)],
        "idle_minutes": int(idle_limit(_current(request)).total_seconds() // 60),
    }
    return render(request, "mfa/index.html", shown)


@signed_in
def change_password(request: HttpRequest) -> HttpResponse:
    """A new password, at one's own wish; other browsers are signed out."""
    user: User = request.user  # type: ignore[assignment]
    lately = stepped_up if factors_of(user.id) else proved_lately
    if not lately(request, within_seconds=PROOF_SECONDS):
        return ask_again(request)
    form = ChangePasswordForm(request.POST or None, user=user, origin=origin_of(request))
    if request.method == "POST" and form.is_valid():
        set_password(
            user=user, password=form.cleaned_data["password1"], kept_session=_current(request).id
        )
        update_session_auth_hash(request, user)
        messages.success(request, "Your password was changed. Other browsers were signed out.")
        return redirect("mfa_index")
    shown = {"form": form, "rules": policy_of(user).rules}
    return render(request, "account/password_change.html", shown)


@signed_in
@require_POST
def end_session(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Signs another browser of mine out."""
    user: User = request.user  # type: ignore[assignment]
    ended = end_own_sessions(user=user, only=session_id, kept=_current(request).id)
    _say(request, ended)
    return redirect("mfa_index")


@signed_in
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """Signs all my other browsers out."""
    user: User = request.user  # type: ignore[assignment]
    _say(request, end_own_sessions(user=user, kept=_current(request).id))
    return redirect("mfa_index")


@anyone
@require_GET
def time_left(request: HttpRequest) -> HttpResponse:
    """How long until this session ends; asked as a poll, so that asking does not renew it."""
    session: Session | None = request.sign_in  # type: ignore[attr-defined]
    if session is None:
        return JsonResponse({"seconds": 0}, status=401)
    return JsonResponse({"seconds": int(seconds_left(session))})


@signed_in
@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """Somebody answered the warning: they are here. The middleware has renewed the clock."""
    if "application/json" not in request.headers.get("Accept", ""):
        return redirect("web:home")
    return JsonResponse({"seconds": int(seconds_left(_current(request)))})


def _current(request: HttpRequest) -> Session:
    session: Session = request.sign_in  # type: ignore[attr-defined]
    return session


def _say(request: HttpRequest, ended: int) -> None:
    if ended:
        messages.success(request, f"Signed out {ended} browser{'' if ended == 1 else 's'}.")
    else:
        messages.warning(request, "There was nothing to sign out any more.")


def _passkey(factor: Any) -> dict[str, Any]:
    return {
        "id": factor.pk,
        "name": factor.wrap().name,
        "created_at": factor.created_at,
        "last_used_at": factor.last_used_at,
    }


def _session(session: Session, request: HttpRequest) -> dict[str, Any]:
    return {
        "id": session.id,
        "browser": describe(session.user_agent),
        "address": session.address,
        "signed_in_at": session.signed_in_at,
        "last_seen_at": session.last_seen_at,
        "open_floor": session.open_floor,
        "current": session.id == _current(request).id,
    }
