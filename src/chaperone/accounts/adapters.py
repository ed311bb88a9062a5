"""Where allauth asks us: sign-up is closed, sign-ins are recorded, TOTP secrets are sealed."""

from base64 import b64decode, b64encode
from typing import Any
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from chaperone.accounts.actions.sessions import open_session, sign_out
from chaperone.accounts.models import User
from chaperone.accounts.places import is_open_floor
from chaperone.accounts.queries import factors_of, session_with
from chaperone.accounts.requests import origin_of
from chaperone.accounts.session_store import stored_key
from chaperone.accounts.steps import proved_lately, stepped_up
from chaperone.crypto.values import Place
from chaperone.database.identifiers import PLATFORM
from chaperone.vault.keyring import keyring
from chaperone.vault.models import Purpose

# allauth gives neither user nor row when it stores a secret, so all share one place.
TOTP_PLACE = Place(PLATFORM, "mfa_authenticator", "data", UUID(int=0))
PROOF_SECONDS = 300
"""How long a proof is good for changing how one signs in."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def get_login_stages(self) -> list[str]:
        return [
            "allauth.mfa.stages.AuthenticateStage",
            "chaperone.accounts.stages.NewPasswordStage",
        ]

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Opens the session: one that cannot be recorded has no row, and without it none is."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        open_session(
            user=user,
            key=stored_key(request.session.session_key or ""),
            origin=origin_of(request),
            factors=_factors(request, user),
            open_floor=is_open_floor(request),
        )
        return response

    def logout(self, request: HttpRequest) -> None:
        session = session_with(stored_key(request.session.session_key or ""))
        super().logout(request)
        if session is not None:
            sign_out(session=session, origin=origin_of(request))

    def add_message(self, *_: Any, **__: Any) -> None:
        """Our pages say themselves what happened."""

    def is_reauthentication_required(self, *, app: str, **_: Any) -> bool:  # noqa: ARG002
        """Before factors change: a proof of the last minutes, by a second factor if any."""
        request = context.request
        lately = stepped_up if factors_of(request.user.id) else proved_lately
        return not lately(request, within_seconds=PROOF_SECONDS)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, str]]:
        """The second factors of the person; the password only for who has none yet."""
        kinds = [factor.type for factor in factors_of(user.id)] if user.is_authenticated else []
        methods = []
        if "totp" in kinds:
            methods.append(_method("mfa_reauthenticate", "Use your authenticator app"))
        if "webauthn" in kinds:
            methods.append(_method("mfa_reauthenticate_webauthn", "Use your passkey"))
        if kinds and "totp" not in kinds:
            methods.append(_method("mfa_reauthenticate", "Use a recovery code"))
        if not kinds and user.is_authenticated:
            methods.append(_method("account_reauthenticate", "Use your password"))
        return methods


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Seals TOTP secrets under the platform's secret key."""

    def encrypt(self, text: str) -> str:
        key = keyring.sealing_key(PLATFORM, Purpose.SECRET)
        return b64encode(key.seal(text.encode(), TOTP_PLACE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        blob = b64decode(encrypted_text)
        return keyring.opening_key(PLATFORM, blob).open(blob, TOTP_PLACE).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": "Chaperone"}


def _method(name: str, description: str) -> dict[str, str]:
    return {"id": name, "description": description, "url": reverse(name)}


def _factors(request: HttpRequest, user: User) -> list[str]:
    """What was proved on the way in, such as ``["password", "totp"]``."""
    records = get_authentication_records(request, user)
    return [str(record.get("type") or record["method"]) for record in records]
