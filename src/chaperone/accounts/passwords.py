"""Which passwords are good, as the person's organization has set it (45 CFR 164.308(a)(5)(ii)(D)).

Profile ``nist`` follows NIST SP 800-63B-4, 3.1.1.2: length, no composition rules, no periodic
change, and a list of common passwords; the others are for organizations that must ask for more.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils import timezone

from chaperone.accounts import settings
from chaperone.accounts.models import User
from chaperone.accounts.queries import has_factor, past_passwords
from chaperone.accounts.registry import home_of
from chaperone.organizations.queries import value_of

LONGEST = 256
# Words that people here would think of first (OWASP ASVS 5.0, 6.1.2); organizations add theirs.
CONTEXT_WORDS = ("chaperone",)
_SHORTEST_NAME = 4
_KINDS = (str.islower, str.isupper, str.isdigit, lambda letter: not letter.isalnum())
_common = CommonPasswordValidator()


@dataclass(frozen=True, slots=True)
class Policy:
    """What is asked of one person's password. ``expiry_days`` 0: it never expires."""

    length: int
    classes: int = 1
    expiry_days: int = 0
    remembered: int = 0
    words: tuple[str, ...] = CONTEXT_WORDS

    @property
    def rules(self) -> list[str]:
        """The policy as sentences for the person who chooses a password."""
        rules = [f"At least {self.length} characters. Spaces and any sign are welcome."]
        if self.classes > 1:
            rules.append(
                f"At least {self.classes} of: a small letter, a capital, a digit, another sign."
            )
        rules.append("Not a common password, and without your own name or e-mail address.")
        rules.append(f"Without: {', '.join(self.words)}.")
        if self.remembered:
            rules.append(f"Not one of your last {self.remembered} passwords.")
        if self.expiry_days:
            rules.append(f"You will be asked for a new one after {self.expiry_days} days.")
        return rules


def policy_of(user: User | None) -> Policy:
    """The policy in force for a person; the default where nobody is known."""
    if user is None:
        return Policy(length=15)
    organization_id = home_of(user.id)
    words = value_of(settings.PASSWORD_WORDS, organization_id).casefold().split()
    policy = policy_in(organization_id, beside_factor=lambda: has_factor(user.id))
    return replace(policy, words=(*CONTEXT_WORDS, *words))


def policy_in(organization_id: UUID, *, beside_factor: Callable[[], bool]) -> Policy:
    """What an organization asks of a password; ``beside_factor``: whether a second one is set up.

    Without the words that it may not contain.
    """
    match value_of(settings.PASSWORD_PROFILE, organization_id):
        case "legacy90":
            return Policy(length=8, classes=3, expiry_days=90, remembered=4)
        case "custom":
            return Policy(
                length=value_of(settings.PASSWORD_LENGTH, organization_id),
                classes=value_of(settings.PASSWORD_CLASSES, organization_id),
                expiry_days=value_of(settings.PASSWORD_EXPIRY_DAYS, organization_id),
                remembered=value_of(settings.PASSWORD_REMEMBERED, organization_id),
            )
    # Until a second factor stands beside it, the password is the only one.
    return Policy(length=8 if beside_factor() else 15)


def has_expired(user: User) -> bool:
    """Whether the person must choose a new password before going on."""
    days = policy_of(user).expiry_days
    set_at = user.password_set_at or user.created_at
    return bool(days) and timezone.now() - set_at > timedelta(days=days)


class PolicyValidator:
    """Refuses a password with every rule that it breaks; in ``AUTH_PASSWORD_VALIDATORS``."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises ``ValidationError`` with sentences."""
        policy = policy_of(user)
        problems = list(_problems(password, policy, user))
        if not problems and user and policy.remembered and _remembered(password, user, policy):
            problems.append(f"It was one of your last {policy.remembered} passwords.")
        if problems:
            raise ValidationError(problems)

    def get_help_text(self) -> str:
        return " ".join(policy_of(None).rules)


def _problems(password: str, policy: Policy, user: User | None) -> list[str]:
    problems = []
    if len(password) < policy.length:
        problems.append(f"It has {len(password)} characters; at least {policy.length} are needed.")
    if policy.classes > 1 and _kinds_of(password) < policy.classes:
        problems.append(f"It needs {policy.classes} kinds of characters; see the rules.")
    if _is_common(password):
        problems.append("It is one of the passwords that are tried first: too common.")
    if user and any(part in password.casefold() for part in _names(user)):
        problems.append("It contains your name or e-mail address.")
    if found := [word for word in policy.words if word in password.casefold()]:
        problems.append(f"It contains {', '.join(found)}, which others would try first.")
    return problems


def _kinds_of(password: str) -> int:
    return sum(any(map(kind, password)) for kind in _KINDS)


def _is_common(password: str) -> bool:
    try:
        _common.validate(password)
    except ValidationError:
        return True
    # A common password twice over is as common.
    half = password[: len(password) // 2]
    return len(half) >= _SHORTEST_NAME and password == half * 2


def _names(user: User) -> set[str]:
    told = f"{user.name} {user.email.partition('@')[0]} {user.username or ''}".casefold()
    return {part for part in re.split(r"[\W_]+", told) if len(part) >= _SHORTEST_NAME}


def _remembered(password: str, user: User, policy: Policy) -> bool:
    return any(
        check_password(password, known)
        for known in past_passwords(user.id, limit=policy.remembered)
    )
