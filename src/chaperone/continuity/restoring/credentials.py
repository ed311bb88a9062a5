"""Passwords, factors, codes and links of before a change, which a restore brought back: closed.

They may be known to somebody. The record holds that they were changed, and never what they are.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models.functions import Now

from chaperone.accounts.events import (
    FACTOR_ADDED,
    FACTOR_REMOVED,
    INVITATION_REVOKED,
    PASSWORD_CHANGED,
    RECOVERY_CODES_MADE,
    SIGN_IN_SUCCEEDED,
    STEP_UP_PASSED,
)
from chaperone.accounts.models import Link, RecoveryCode, User
from chaperone.accounts.queries import FACTORS, has_factor
from chaperone.continuity.restoring.events import ACCESS_ENDED_AGAIN
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.ledger.entries import Entry

_ALL = "all"
_CODES = {"recovery_code", "recovery_codes"}
Replay = Callable[[Actor, Entry], bool]


def record_again(event: Any, actor: Actor, entry: Entry, told: dict[str, Any]) -> None:
    """That something was done again, and after which entry."""
    append(event=event, actor=actor, members=entry.members, details={"entry": str(entry.id)} | told)


def _close_credentials(actor: Actor, entry: Entry) -> bool:
    """A password or link of before the change would work again: it may be known to somebody.

    The person sets a new one by the link that is sent to their address, with a second factor that
    they still have; who has none is let in again by an administrator who makes sure of them.
    """
    user_id = UUID(entry.details["user"])
    closed = _close_links(user_id) | _close_password(user_id)
    if entry.event == FACTOR_REMOVED.name:
        closed |= _remove_factors(user_id, entry.details["factor"])
    return _closed(actor, entry, user_id, closed)


def _end_links(actor: Actor, entry: Entry) -> bool:
    user_id = UUID(entry.details["user"])
    return _closed(actor, entry, user_id, _close_links(user_id))


def _end_codes(actor: Actor, entry: Entry) -> bool:
    """Codes of before would work, though newer ones took their place."""
    user_id = UUID(entry.details["user"])
    return _closed(actor, entry, user_id, _remove_codes(user_id))


def _end_used_codes(actor: Actor, entry: Entry) -> bool:
    """A code that was used up would work once more. Which one it was, nobody wrote down."""
    said = entry.details
    proved = {*said.get("factors", ()), said.get("factor")}
    if not proved & _CODES or entry.actor_id is None:
        return False
    return _closed(actor, entry, entry.actor_id, _remove_codes(entry.actor_id))


def _close_password(user_id: UUID) -> dict[str, int]:
    found = User.objects.filter(id=user_id, is_active=True).first()
    if found is None or not found.has_usable_password():
        return {}
    found.set_unusable_password()
    found.save(update_fields=["password"])
    return {"passwords": 1}


def _close_links(user_id: UUID) -> dict[str, int]:
    rows = Link.objects.filter(user_id=user_id, used_at=None, revoked_at=None)
    return _counted("links", rows.update(revoked_at=Now()))


def _remove_factors(user_id: UUID, kind: str) -> dict[str, int]:
    """All of the kind, since the record does not say which of several it was."""
    rows = Authenticator.objects.filter(user_id=user_id, type__in=FACTORS)
    gone, _ = (rows if kind == _ALL else rows.filter(type=kind)).delete()
    codes = {} if has_factor(user_id) else _remove_codes(user_id)
    return _counted("factors", gone) | codes


def _remove_codes(user_id: UUID) -> dict[str, int]:
    gone, _ = RecoveryCode.objects.filter(user_id=user_id).delete()
    return _counted("recovery_codes", gone)


def _counted(what: str, number: int) -> dict[str, int]:
    return {what: number} if number else {}


def _closed(actor: Actor, entry: Entry, user_id: UUID, closed: dict[str, int]) -> bool:
    if closed:
        told = {"user": str(user_id), "closed": closed}
        record_again(ACCESS_ENDED_AGAIN, actor, entry, told)
    return bool(closed)


CREDENTIALS: dict[str, Replay] = {
    PASSWORD_CHANGED.name: _close_credentials,
    FACTOR_ADDED.name: _close_credentials,
    FACTOR_REMOVED.name: _close_credentials,
    INVITATION_REVOKED.name: _end_links,
    RECOVERY_CODES_MADE.name: _end_codes,
    SIGN_IN_SUCCEEDED.name: _end_used_codes,
    STEP_UP_PASSED.name: _end_used_codes,
}
