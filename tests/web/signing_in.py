"""The pages of signing in, for the gallery."""

from types import SimpleNamespace as Thing
from typing import Any
from uuid import UUID

from django import forms

from tests.web.contexts import COACH, QR, ago

RULES = [
    "At least 8 characters. Spaces and any sign are welcome.",
    "At least 3 of: a small letter, a capital, a digit, another sign.",
    "Not a common password, and without your own name or e-mail address.",
    "Not one of your last 4 passwords.",
]
OPTIONS = '{"publicKey": {"challenge": "AAAA"}}'
IDLE = {"left": 840, "limit": 900}
APP = Thing(pk=1, created_at=ago(60 * 24 * 40), last_used_at=ago(30))
PASSKEY = {"id": 2, "name": "Work laptop", "created_at": ago(60 * 24 * 3), "last_used_at": ago(9)}
CODES = [f"abcd-{number}fgh-jkmn" for number in range(22, 32)]
SESSIONS = [
    {
        "id": UUID(int=number),
        "browser": browser,
        "address": address,
        "signed_in_at": ago(300),
        "last_seen_at": ago(number),
        "open_floor": number == 2,
        "current": number == 1,
    }
    for number, browser, address in (
        (1, "Firefox on Windows", "198.51.100.7"),
        (2, "Chrome on Android", "2001:db8:85a3:8d3:1319:8a2e:370:7348"),
    )
]


def a_password(label: str) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.PasswordInput)


class SignIn(forms.Form):
    login = forms.CharField(label="E-mail address or username")
    password = a_password("Password")
    open_floor = forms.BooleanField(
        label="This screen stands where others pass by",
        required=False,
        help_text="You are then signed out sooner when nothing happens.",
    )


class Wrong(SignIn):
    def clean(self) -> None:
        raise forms.ValidationError("That did not work.")


class Code(forms.Form):
    code = forms.CharField(widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}))
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


class Passkey(forms.Form):
    name = forms.CharField(label="Name it", required=False)
    credential = forms.CharField(widget=forms.HiddenInput)


class New(forms.Form):
    password1 = a_password("New password")
    password2 = a_password("The same again")


class Change(New):
    current = a_password("Your password now")


def security(**changes: Any) -> dict[str, Any]:
    shown = {
        "app": APP,
        "passkeys": [PASSKEY],
        "codes_left": 8,
        "has_factor": True,
        "password_set_at": ago(60 * 24 * 9),
        "rules": RULES,
        "sessions": SESSIONS,
        "idle_minutes": 15,
        "idle": IDLE,
    }
    return shown | changes


SIGNING_IN: dict[str, Any] = {
    "sign-in": ("account/login.html", None, lambda: {"form": SignIn()}),
    "sign-in-wrong": (
        "account/login.html",
        None,
        lambda: {"form": Wrong({"login": "alice", "password": "x"})},
    ),
    "sign-in-empty": ("account/login.html", None, lambda: {"form": SignIn({"login": "alice"})}),
    "locked": ("account/locked.html", None, dict),
    "sign-out": ("account/logout.html", None, dict),
    "closed": ("account/account_inactive.html", None, dict),
    "second-factor": (
        "mfa/authenticate.html",
        None,
        lambda: {"form": Code({"code": ""}), "has_app": True, "passkey_options": OPTIONS},
    ),
    "second-factor-passkey": (
        "mfa/authenticate.html",
        None,
        lambda: {"form": Code(), "has_codes": True, "passkey_options": OPTIONS},
    ),
    "password-expired": (
        "account/new_password.html",
        None,
        lambda: {"form": New(), "rules": RULES, "expired": True},
    ),
    "password-new": (
        "account/new_password.html",
        None,
        lambda: {"form": New({"password1": "", "password2": ""}), "rules": RULES},
    ),
    "password-change": (
        "account/password_change.html",
        None,
        lambda: {"form": Change(), "rules": RULES, "idle": IDLE},
    ),
    "reset": ("account/password_reset.html", None, lambda: {"form": SignIn()}),
    "reset-done": ("account/password_reset_done.html", None, dict),
    "invitation": ("account/link.html", None, lambda: {"kind": "invitation"}),
    "reset-link": ("account/link.html", None, lambda: {"kind": "reset"}),
    "link-useless": ("account/link_useless.html", None, dict),
    "link-ask": ("account/link_useless.html", None, lambda: {"ask": True}),
    "still-you": (
        "account/reauthenticate.html",
        None,
        lambda: {"form": SignIn(), "reauthentication_alternatives": []},
    ),
    "still-you-code": (
        "mfa/reauthenticate.html",
        None,
        lambda: {
            "form": Code(),
            "reauthentication_alternatives": [{"url": "/", "description": "Use your passkey"}],
        },
    ),
    "still-you-passkey": (
        "mfa/webauthn/reauthenticate.html",
        None,
        lambda: {"form": Passkey(), "passkey_options": OPTIONS},
    ),
    "security": ("mfa/index.html", None, security),
    "security-bare": (
        "mfa/index.html",
        None,
        lambda: security(
            app=None,
            passkeys=[],
            codes_left=0,
            has_factor=False,
            password_set_at=None,
            sessions=SESSIONS[:1],
        ),
    ),
    "enrol": (
        "mfa/totp/activate_form.html",
        None,
        lambda: {"form": Code(), "totp_svg_data_uri": QR},
    ),
    "enrol-passkey": (
        "mfa/webauthn/add_form.html",
        None,
        lambda: {"form": Passkey(), "passkey_options": OPTIONS},
    ),
    "remove-factor": ("mfa/remove.html", None, lambda: {"factor": APP, "name": "My app"}),
    "remove-last-factor": (
        "mfa/remove.html",
        None,
        lambda: {"factor": APP, "name": "My app", "last": True},
    ),
    "codes": ("mfa/recovery_codes.html", None, lambda: {"codes": CODES}),
    "codes-new": ("mfa/recovery_codes_new.html", None, lambda: {"left": 8}),
    "idle": ("members/search.html", COACH, lambda: {"phone": "", "idle": IDLE}),
}
