"""Inviting an auditor until a day (45 CFR 164.308(a)(4)(ii)(B), 164.308(a)(8))."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from chaperone.access.actions.requests import Wish, ask_for_access
from chaperone.access.actors import Staff
from chaperone.access.models import Request
from chaperone.accounts.actions import invite
from chaperone.accounts.queries import find_user
from chaperone.evidence.auditors.queries import ROLE


@transaction.atomic
def invite_auditor(*, actor: Staff, email: str, name: str, reason: str, until: datetime) -> Request:
    """Invites a person, who may have an account elsewhere, and asks for an auditor's access.

    ``until``: aware, in the future: the grant ends then by itself. Another officer approves; nobody
    does for their own request. The caller has checked ``evidence.manage``. Raises ``AccountsError``
    and ``Unsuitable``.
    """
    return ask_for_access(
        actor=actor,
        user_id=_person(actor, email, name),
        wish=Wish(role=ROLE),
        reason=reason,
        until=until,
    )


def _person(actor: Staff, email: str, name: str) -> UUID:
    user = find_user(email)
    if user is None or not user.has_usable_password():
        return invite(actor=actor, email=email, name=name).user_id
    return user.id
