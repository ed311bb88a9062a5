"""Where allauth asks us: sign-up is closed, sign-ins are recorded, TOTP secrets are sealed."""

from base64 import b64decode, b64encode
from typing import Any
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse

from chaperone.accounts.actions import record_failed_sign_in, record_sign_in, record_sign_out
from chaperone.accounts.models import User
from chaperone.accounts.requests import address_of, user_agent_of
from chaperone.crypto.values import Place
from chaperone.database.identifiers import PLATFORM
from chaperone.vault.keyring import keyring
from chaperone.vault.models import Purpose

# allauth gives neither user nor row when it stores a secret, so all share one place.
_TOTP_PLACE = Place(PLATFORM, "mfa_authenticator", "data", UUID(int=0))


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        methods = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
        record_sign_in(
            user=user,
            address=address_of(request),
            user_agent=user_agent_of(request),
            factors=[method["method"] for method in methods],
        )
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        email = str(credentials.get("email", ""))
        record_failed_sign_in(
            user=get_user_model().objects.filter(email__iexact=email).first(),
            address=address_of(request),
            user_agent=user_agent_of(request),
        )
        super().authentication_failed(request, **credentials)

    def logout(self, request: HttpRequest) -> None:
        if request.user.is_authenticated:
            record_sign_out(
                user=request.user,
                address=address_of(request),
                user_agent=user_agent_of(request),
            )
        super().logout(request)


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Seals TOTP secrets and recovery-code seeds under the platform's secret key."""

    def encrypt(self, text: str) -> str:
        key = keyring.sealing_key(PLATFORM, Purpose.SECRET)
        return b64encode(key.seal(text.encode(), _TOTP_PLACE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        blob = b64decode(encrypted_text)
        return keyring.opening_key(PLATFORM, blob).open(blob, _TOTP_PLACE).decode()
