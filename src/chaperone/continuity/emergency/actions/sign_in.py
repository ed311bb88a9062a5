"""Signing in without the primary (45 CFR 164.308(a)(7)(ii)(C), 164.312(d)).

The password's hash and the sealed secret of the authenticator app are read from the replica. What
must be kept (the step of a code, wrong tries) is noted in the journal before anybody is let in.
"""

from datetime import UTC, datetime
from typing import NamedTuple

from chaperone.accounts.actions.factors import step_of
from chaperone.accounts.actions.sign_in import is_password_of, record_apart
from chaperone.accounts.actions.throttle import is_closed, subject_of_account, subject_of_address
from chaperone.accounts.context import Whereabouts, acting_from
from chaperone.accounts.events import (
    SIGN_IN_FAILED,
    SIGN_IN_LOCKED,
    SIGN_IN_REFUSED,
    SIGN_IN_SUCCEEDED,
)
from chaperone.accounts.models import Session, User
from chaperone.accounts.queries import find_user
from chaperone.accounts.registry import home_of
from chaperone.accounts.requests import Origin
from chaperone.continuity.emergency.desk import desk
from chaperone.database.identifiers import PLATFORM


class Try(NamedTuple):
    """What somebody typed."""

    login: str
    password: str
    code: str


def sign_in(*, typed: Try, origin: Origin) -> Session | None:
    """The session of the person whose name, password and code of now these are.

    It stands in no database: the caller keeps it in this process. None where anything of it is
    wrong, the code was used, the account is closed, or too many tries were made: one answer, after
    the same work. Raises ``NotRecorded`` where it could not be written down.
    """
    user = find_user(typed.login)
    subjects = (
        subject_of_account(user.id if user else typed.login),
        subject_of_address(origin),
    )
    now = datetime.now(UTC)
    right = is_password_of(user, typed.password)
    # Closed before the outage, as far as the replica knows, or since.
    closed = is_closed(*subjects) or desk().remembered.is_closed(subjects, now)
    if closed or (right and user and not user.is_active):
        record_apart(SIGN_IN_REFUSED, user, origin, factor="password")
        return None
    if not right or user is None:
        _fail(user, origin, subjects, factor="password")
        return None
    if not _takes(user, typed.code):
        _fail(user, origin, subjects, factor="totp")
        return None
    return _opened(user, origin, subjects, now)


def _takes(user: User, code: str) -> bool:
    """Uses the code up. Only those of an app: what else there is cannot be used up here."""
    found = step_of(user=user, code=code)
    if found is None:
        return False
    factor, step = found
    if step <= int(factor.data.get("step") or 0):
        return False
    return desk().claim_step(factor=factor.pk, step=step)


def _opened(user: User, origin: Origin, subjects: tuple[str, ...], now: datetime) -> Session:
    home = home_of(user.id)
    session = Session(
        user=user,
        organization_id=None if home == PLATFORM else home,
        signed_in_at=now,
        last_seen_at=now,
        address=origin.address,
        user_agent=origin.user_agent,
    )
    desk().note("forgiven", subjects=list(subjects))
    with acting_from(Whereabouts(origin.address, session.id)):
        record_apart(SIGN_IN_SUCCEEDED, user, origin, factors=["password", "totp"])
    return session


def _fail(user: User | None, origin: Origin, subjects: tuple[str, ...], *, factor: str) -> None:
    record_apart(SIGN_IN_FAILED, user, origin, factor=factor)
    now = datetime.now(UTC)
    desk().note("wrong", subjects=list(subjects), at=now.isoformat())
    if desk().remembered.is_closed(subjects, now):
        record_apart(SIGN_IN_LOCKED, user, origin, factor=factor)
