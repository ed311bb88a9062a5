"""Second factors in place of allauth's forms: codes work once, wrong ones are counted."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import validate_totp_code
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm
from allauth.mfa.webauthn.internal import auth
from cryptography.exceptions import InvalidSignature
from django import forms
from django.core.exceptions import ValidationError

from chaperone.accounts.actions import use_code
from chaperone.accounts.actions.sign_in import fail, record_apart, refuse
from chaperone.accounts.actions.throttle import (
    forgive,
    is_closed,
    subject_of_account,
    subject_of_address,
)
from chaperone.accounts.events import SIGN_IN_FAILED, STEP_UP_FAILED, STEP_UP_PASSED
from chaperone.accounts.models import User
from chaperone.accounts.requests import origin_of
from chaperone.ledger.events import Event

WRONG_CODE = "This code did not work, or there were too many wrong tries."
WRONG_PASSKEY = "This passkey did not work, or there were too many wrong tries."
_LONGEST_CODE = 32
_LONGEST_CREDENTIAL = 32 * 1024
# What fido2 raises for a credential that is none: its parser trusts the shape of what it is given.
_NO_CREDENTIAL = (
    AttributeError,
    InvalidSignature,
    LookupError,
    RecursionError,
    TypeError,
    ValidationError,
    ValueError,
)


class Guarded:
    """Counts wrong tries of one person; records with which factor."""

    failed_as: Event = SIGN_IN_FAILED
    user: User | None

    def subjects(self) -> tuple[str, ...]:
        address = subject_of_address(origin_of(context.request))
        return (subject_of_account(self.user.id), address) if self.user else (address,)

    def check_open(self, factor: str, sentence: str) -> None:
        """Raises ``ValidationError`` while too many wrong tries were made."""
        if is_closed(*self.subjects()):
            refuse(user=self.user, origin=origin_of(context.request), factor=factor)
            raise ValidationError(sentence)

    def wrong(self, factor: str, sentence: str) -> ValidationError:
        """Counts and records a wrong try; gives the error to raise."""
        fail(
            user=self.user,
            origin=origin_of(context.request),
            factor=factor,
            subjects=self.subjects(),
            event=self.failed_as,
        )
        return ValidationError(sentence)


def _code_field() -> forms.CharField:
    return forms.CharField(
        label="Code",
        max_length=_LONGEST_CODE,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "none"}),
    )


class CodeForm(Guarded, forms.Form):
    """A code of the app, or a recovery code, at sign-in."""

    code = _code_field()
    reauthenticated = False

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        self.check_open("code", WRONG_CODE)
        self.used = use_code(user=self.user, code=code)  # type: ignore[arg-type]
        if self.used is None:
            raise self.wrong("code", WRONG_CODE)
        return code

    def save(self) -> None:
        request = context.request
        if isinstance(self.used, Authenticator):
            self.used.user = self.user
            post_authentication(request, self.used, reauthenticated=self.reauthenticated)
        else:
            extra = {"reauthenticated": True} if self.reauthenticated else {}
            record_authentication(request, self.user, "mfa", type=self.used, **extra)


class CodeAgainForm(CodeForm):
    """The same for a person who is signed in: the key of the session changes."""

    reauthenticated = True
    failed_as = STEP_UP_FAILED

    def save(self) -> None:
        super().save()
        _stepped_up(self.user, "recovery_code" if self.used == "recovery_code" else "totp")


class CredentialField(forms.JSONField):
    """What a browser answers with; bounded before it is parsed."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and len(value) > _LONGEST_CREDENTIAL:
            raise ValidationError(WRONG_PASSKEY)
        try:
            return super().to_python(value)
        except RecursionError:
            raise ValidationError(WRONG_PASSKEY) from None


class PasskeyForm(Guarded, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey as the second factor at sign-in."""

    credential = CredentialField()

    def clean_credential(self) -> Authenticator:
        self.check_open("webauthn", WRONG_PASSKEY)
        try:
            return self._authenticator(self.cleaned_data["credential"])
        except _NO_CREDENTIAL:
            raise self.wrong("webauthn", WRONG_PASSKEY) from None

    def _authenticator(self, credential: Any) -> Authenticator:
        auth.parse_authentication_response(credential)
        user = self.user or auth.extract_user_from_response(credential)
        return auth.complete_authentication(user, credential)


class PasskeySignInForm(PasskeyForm):
    """A passkey alone: its device checks who holds it, so it is both factors."""

    passwordless = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=None, **kwargs)


class PasskeyAgainForm(PasskeyForm):
    """A passkey for a person who is signed in."""

    reauthenticated = True
    failed_as = STEP_UP_FAILED

    def save(self) -> None:
        super().save()
        _stepped_up(self.user, "webauthn")


class NewAppForm(ActivateTOTPForm):  # type: ignore[misc]
    """Sets an authenticator app up: its first code shows that it works."""

    code = _code_field()

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        digits = "".join(code.split())
        if not validate_totp_code(self.secret, digits):
            raise ValidationError("This is not the code that the app shows now. Type the next one.")
        return digits


class NewPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """Adds a passkey whose device checks who holds it."""

    name = forms.CharField(label="Name it", required=False, max_length=60)
    credential = CredentialField()
    field_order = ("name", "credential")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("passwordless", None)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = forms.Form.clean(self) or {}
        if "credential" in cleaned:
            try:
                self._register(cleaned["credential"])
            except _NO_CREDENTIAL:
                raise ValidationError(
                    "The passkey was not added. Try again, or use another device."
                ) from None
        return cleaned

    @staticmethod
    def _register(credential: Any) -> None:
        auth.parse_registration_response(credential)
        if not auth.complete_registration(credential).is_user_verified():
            raise ValidationError("The device must ask for a fingerprint, a face or a PIN.")


def _stepped_up(user: User | None, factor: str) -> None:
    """A new key at a change of privilege (OWASP ASVS 5.0, 7.2.4), and a clean slate."""
    request = context.request
    request.session.cycle_key()
    if user:
        forgive(subject_of_account(user.id))
    record_apart(STEP_UP_PASSED, user, origin_of(request), factor=factor)
