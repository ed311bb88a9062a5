"""Signing in, and what it leaves in the ledger (45 CFR 164.308(a)(5)(ii)(C), 164.312(d)).

A wrong name, a wrong password, a closed account and too many tries cost the same work and get the
same answer. What failed is recorded in a transaction of its own, so that nothing erases it.
"""

from functools import cache
from typing import Any

from django.contrib.auth.hashers import check_password, make_password

from chaperone.accounts.actions.throttle import (
    count_wrong_try,
    is_closed,
    subject_of_account,
    subject_of_address,
)
from chaperone.accounts.context import current_session
from chaperone.accounts.events import SIGN_IN_FAILED, SIGN_IN_LOCKED, SIGN_IN_REFUSED
from chaperone.accounts.models import User
from chaperone.accounts.queries import find_user
from chaperone.accounts.registry import home_of
from chaperone.accounts.requests import Origin
from chaperone.database.identifiers import PLATFORM
from chaperone.ledger.actions import append_apart
from chaperone.ledger.actors import Actor
from chaperone.ledger.events import Event


def check_credentials(*, login: str, password: str, origin: Origin) -> User | None:
    """The person whose name and password these are, and who may go on to the second factor.

    None, after the same work, where the name or password is wrong, the account is closed, or too
    many tries were made against the account or from the address.
    """
    user = find_user(login)
    subjects = (subject_of_account(user.id if user else login), subject_of_address(origin))
    closed = is_closed(*subjects)
    right = is_password_of(user, password)
    if right and user and user.is_active and not closed:
        return user
    if closed or right:
        record_apart(SIGN_IN_REFUSED, user, origin, factor="password")
    else:
        fail(user=user, origin=origin, factor="password", subjects=subjects)
    return None


def fail(
    *,
    user: User | None,
    origin: Origin,
    factor: str,
    subjects: tuple[str, ...],
    event: Event = SIGN_IN_FAILED,
) -> None:
    """Counts and records a wrong try; what was typed is not kept."""
    record_apart(event, user, origin, factor=factor)
    if count_wrong_try(*subjects):
        record_apart(SIGN_IN_LOCKED, user, origin, factor=factor)


def refuse(*, user: User | None, origin: Origin, factor: str) -> None:
    """Records a try that was not looked at, since too many had failed."""
    record_apart(SIGN_IN_REFUSED, user, origin, factor=factor)


def is_password_of(user: User | None, password: str) -> bool:
    """Whether it is the person's password; costs the same where it is not, or nobody's."""
    # A blank or unusable password costs the same as a wrong one.
    return check_password(password, _hash_of(user)) and user is not None


def _hash_of(user: User | None) -> str:
    return user.password if user and user.has_usable_password() else _nobodys_hash()


@cache
def _nobodys_hash() -> str:
    return make_password("the password of nobody at all")


def record_apart(event: Event, user: User | None, origin: Origin, **details: Any) -> None:
    """Records what somebody tried who is not signed in, in a transaction of its own."""
    # Nobody's name is looked up as well, so that a name that exists takes no longer.
    home = home_of(user.id if user else PLATFORM)
    append_apart(
        event=event,
        actor=Actor(
            kind="staff" if user else "anonymous",
            id=user.id if user else None,
            organization_id=home,
            address=origin.address,
            session=current_session(),
        ),
        details=origin.details | details,
    )
