"""Accounts of people: made, closed, opened again."""

from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from chaperone.accounts.actions.changes import note_change
from chaperone.accounts.actions.sessions import end_all, end_sessions
from chaperone.accounts.context import acting_as
from chaperone.accounts.errors import NobodyThere
from chaperone.accounts.events import (
    PASSWORD_CHANGED,
    USER_CREATED,
    USER_DEACTIVATED,
    USER_REACTIVATED,
)
from chaperone.accounts.models import Link, PastPassword, RecoveryCode, SignInChange, User
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor

MOST_REMEMBERED = 12


@transaction.atomic
def create_user(*, actor: Actor, email: str, name: str, username: str | None = None) -> User:
    """Makes an account without a password: nobody can sign in with it yet.

    Raises ``ValidationError`` for an unfit or taken e-mail address or username; the latter is of
    letters, digits, ``.``, ``-`` and ``_``, so that it can never be taken for an e-mail address.
    """
    user = User(
        email=email.strip().lower(),
        username=username.strip().lower() if username else None,
        name=name,
        password=make_password(None),
    )
    user.full_clean(exclude=["password_set_at"])
    user.save(force_insert=True)
    append(event=USER_CREATED, actor=actor, details={"user": str(user.id)})
    return user


def set_password(*, user: User, password: str, kept_session: UUID | None = None) -> None:
    """Sets a password that was checked by the caller; other sessions of the person end.

    Recorded in the person's organization. The latest ones are remembered as hashes.
    """
    with acting_as(user.id) as actor:
        # Nobody's first password was changed.
        if user.has_usable_password():
            note_change(user_id=user.id, kind=SignInChange.Kind.PASSWORD)
        user.set_password(password)
        user.password_set_at = timezone.now()
        user.save(update_fields=["password", "password_set_at"])
        PastPassword.objects.create(user=user, password=user.password)
        latest = PastPassword.objects.filter(user=user).order_by("-id")
        old = list(latest.values_list("id", flat=True)[MOST_REMEMBERED:])
        PastPassword.objects.filter(id__in=old).delete()
        append(event=PASSWORD_CHANGED, actor=actor, details={"user": str(user.id)})
        end_all(user_id=user.id, kept=kept_session, why="password changed")


@transaction.atomic
def deactivate(*, actor: Actor, user_id: UUID, reason: str) -> int:
    """Closes an account: no sign-in, sessions ended, factors and codes removed (45 CFR
    164.308(a)(3)(ii)(C)). Returns how many sessions ended. Raises ``NobodyThere``.
    """
    if not User.objects.filter(id=user_id).update(is_active=False):
        raise NobodyThere("There is no such account.")
    Authenticator.objects.filter(user_id=user_id).delete()
    RecoveryCode.objects.filter(user_id=user_id).delete()
    Link.objects.filter(user_id=user_id, used_at=None).update(revoked_at=timezone.now())
    append(event=USER_DEACTIVATED, actor=actor, details={"user": str(user_id), "reason": reason})
    return end_sessions(actor=actor, user_id=user_id, reason=reason)


@transaction.atomic
def reactivate(*, actor: Actor, user_id: UUID, reason: str) -> None:
    """Opens a closed account again, without a password: send a reset link after an identity check.

    Raises ``NobodyThere``.
    """
    opened = User.objects.filter(id=user_id).update(is_active=True, password=make_password(None))
    if not opened:
        raise NobodyThere("There is no such account.")
    append(event=USER_REACTIVATED, actor=actor, details={"user": str(user_id), "reason": reason})
