"""Sessions: opened at sign-in, renewed by use, ended by time, by their owner or by others."""

from dataclasses import replace
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from chaperone.accounts.actions.throttle import forgive, subject_of_account, subject_of_address
from chaperone.accounts.context import Whereabouts, acting_as
from chaperone.accounts.errors import NobodyThere
from chaperone.accounts.events import (
    SESSION_MOVED,
    SESSION_STOPPED,
    SESSION_TIMED_OUT,
    SIGN_IN_SUCCEEDED,
    SIGNED_OUT,
)
from chaperone.accounts.models import Session, User
from chaperone.accounts.queries import sessions_of
from chaperone.accounts.requests import Origin
from chaperone.accounts.settings import SESSIONS_AT_ONCE
from chaperone.database.identifiers import PLATFORM
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.organizations.queries import value_of


def open_session(
    *, user: User, key: str, origin: Origin, factors: list[str], open_floor: bool = False
) -> Session:
    """Begins a session and records the sign-in with its factors; the oldest beyond the limit ends.

    ``key``: the stored key of the browser's session. ``open_floor``: others pass by this screen.
    """
    now = timezone.now()
    with acting_as(user.id, Whereabouts(origin.address)) as actor:
        home = None if actor.organization_id == PLATFORM else actor.organization_id
        session = Session.objects.create(
            key=key,
            user=user,
            organization_id=home,
            open_floor=open_floor,
            signed_in_at=now,
            last_seen_at=now,
            address=origin.address,
            user_agent=origin.user_agent,
        )
        forgive(subject_of_account(user.id), subject_of_address(origin))
        append(
            event=SIGN_IN_SUCCEEDED,
            actor=replace(actor, session=session.id),
            details=origin.details | {"factors": factors, "open_floor": open_floor},
        )
        _end_oldest(actor, user.id)
    return session


def _end_oldest(actor: Actor, user_id: UUID) -> None:
    most = value_of(SESSIONS_AT_ONCE, actor.organization_id)
    by_age = sorted(sessions_of(user_id), key=lambda session: (session.signed_in_at, session.id))
    for session in by_age[: max(0, len(by_age) - most)]:
        end_all(user_id=user_id, only=session.id, why="too many")
        append(
            event=SESSION_STOPPED,
            actor=actor,
            details={"user": str(user_id), "sessions": [str(session.id)], "reason": "too many"},
        )


@transaction.atomic
def end_sessions(*, actor: Actor, user_id: UUID, reason: str) -> int:
    """Ends every session of a person at once, in every organization; recorded. How many ended."""
    ended = end_all(user_id=user_id, why="ended by others" if actor.id != user_id else "ended")
    append(
        event=SESSION_STOPPED,
        actor=actor,
        details={"user": str(user_id), "sessions": ended, "reason": reason},
    )
    return len(ended)


@transaction.atomic
def end_session(*, actor: Actor, session_id: UUID, reason: str = "ended by hand") -> None:
    """Ends one session in the actor's organization. Raises ``NobodyThere`` if none is open."""
    session = Session.objects.filter(
        id=session_id, organization_id=actor.organization_id, ended_at=None
    ).first()
    ended = session and end_all(user_id=session.user_id, only=session_id, why="ended by others")
    if not session or not ended:
        raise NobodyThere("This session has ended already.")
    append(
        event=SESSION_STOPPED,
        actor=actor,
        details={"user": str(session.user_id), "sessions": ended, "reason": reason},
    )


def end_own_sessions(*, user: User, kept: UUID | None, only: UUID | None = None) -> int:
    """Ends a person's sessions at their own wish: one of them, or all but the one in use."""
    with acting_as(user.id) as actor:
        ended = end_all(user_id=user.id, only=only, kept=kept, why="ended")
        if ended:
            append(
                event=SESSION_STOPPED,
                actor=actor,
                details={"user": str(user.id), "sessions": ended, "reason": "ended by its owner"},
            )
    return len(ended)


def choose_organization(*, session_id: UUID, organization_id: UUID) -> None:
    """The organization that this session acts in from now on. The caller has checked the grant."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT accounts_session_choose(%s, %s)", [session_id, organization_id])


def renew(*, session_id: UUID) -> None:
    """Starts the idle clock anew."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT accounts_session_renew(%s, %s)", [session_id, timezone.now()])


def sign_out(*, session: Session, origin: Origin) -> None:
    """Ends a session because its owner signs out."""
    with acting_as(session.user_id, Whereabouts(origin.address, session.id)) as actor:
        if end_all(user_id=session.user_id, only=session.id, why="signed out"):
            append(
                event=SIGNED_OUT,
                actor=actor,
                details=origin.details,
            )


def time_out(*, session: Session, origin: Origin) -> None:
    """Ends a session that was left idle or lived too long (45 CFR 164.312(a)(2)(iii))."""
    with acting_as(session.user_id, Whereabouts(origin.address, session.id)) as actor:
        if end_all(user_id=session.user_id, only=session.id, why="timed out"):
            append(
                event=SESSION_TIMED_OUT,
                actor=actor,
                details=origin.details,
            )


def stop_moved(*, session: Session, origin: Origin, changed: str) -> None:
    """Ends a session that appeared in another browser or network, and raises an alert entry.

    ``changed``: ``user agent`` or ``network``.
    """
    with acting_as(session.user_id, Whereabouts(origin.address, session.id)) as actor:
        if end_all(user_id=session.user_id, only=session.id, why="moved"):
            append(
                event=SESSION_MOVED,
                actor=actor,
                details=origin.details
                | {
                    "changed": changed,
                    "before": {"address": session.address, "user_agent": session.user_agent},
                },
            )


def end_all(
    *, user_id: UUID, why: str, only: UUID | None = None, kept: UUID | None = None
) -> list[str]:
    """Ends a person's open sessions, or ``only`` one, or all but the ``kept``; the ids that ended.

    Not recorded here: each caller records why, in the same transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT accounts_sessions_end(%s, %s, %s, %s)", [user_id, only, kept, why])
        return [str(row[0]) for row in cursor.fetchall()]
