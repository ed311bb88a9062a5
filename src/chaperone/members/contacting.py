"""Where a member lives and how they are written to, as they said it (45 CFR 164.404(d)(1)(i))."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.members.errors import NoEmail
from chaperone.members.events import CONTACT_RECORDED
from chaperone.members.models import Contact, Member
from chaperone.members.particulars import Particulars


@transaction.atomic
def record_contact(*, actor: Actor, member: Member, particulars: Particulars) -> None:
    """Puts these in the place of what was known before; the earlier rows stay.

    The ledger has whether the member agreed to notice by e-mail, and when: agreement is withdrawn
    by recording that there is none. Raises ``NoEmail``.
    """
    (row,) = contacts_for(actor, [(member.id, particulars)], empty=True)
    row.save(force_insert=True)
    Member.objects.filter(id=member.id, destroyed_at=None).update(state=particulars.state)
    member.state = particulars.state
    append(
        event=CONTACT_RECORDED,
        actor=actor,
        members=[member.id],
        details={"contact": str(row.id), "electronic_notice": particulars.electronic},
    )


def contacts_for(
    actor: Actor, known: Iterable[tuple[UUID, Particulars]], *, empty: bool = False
) -> list[Contact]:
    """Rows to be saved, of those members of whom there is something to keep; of all if ``empty``.
    Raises ``NoEmail``.
    """
    return [
        _row(actor, member, particulars)
        for member, particulars in known
        if empty or particulars.has_contact or particulars.electronic
    ]


def _row(actor: Actor, member: UUID, particulars: Particulars) -> Contact:
    if particulars.electronic and not particulars.email:
        raise NoEmail
    return Contact(
        organization_id=actor.organization_id,
        member_id=member,
        language=particulars.language or None,
        email=particulars.email or None,
        electronic=particulars.electronic,
        recorded_by=actor.id,
    )
