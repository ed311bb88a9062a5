"""Every entry about a member, for "who looked"."""

from uuid import UUID

from chaperone.ledger.actors import Actor
from chaperone.ledger.models import Subject
from chaperone.ledger.queries.rows import Page, opened_rows
from chaperone.ledger.queries.times import beyond_all


def accesses_to(
    actor: Actor, member_id: UUID, *, before: UUID | None = None, limit: int = 50
) -> Page:
    """A page of the entries about a member, newest first."""
    last = beyond_all()
    about = Subject.objects.filter(
        organization_id=actor.organization_id,
        member_id=member_id,
        entry_id__lt=min(last, before) if before else last,
    )
    ids = list(about.order_by("-entry_id").values_list("entry_id", flat=True)[: limit + 1])
    rows = opened_rows(actor, ids[:limit])
    return Page(rows, rows[-1].id if len(ids) > limit else None)
