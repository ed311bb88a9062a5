"""Accounts, and what sign-ins leave in the ledger (45 CFR 164.308(a)(5)(ii)(C)).

A sign-in is recorded in a transaction of its own: one that cannot be recorded does not happen,
and a failed one is not erased with the request that failed.
"""

from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from chaperone.accounts.events import (
    PASSWORD_CHANGED,
    SESSION_STOPPED,
    SESSION_TIMED_OUT,
    SIGN_IN_FAILED,
    SIGN_IN_SUCCEEDED,
    SIGNED_OUT,
    USER_CREATED,
    USER_DEACTIVATED,
)
from chaperone.accounts.models import User
from chaperone.accounts.registry import home_of
from chaperone.database.identifiers import PLATFORM
from chaperone.ledger.actions import append, append_apart
from chaperone.ledger.actors import Actor
from chaperone.ledger.events import Event

LONGEST_USER_AGENT = 200


@transaction.atomic
def create_user(*, actor: Actor, email: str, name: str) -> User:
    """Makes an account without a password: nobody can sign in with it yet."""
    user = User.objects.create(email=email, name=name, password=make_password(None))
    append(event=USER_CREATED, actor=actor, details={"user": str(user.id)})
    return user


@transaction.atomic
def set_password(*, user: User, password: str) -> None:
    """Sets a password that was checked by the caller. Recorded under the platform."""
    user.set_password(password)
    user.save(update_fields=["password"])
    append(
        event=PASSWORD_CHANGED,
        actor=Actor(kind="staff", id=user.id, organization_id=PLATFORM),
        details={"user": str(user.id)},
    )


@transaction.atomic
def end_sessions(*, actor: Actor, user_id: UUID, reason: str) -> int:
    """Ends every session of a person at once; recorded. How many ended."""
    sessions = Session.objects.filter(expire_date__gt=timezone.now())
    theirs = [
        session.session_key
        for session in sessions
        if session.get_decoded().get("_auth_user_id") == str(user_id)
    ]
    Session.objects.filter(session_key__in=theirs).delete()
    append(
        event=SESSION_STOPPED,
        actor=actor,
        details={"user": str(user_id), "sessions": len(theirs), "reason": reason},
    )
    return len(theirs)


@transaction.atomic
def deactivate(*, actor: Actor, user_id: UUID, reason: str) -> None:
    """From now on the person cannot sign in."""
    User.objects.filter(id=user_id).update(is_active=False)
    append(event=USER_DEACTIVATED, actor=actor, details={"user": str(user_id), "reason": reason})


def record_sign_in(*, user: User, address: str, user_agent: str, factors: list[str]) -> None:
    """Records a sign-in and with which factors (``password``, ``mfa``)."""
    _record(SIGN_IN_SUCCEEDED, user, address, user_agent, factors=factors)


def record_failed_sign_in(*, user: User | None, address: str, user_agent: str) -> None:
    """Records a failed sign-in; what was typed as the name is not kept."""
    _record(SIGN_IN_FAILED, user, address, user_agent)


def record_sign_out(*, user: User, address: str, user_agent: str) -> None:
    _record(SIGNED_OUT, user, address, user_agent)


def record_time_out(*, user: User, address: str, user_agent: str) -> None:
    """Records an automatic logoff (45 CFR 164.312(a)(2)(iii))."""
    _record(SESSION_TIMED_OUT, user, address, user_agent)


def _record(
    event: Event, user: User | None, address: str, user_agent: str, **details: list[str]
) -> None:
    user_id = user.id if user else None
    append_apart(
        event=event,
        actor=Actor(
            kind="staff" if user else "anonymous", id=user_id, organization_id=home_of(user_id)
        ),
        details={"address": address, "user_agent": user_agent[:LONGEST_USER_AGENT], **details},
    )
