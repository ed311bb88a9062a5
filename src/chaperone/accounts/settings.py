"""What an organization may set about signing in; each change is kept.

45 CFR 164.308(a)(5)(ii)(D) (password management), 164.312(a)(2)(iii) (automatic logoff).
"""

from django import forms

from chaperone.organizations.settings import Setting, declare

_PROFILES = (
    ("nist", "NIST: long passwords, never expiring, checked against common ones"),
    ("legacy90", "Legacy: 8 characters of three kinds, new every 90 days, last 4 refused"),
    ("custom", "Custom: the four settings below"),
)


def _number(
    name: str, group: str, default: int, least: int, most: int, label: str, hint: str
) -> Setting:
    return declare(
        Setting(
            name=f"accounts.{name}",
            group=group,
            default=default,
            permission="settings.security",
            field=lambda: forms.IntegerField(
                label=label, help_text=hint, min_value=least, max_value=most
            ),
        )
    )


PASSWORD_PROFILE = declare(
    Setting(
        name="accounts.password_profile",
        group="Passwords",
        default="nist",
        permission="settings.security",
        field=lambda: forms.ChoiceField(
            label="Rules for passwords",
            choices=_PROFILES,
            help_text="A password that met the rules when it was set stays until it expires.",
        ),
    )
)
PASSWORD_LENGTH = _number(
    "password_length", "Passwords", 12, 8, 64, "Shortest password", "Characters. Custom rules only."
)
PASSWORD_CLASSES = _number(
    "password_classes",
    "Passwords",
    3,
    1,
    4,
    "Kinds of characters",
    "Of small letters, capitals, digits and other characters. Custom rules only.",
)
PASSWORD_EXPIRY_DAYS = _number(
    "password_expiry_days",
    "Passwords",
    0,
    0,
    365,
    "Days until a password expires",
    "0: never. Custom rules only.",
)
PASSWORD_REMEMBERED = _number(
    "password_remembered",
    "Passwords",
    4,
    0,
    12,
    "Earlier passwords that are refused",
    "Custom rules only.",
)
PASSWORD_WORDS = declare(
    Setting(
        name="accounts.password_words",
        group="Passwords",
        default="",
        permission="settings.security",
        field=lambda: forms.CharField(
            label="Words that no password may contain",
            required=False,
            max_length=500,
            help_text="Names of your organization and its products, for example, with spaces"
            " between them. “Chaperone” is always one. Under every rule.",
        ),
    )
)
IDLE_MINUTES = _number(
    "idle_minutes",
    "Sessions",
    15,
    1,
    30,
    "Minutes without use until sign-out",
    "People are warned one minute before.",
)
OPEN_FLOOR_IDLE_MINUTES = _number(
    "open_floor_idle_minutes",
    "Sessions",
    10,
    1,
    14,
    "Minutes without use until sign-out, on an open floor",
    "For browsers that were marked as standing where others pass by.",
)
SESSIONS_AT_ONCE = _number(
    "sessions_at_once",
    "Sessions",
    3,
    1,
    10,
    "Browsers that one person may be signed in with at once",
    "With one more, the oldest is signed out.",
)
