"""Sessions of emergency mode: short, in this process alone, and of no other (docs/decisions/0034).

A session from before the outage lets nobody in: it cannot be renewed, and its end may not have
reached the replica. It stays in the database as it is.
"""

import time
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from chaperone.accounts.models import Session, User
from chaperone.accounts.requests import Origin

IDLE = timedelta(minutes=10)
LIFE = timedelta(hours=1)
_STAY = "emergency_stay"


def open_stay(request: HttpRequest, session: Session) -> None:
    """Makes this browser the session's, under a new key."""
    user = session.user
    store = request.session
    store.flush()
    store.cycle_key()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    now = time.time()
    # As allauth notes what was proved, which is what ``access`` asks.
    store["account_authentication_methods_user"] = str(user.pk)
    store["account_authentication_methods"] = [
        {"method": "password", "at": now},
        {"method": "mfa", "at": now, "type": "totp"},
    ]
    organization_id = session.organization_id
    store[_STAY] = {
        "id": str(session.id),
        "organization": str(organization_id) if organization_id else "",
        "signed_in_at": session.signed_in_at.isoformat(),
        "last_seen_at": session.last_seen_at.isoformat(),
        "address": session.address,
        "user_agent": session.user_agent,
    }


def stay_of(request: HttpRequest) -> Session | None:
    """The session of the browser; None where it has none of this process."""
    kept = request.session.get(_STAY)
    if not kept or not isinstance(request.user, User):
        return None
    return Session(
        id=UUID(kept["id"]),
        user=request.user,
        organization_id=UUID(kept["organization"]) if kept["organization"] else None,
        signed_in_at=datetime.fromisoformat(kept["signed_in_at"]),
        last_seen_at=datetime.fromisoformat(kept["last_seen_at"]),
        address=kept["address"],
        user_agent=kept["user_agent"],
    )


def is_over(session: Session, now: datetime) -> bool:
    """Whether it was left idle, or has lasted as long as one may (45 CFR 164.312(a)(2)(iii))."""
    return now >= min(session.last_seen_at + IDLE, session.signed_in_at + LIFE)


def has_moved(session: Session, origin: Origin) -> bool:
    """Whether the key came from another browser or network."""
    before = Origin(session.address, session.user_agent)
    return session.user_agent != origin.user_agent or before.network != origin.network


def renew(request: HttpRequest) -> None:
    """Starts the idle clock anew."""
    request.session[_STAY] |= {"last_seen_at": datetime.now(UTC).isoformat()}
    request.session.modified = True


def end_stay(request: HttpRequest) -> None:
    """Nothing of it is left in this process."""
    request.session.flush()
    request.user = AnonymousUser()
