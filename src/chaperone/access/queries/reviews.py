"""The periodic reviews of access: lists by reviewer, and what is overdue."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.access.errors import NotReachable
from chaperone.access.models import Review, ReviewItem
from chaperone.access.queries.grants import labels_of, what, where
from chaperone.access.queries.people import names_of
from chaperone.access.registry import members
from chaperone.ledger.actors import Actor

EVERY = timedelta(days=92)
"""A quarter: by then the next review must have begun."""


class ReviewLine(NamedTuple):
    """A review, and how far it is."""

    id: UUID
    begun_at: datetime
    due_at: datetime
    total: int
    undecided: int
    state: str

    @property
    def decided(self) -> int:
        return self.total - self.undecided


class ItemLine(NamedTuple):
    """One grant on a reviewer's list."""

    id: UUID
    holder: str
    what: str
    where: str
    since: datetime
    until: datetime | None
    over: bool
    reviewer: str
    mine: bool
    decidable: bool
    state: str
    reason: str
    decided_by: str
    decided_at: datetime | None


def reviews_of(actor: Actor) -> list[ReviewLine]:
    """All reviews of the actor's organization, newest first."""
    reviews = Review.objects.filter(organization_id=actor.organization_id).annotate(
        total=Count("items"), undecided=Count("items", filter=Q(items__decision=""))
    )
    return [_review(review) for review in reviews.order_by("-id")]


def next_review_due(reviews: list[ReviewLine]) -> datetime | None:
    """When the next one must begin; None where there has been none, so it is due now."""
    return reviews[0].begun_at + EVERY if reviews else None


def lines_without_reviewer(actor: Actor) -> int:
    """How many grants nobody may decide about, since only who holds them reviews access here."""
    rows = ReviewItem.objects.filter(
        organization_id=actor.organization_id, reviewer_id=None, decision=""
    )
    return rows.count()


def review(actor: Staff, review_id: UUID) -> tuple[ReviewLine, list[ItemLine]]:
    """A review with its lines, one's own list first. Raises ``NotReachable``."""
    head = next((each for each in reviews_of(actor) if each.id == review_id), None)
    if head is None:
        raise NotReachable("There is no such review here.")
    items = list(
        ReviewItem.objects.filter(organization_id=actor.organization_id, review_id=review_id)
        .select_related("grant")
        .order_by("id")
    )
    people = {
        person
        for item in items
        for person in (item.holder_id, item.reviewer_id, item.decided_by)
        if person
    }
    names, labels = names_of(people), labels_of(actor)
    teams = members().care_teams(actor)
    lines = [_item(actor, item, head, names, labels, teams) for item in items]
    return head, sorted(lines, key=lambda line: (not line.mine, line.reviewer, line.holder))


def _review(found: Review) -> ReviewLine:
    undecided: int = found.undecided  # type: ignore[attr-defined]  # annotated above
    overdue = undecided and found.due_at < timezone.now()
    state = "overdue" if overdue else "" if undecided else "done"
    total: int = found.total  # type: ignore[attr-defined]
    return ReviewLine(found.id, found.begun_at, found.due_at, total, undecided, state)


def _item(
    actor: Staff,
    item: ReviewItem,
    head: ReviewLine,
    names: dict[UUID, str],
    labels: dict[str, str],
    teams: dict[UUID, str],
) -> ItemLine:
    grant = item.grant
    return ItemLine(
        id=item.id,
        holder=names.get(item.holder_id, ""),
        what=what(grant.role, grant.element, labels),
        where=where(grant.scope, grant.care_team_id, grant.member_id, teams),
        since=grant.starts_at,
        until=grant.ends_at,
        over=grant.ends_at is not None and grant.ends_at <= timezone.now(),
        reviewer=names.get(item.reviewer_id, "") if item.reviewer_id else "",
        mine=item.reviewer_id == actor.id,
        decidable=not item.decision and item.holder_id != actor.id and actor.may("access.review"),
        state=item.decision or ("overdue" if head.state == "overdue" else ""),
        reason=item.reason,
        decided_by=names.get(item.decided_by, "") if item.decided_by else "",
        decided_at=item.decided_at,
    )
