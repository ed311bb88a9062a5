from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower, Now
from django.utils import timezone

from chaperone.accounts.models import (
    Forwarder,
    Invitation,
    Link,
    PastPassword,
    RecoveryCode,
    Session,
    User,
)
from chaperone.accounts.requests import is_named
from chaperone.accounts.settings import IDLE_MINUTES, OPEN_FLOOR_IDLE_MINUTES
from chaperone.database.identifiers import PLATFORM
from chaperone.ledger.actors import Actor
from chaperone.organizations.queries import value_of

LIFE = timedelta(hours=12)
"""How long a session lives at most, however busy it is."""

FACTORS: Mapping[str, str] = {"totp": "authenticator app", "webauthn": "passkey"}
_PLACES_AT_ONCE = 2
"""A person has a desk and a telephone; in more places at once is more than one person."""
_OF_FUNCTIONS = frozenset(
    {"abuse", "admin", "administrator", "care", "coach", "coaches", "contact", "desk", "frontdesk"}
    | {"hello", "help", "helpdesk", "info", "mail", "nurse", "nurses", "office", "postmaster"}
    | {"reception", "root", "security", "shared", "staff", "support", "team", "test", "user"}
)
"""Mailboxes of functions (some of RFC 2142), which are read by whoever is on duty."""


def find_user(login: str) -> User | None:
    """The person who signs in with this e-mail address or username, whatever the case."""
    name = login.strip().lower()
    rows = User.objects.annotate(address=Lower("email"), alias=Lower("username"))
    return rows.filter(Q(address=name) | Q(alias=name)).first()


def user_of(user_id: UUID) -> User | None:
    """The person with this id."""
    return User.objects.filter(id=user_id).first()


def session_with(key: str) -> Session | None:
    """The session whose browser holds the key with this hash. Needs no context."""
    return next(iter(Session.objects.raw("SELECT * FROM accounts_session_find(%s)", [key])), None)


def sessions_of(user_id: UUID) -> list[Session]:
    """A person's open sessions, latest use first. Needs no context."""
    rows = Session.objects.raw("SELECT * FROM accounts_sessions_of(%s)", [user_id])
    alive = [session for session in rows if seconds_left(session) > 0]
    return sorted(alive, key=lambda session: session.last_seen_at, reverse=True)


def sessions_in(actor: Actor, *, limit: int = 200) -> list[Session]:
    """Open sessions in the actor's organization with their people, latest sign-in first."""
    rows = Session.objects.filter(
        organization_id=actor.organization_id, ended_at=None, signed_in_at__gt=Now() - LIFE
    )
    found = rows.select_related("user").order_by("-signed_in_at")[:limit]
    return [session for session in found if seconds_left(session) > 0]


def idle_limit(session: Session) -> timedelta:
    """After how long without use the session ends."""
    organization_id = session.organization_id or PLATFORM
    minutes = value_of(IDLE_MINUTES, organization_id)
    if session.open_floor:
        minutes = min(minutes, value_of(OPEN_FLOOR_IDLE_MINUTES, organization_id))
    return timedelta(minutes=minutes)


def seconds_left(session: Session) -> float:
    """Until the session ends if nothing is done; 0 or less when it has ended."""
    if session.ended_at is not None:
        return 0.0
    ends_at = min(session.last_seen_at + idle_limit(session), session.signed_in_at + LIFE)
    return (ends_at - timezone.now()).total_seconds()


def invitations_of(actor: Actor, *, limit: int = 200) -> list[Invitation]:
    """Invitations to the actor's organization with their links and people, newest first."""
    rows = Invitation.objects.filter(organization_id=actor.organization_id)
    return list(rows.select_related("link", "user").order_by("-id")[:limit])


def factors_of(user_id: UUID) -> list[Authenticator]:
    """The second factors that a person has set up, oldest first."""
    return list(Authenticator.objects.filter(user_id=user_id, type__in=FACTORS).order_by("id"))


def has_factor(user_id: UUID) -> bool:
    """Whether the person has set up a second factor."""
    return bool(Authenticator.objects.filter(user_id=user_id, type__in=FACTORS).exists())


def without_factor(user_ids: Collection[UUID]) -> set[UUID]:
    """Who of these people can sign in, and has no second factor set up.

    Who has no password yet cannot sign in: with the first one they are asked for a factor.
    """
    factors = Authenticator.objects.filter(user_id=OuterRef("id"), type__in=FACTORS)
    able = User.objects.filter(id__in=user_ids, is_active=True)
    able = able.exclude(password="").exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return set(able.exclude(Exists(factors)).values_list("id", flat=True))


class Used(NamedTuple):
    """How accounts are used. ``scattered``: people with open sessions in more places at once than
    one person is; ``of_functions``: addresses such as office@, which no single person has.
    """

    accounts: int
    sessions: int
    scattered: int
    of_functions: int


def used_in(actor: Actor, user_ids: Collection[UUID]) -> Used:
    """Signs of accounts that more than one person uses (45 CFR 164.312(a)(2)(i)). Three queries."""
    alive = Session.objects.filter(
        organization_id=actor.organization_id,
        user_id__in=user_ids,
        ended_at=None,
        signed_in_at__gt=Now() - LIFE,
        last_seen_at__gt=Now() - timedelta(minutes=value_of(IDLE_MINUTES, actor.organization_id)),
    )
    by_person = alive.values("user_id").annotate(places=Count("address", distinct=True))
    emails = User.objects.filter(id__in=user_ids, is_active=True).values_list("email", flat=True)
    names = [email.partition("@")[0].lower() for email in emails]
    return Used(
        accounts=len(names),
        sessions=alive.count(),
        scattered=by_person.filter(places__gt=_PLACES_AT_ONCE).count(),
        of_functions=sum(name in _OF_FUNCTIONS for name in names),
    )


def codes_left(user_id: UUID) -> int:
    """How many recovery codes were not used yet."""
    return RecoveryCode.objects.filter(user_id=user_id, used_at=None).count()


def past_passwords(user_id: UUID, *, limit: int) -> list[str]:
    """Hashes of the latest passwords, the one in force first."""
    rows = PastPassword.objects.filter(user_id=user_id).order_by("-id")
    return list(rows.values_list("password", flat=True)[:limit])


def link_with(token_hash: bytes) -> Link | None:
    """The link that a token opens while it is good for anything."""
    return usable_links().filter(token_hash=token_hash).select_related("user").first()


def usable_links() -> QuerySet[Link]:
    """Links that were sent and neither used, taken back nor too old."""
    return Link.objects.filter(
        used_at=None, revoked_at=None, expires_at__gt=Now(), user__is_active=True
    )


def email_of(user_id: UUID) -> str | None:
    """Where the person is written to; None where they have left."""
    found = User.objects.filter(id=user_id, is_active=True).values_list("email", flat=True)
    return found.first()


def unnamed_forwarders(since: datetime) -> list[str]:
    """Peers that forwarded requests since then, and that are still not named, in order."""
    rows = Forwarder.objects.filter(seen_at__gte=since).order_by("peer")
    return [peer for peer in rows.values_list("peer", flat=True) if not is_named(peer)]
