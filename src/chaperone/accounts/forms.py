"""Forms of signing in. Those that stand in for allauth's are named in the settings."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.account.models import Login
from allauth.core import context
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from chaperone.accounts.actions import check_credentials
from chaperone.accounts.actions.sign_in import fail, refuse
from chaperone.accounts.actions.throttle import is_closed, subject_of_account, subject_of_address
from chaperone.accounts.events import STEP_UP_FAILED
from chaperone.accounts.models import User
from chaperone.accounts.passwords import LONGEST
from chaperone.accounts.requests import Origin, origin_of

LONGEST_LOGIN = 254

REFUSED = (
    "That did not work. The name or password is wrong, or there were too many wrong tries and"
    " sign-in is closed for a while."
)
WRONG_PASSWORD = "This is not your password, or there were too many wrong tries."  # noqa: S105


def login_field() -> forms.CharField:
    """The name that people sign in with."""
    return forms.CharField(
        label="E-mail address or username",
        max_length=LONGEST_LOGIN,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )


def password_field(label: str, autocomplete: str, help_text: str = "") -> forms.CharField:
    """A password, never trimmed and never shown again."""
    return forms.CharField(
        label=label,
        max_length=LONGEST,
        strip=False,
        help_text=help_text,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


class SignInForm(LoginForm):  # type: ignore[misc]
    """Name and password; one answer to whatever is wrong with them."""

    open_floor = forms.BooleanField(
        label="This screen stands where others pass by",
        required=False,
        help_text="You are then signed out sooner when nothing happens.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = login_field()
        self.fields["password"] = password_field("Password", "current-password")
        self.order_fields(["login", "password", "open_floor"])

    def _clean_with_password(self, credentials: dict[str, str]) -> dict[str, Any]:
        user = check_credentials(
            login=self.cleaned_data["login"],
            password=credentials["password"],
            origin=origin_of(self.request),
        )
        if user is None:
            raise ValidationError(REFUSED)
        self.user = user
        self._login = Login(user=user, email=user.email)
        return dict(self.cleaned_data)


class PasswordAgainForm(forms.Form):
    """The password once more, of somebody who has no second factor yet."""

    password = password_field("Password", "current-password")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        check_own_password(self.user, password, origin_of(context.request))
        return password


class NewPasswordForm(forms.Form):
    """A new password, twice, against the rules of the person's organization."""

    password1 = password_field("New password", "new-password")
    password2 = password_field("The same again", "new-password")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        validate_password(password, self.user)
        if self.user.has_usable_password() and self.user.check_password(password):
            raise ValidationError("This is the password that you have now.")
        return password

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", "This is not the same password.")
        return cleaned


class ChangePasswordForm(NewPasswordForm):
    """The same for somebody who is signed in, with the password in force."""

    current = password_field("Your password now", "current-password")
    field_order = ("current", "password1", "password2")

    def __init__(self, *args: Any, origin: Origin, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._origin = origin

    def clean_current(self) -> str:
        password: str = self.cleaned_data["current"]
        check_own_password(self.user, password, self._origin)
        return password


class ResetForm(forms.Form):
    """Who wants a new password."""

    login = login_field()


def check_own_password(user: User, password: str, origin: Origin) -> None:
    """Raises ``ValidationError`` unless it is the person's password; wrong ones count."""
    subjects = (subject_of_account(user.id), subject_of_address(origin))
    if is_closed(*subjects):
        refuse(user=user, origin=origin, factor="password")
        raise ValidationError(WRONG_PASSWORD)
    if not user.check_password(password):
        fail(
            user=user,
            origin=origin,
            factor="password",
            subjects=subjects,
            event=STEP_UP_FAILED,
        )
        raise ValidationError(WRONG_PASSWORD)
