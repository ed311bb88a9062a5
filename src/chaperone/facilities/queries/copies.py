"""Copies of ePHI: what was asked, what was decided, what was used."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.access.copies import RECORD
from chaperone.access.roles import ELEMENTS
from chaperone.facilities.errors import NotFound
from chaperone.facilities.models import CopyRequest, CopyUse

State = CopyRequest.State
WHAT = {RECORD: "Entries of the record (the ledger)"} | {
    name: group.label
    for name, group in ELEMENTS.items()
    # The demo's phones are nobody's.
    if not group.planned and name != "demo_phones"
}
"""What can be asked for, as people call it."""


class Approval(NamedTuple):
    """An approval that somebody can use now."""

    id: UUID
    member_id: UUID | None
    ends_at: datetime
    single_use: bool


def hold_copy(copy_id: UUID) -> CopyRequest | None:
    """A request of the organization in context, held until the transaction ends."""
    found = CopyRequest.objects.raw("SELECT * FROM facilities_hold_copy(%s)", [copy_id])
    return next(iter(found), None)


def copies_for(actor: Staff) -> QuerySet[CopyRequest]:
    """The requests that the actor may see, newest first: their own; all for who approves."""
    rows = CopyRequest.objects.filter(organization_id=actor.organization_id)
    if not actor.may("copies.approve") and not actor.may("facilities.read"):
        rows = rows.filter(asked_by=actor.user_id)
    return rows.annotate(times_used=Count("uses")).order_by("-asked_at", "-id")


def copy_of(actor: Staff, copy_id: UUID) -> CopyRequest:
    """One of them. Raises ``NotFound``."""
    found = copies_for(actor).filter(id=copy_id).first()
    if found is None:
        raise NotFound
    return found


def copies_to_decide(actor: Staff) -> QuerySet[CopyRequest]:
    """What others asked for and nobody has decided yet."""
    waiting = copies_for(actor).filter(state=State.WAITING, ends_at__gt=timezone.now())
    return waiting.exclude(asked_by=actor.user_id)


def usable_by(actor: Staff, elements: frozenset[str]) -> list[Approval]:
    """What the actor can copy now, on a page, of these elements; what ends soonest comes first."""
    rows = CopyRequest.objects.filter(
        organization_id=actor.organization_id,
        asked_by=actor.user_id,
        by_command=False,
        state=State.APPROVED,
        ends_at__gt=timezone.now(),
        elements__contains=sorted(elements),
    )
    used = Exists(CopyUse.objects.filter(request=OuterRef("id")))
    unused = rows.filter(Q(single_use=False) | ~used).order_by("ends_at", "id")
    return [Approval(row.id, row.member_id, row.ends_at, row.single_use) for row in unused]


def uses_of(copy: CopyRequest) -> list[CopyUse]:
    """What left under it, newest first, at most 50."""
    return list(copy.uses.order_by("-used_at", "-id")[:50])
