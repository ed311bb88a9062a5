"""Passwords, second factors, lockout, sessions, links."""

import re
from datetime import timedelta
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from chaperone.access.clearances import refuse_without_second_factor
from chaperone.access.errors import NotCleared
from chaperone.accounts import settings
from chaperone.accounts.actions.factors import CODES
from chaperone.accounts.actions.mailing import LIFE as LINKS_LIVE
from chaperone.accounts.models import Link
from chaperone.accounts.passwords import Policy, policy_in
from chaperone.accounts.queries import LIFE
from chaperone.ledger.actors import Actor
from chaperone.organizations.queries import value_of
from chaperone.policies.registry import Enforcement
from chaperone.web.enforcement.database import source_of
from chaperone.web.enforcement.wording import counted, lasting

_counts_wrong_tries = source_of("accounts_throttle_count")
_THRESHOLD = re.compile(r"failures \+ 1 >= (\d+)")


def _password(organization_id: UUID, *, beside_factor: bool) -> Policy:
    return policy_in(organization_id, beside_factor=lambda: beside_factor)


def _length(actor: Actor, *, beside_factor: bool) -> str:
    policy = _password(actor.organization_id, beside_factor=beside_factor)
    return counted(policy.length, "character")


def _expire(actor: Actor) -> str:
    days = _password(actor.organization_id, beside_factor=True).expiry_days
    return f"after {counted(days, 'day')}" if days else "never"


def _second_factor(_actor: Actor) -> str:
    """Asks what stands before every page, for somebody who proved nothing."""
    nobody = HttpRequest()
    nobody.session, nobody.user = SessionBase(), AnonymousUser()
    try:
        refuse_without_second_factor(nobody)
    except NotCleared:
        return "always, in an emergency too"
    return "not always"


def _closes(actor: Actor, which: int) -> str:
    """From the function that counts wrong tries, as the database has it; ascending."""
    thresholds = sorted(int(found) for found in _THRESHOLD.findall(_counts_wrong_tries(actor)))
    return counted(thresholds[which], "wrong try")


def _idle(actor: Actor, *, open_floor: bool) -> str:
    minutes = value_of(settings.IDLE_MINUTES, actor.organization_id)
    if open_floor:
        on_floor = value_of(settings.OPEN_FLOOR_IDLE_MINUTES, actor.organization_id)
        minutes = min(minutes, on_floor)
    return lasting(timedelta(minutes=minutes))


CLAIMS = (
    Enforcement(
        "sign_in.second_factor",
        "When a second factor is asked for before members' data opens",
        _second_factor,
        "access:clearances",
    ),
    Enforcement(
        "passwords.length_alone",
        "Shortest password without a second factor",
        lambda actor: _length(actor, beside_factor=False),
        "administration:settings",
    ),
    Enforcement(
        "passwords.length",
        "Shortest password beside a second factor",
        lambda actor: _length(actor, beside_factor=True),
        "administration:settings",
    ),
    Enforcement("passwords.expire", "When passwords expire", _expire, "administration:settings"),
    Enforcement(
        "sign_in.closes_after",
        "Wrong tries in a row that close an account for a while",
        lambda actor: _closes(actor, 0),
        "account_locked",
    ),
    Enforcement(
        "sign_in.stays_closed_after",
        "Wrong tries in a row that close it until somebody opens it",
        lambda actor: _closes(actor, -1),
        "account_locked",
    ),
    Enforcement(
        "sign_in.recovery_codes",
        "How many recovery codes a person gets",
        lambda _actor: counted(CODES, "code"),
        "account_recovery_codes",
    ),
    Enforcement(
        "sessions.idle_logoff",
        "Without use, people are signed out after",
        lambda actor: _idle(actor, open_floor=False),
        "administration:settings",
    ),
    Enforcement(
        "sessions.idle_logoff_open_floor",
        "On an open floor, without use, people are signed out after",
        lambda actor: _idle(actor, open_floor=True),
        "administration:settings",
    ),
    Enforcement(
        "sessions.longest",
        "How long a session lives at most",
        lambda _actor: lasting(LIFE),
        "administration:sessions",
    ),
    Enforcement(
        "sessions.at_once",
        "Browsers that one person may be signed in with at once",
        lambda actor: counted(
            value_of(settings.SESSIONS_AT_ONCE, actor.organization_id), "browser"
        ),
        "administration:settings",
    ),
    Enforcement(
        "invitations.last",
        "How long an invitation works",
        lambda _actor: lasting(LINKS_LIVE[Link.Kind.INVITATION]),
        "administration:staff",
    ),
)
