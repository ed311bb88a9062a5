"""The periodic review of everybody's access (45 CFR 164.308(a)(4)(ii)(C))."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.access.actions.grants import note_end
from chaperone.access.actors import Staff
from chaperone.access.errors import AlreadyDecided, NotReachable, OwnAccess
from chaperone.access.events import REVIEW_BEGUN, REVIEW_DECIDED
from chaperone.access.models import Grant, Review, ReviewItem
from chaperone.access.queries.grants import grant_in_force
from chaperone.access.queries.people import IN_FORCE, people_who_may
from chaperone.ledger.actions import append

DECIDED_WITHIN = timedelta(days=14)


@transaction.atomic
def begin_review(*, actor: Staff) -> Review:
    """Puts every grant in force on the list of a reviewer, shared out evenly; none on one's own.

    Reviewers are those who hold ``access.review``. The caller has checked that the actor does.
    """
    now = timezone.now()
    review = Review(organization_id=actor.organization_id, begun_by=actor.user_id)
    review.begun_at, review.due_at = now, now + DECIDED_WITHIN
    review.save(force_insert=True)
    reviewers = sorted(people_who_may(actor, "access.review"))
    grants = Grant.objects.filter(
        IN_FORCE, organization_id=actor.organization_id, emergency=None
    ).order_by("user_id", "id")
    items = [
        ReviewItem(
            organization_id=actor.organization_id,
            review=review,
            grant=grant,
            holder_id=grant.user_id,
            reviewer_id=_reviewer(reviewers, grant.user_id, number),
        )
        for number, grant in enumerate(grants)
    ]
    ReviewItem.objects.bulk_create(items)
    append(
        event=REVIEW_BEGUN,
        actor=actor,
        details={
            "review": str(review.id),
            "grants": len(items),
            "due": review.due_at.isoformat(),
        },
    )
    return review


@transaction.atomic
def decide_item(*, actor: Staff, item_id: UUID, keep: bool, reason: str) -> None:
    """Keeps or ends the access of one line. The caller has checked ``access.review``.

    Raises ``NotReachable``, ``OwnAccess``, ``AlreadyDecided``.
    """
    item = (
        ReviewItem.objects.select_for_update()
        .filter(organization_id=actor.organization_id, id=item_id)
        .first()
    )
    if item is None:
        raise NotReachable("There is no such line in a review here.")
    if item.holder_id == actor.id:
        raise OwnAccess("Nobody reviews their own access.")
    if item.decision:
        raise AlreadyDecided("This line was decided already.")
    item.decision = ReviewItem.Decision.KEEP if keep else ReviewItem.Decision.END
    item.reason, item.decided_by, item.decided_at = reason.strip(), actor.id, timezone.now()
    item.save(update_fields=["decision", "reason", "decided_by", "decided_at"])
    grant = grant_in_force(actor, item.grant_id)
    if grant is not None and not keep:
        note_end(actor=actor, grant=grant, reason=reason)
    append(
        event=REVIEW_DECIDED,
        actor=actor,
        details={
            "review": str(item.review_id),
            "grant": str(item.grant_id),
            "user": str(item.holder_id),
            "decision": item.decision,
            "reason": reason,
        },
    )


def _reviewer(reviewers: list[UUID], holder_id: UUID, number: int) -> UUID | None:
    others = [reviewer for reviewer in reviewers if reviewer != holder_id]
    return others[number % len(others)] if others else None
