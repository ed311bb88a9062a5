"""Identity checks: how an administrator made sure who somebody is (45 CFR 164.312(d))."""

from uuid import UUID

from django.db import transaction

from chaperone.accounts.actions.throttle import forgive, subject_of_account
from chaperone.accounts.errors import NobodyThere, NotChecked, NotYourself
from chaperone.accounts.events import IDENTITY_CHECKED, SIGN_IN_UNLOCKED
from chaperone.accounts.models import User
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor

WAYS = {
    "in person": "In person, I know them or saw an identity card",
    "video": "By video, I saw their face and an identity card",
    "call back": "I called them back on the number in our records",
    "manager": "Their manager vouched for them, whom I asked myself",
}
LONGEST_NOTE = 500


@transaction.atomic
def record_identity_check(
    *, actor: Actor, user_id: UUID, how: str, note: str, for_what: str
) -> None:
    """Records how the actor made sure who the person is, and what for.

    ``how``: one of ``WAYS``. Raises ``NotChecked`` for another way or a note that is too long,
    ``NotYourself``, ``NobodyThere``.
    """
    if how not in WAYS or len(note) > LONGEST_NOTE:
        raise NotChecked("Choose how you made sure who the person is; keep the note short.")
    if actor.id == user_id:
        raise NotYourself("Nobody checks their own identity: ask a colleague.")
    if not User.objects.filter(id=user_id).exists():
        raise NobodyThere("There is no such account.")
    append(
        event=IDENTITY_CHECKED,
        actor=actor,
        details={"user": str(user_id), "how": how, "note": note.strip(), "for": for_what},
    )


@transaction.atomic
def unlock(*, actor: Actor, user_id: UUID, how: str, note: str) -> bool:
    """Opens sign-in for a person who is locked out, after an identity check; was it closed?

    Raises as ``record_identity_check``.
    """
    record_identity_check(actor=actor, user_id=user_id, how=how, note=note, for_what="unlock")
    was_closed = forgive(subject_of_account(user_id)) > 0
    append(
        event=SIGN_IN_UNLOCKED,
        actor=actor,
        details={"user": str(user_id), "was_closed": was_closed},
    )
    return was_closed
