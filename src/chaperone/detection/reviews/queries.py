"""The weekly reviews: lists, one of them, and what of it is left to do."""

from collections import Counter
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from chaperone.database.identifiers import first_id_of
from chaperone.detection.alerts.queries.alerts import alerts_of
from chaperone.detection.models import Alert, AlertEntry, Review, ReviewedAccess
from chaperone.detection.reviews.errors import NoSuchReview
from chaperone.detection.reviews.weeks import Week
from chaperone.ledger.actors import Actor

Verdict = ReviewedAccess.Verdict


def reviews_of(actor: Actor) -> QuerySet[Review]:
    """All reviews of the actor's organization, newest first, with how far each is."""
    rows = Review.objects.filter(organization_id=actor.organization_id).annotate(
        drawn=Count("sample"),
        left=Count("sample", filter=Q(sample__verdict="")),
        to_ask=Count("sample", filter=Q(sample__verdict=Verdict.ASK)),
        not_fine=Count("sample", filter=Q(sample__verdict=Verdict.NOT_FINE)),
    )
    return rows.order_by("-first_day")


def review_of(actor: Actor, review_id: UUID, *, lock: bool = False) -> Review:
    """One review. Raises ``NoSuchReview``."""
    rows = Review.objects.filter(organization_id=actor.organization_id, id=review_id)
    found = (rows.select_for_update() if lock else rows).first()
    if found is None:
        raise NoSuchReview
    return found


def sample_of(actor: Actor, review: Review) -> list[ReviewedAccess]:
    """The accesses that were drawn, the latest first."""
    rows = ReviewedAccess.objects.filter(organization_id=actor.organization_id, review_id=review.id)
    return list(rows.order_by("-entry_id"))


def access_of(actor: Actor, review_id: UUID, access_id: UUID) -> ReviewedAccess:
    """One line of a sample, locked. Raises ``NoSuchReview``."""
    rows = ReviewedAccess.objects.filter(
        organization_id=actor.organization_id, review_id=review_id, id=access_id
    )
    found = rows.select_for_update().first()
    if found is None:
        raise NoSuchReview
    return found


def alerts_in(actor: Actor, review: Review) -> list[Alert]:
    """The week's alerts that the actor may see, by rank; what nothing explains first."""
    rows = alerts_of(actor).filter(started_at__gte=review.since, started_at__lt=review.until)
    return list(rows.annotate(known=~Q(explained_by="")).order_by("known", "-score", "-id"))


def verdicts_in(alerts: list[Alert]) -> Counter[str]:
    """How many alerts ended with each verdict; those without one are open."""
    return Counter(alert.verdict or "open" for alert in alerts)


def flagged_in(actor: Actor, week: Week) -> list[UUID]:
    """The week's entries of the ledger that an alert stands on."""
    rows = AlertEntry.objects.filter(
        organization_id=actor.organization_id,
        entry_id__gte=first_id_of(week.since),
        entry_id__lt=first_id_of(week.until),
    )
    return list(rows.values_list("entry_id", flat=True))


def drawn_weeks(actor: Actor) -> set[date]:
    """The Mondays of the weeks of which there is a review."""
    rows = Review.objects.filter(organization_id=actor.organization_id)
    return set(rows.values_list("first_day", flat=True))


class Total(NamedTuple):
    """How often members' data was opened in a week, and how often somebody was refused."""

    first_day: date
    openings: int
    refusals: int


def totals(actor: Actor, *, weeks: int) -> list[Total]:
    """The newest weeks, oldest first, as they were counted when their review was drawn. One query,
    whatever the record has grown to.
    """
    rows = Review.objects.filter(organization_id=actor.organization_id).order_by("-first_day")
    return [
        Total(first_day, *(sum(line[name] for line in lines) for name in ("openings", "refusals")))
        for first_day, lines in reversed(rows.values_list("first_day", "figures")[:weeks])
    ]


def unsigned(organization_id: UUID) -> QuerySet[Review]:
    """Reviews that nobody has signed, the oldest first."""
    rows = Review.objects.filter(organization_id=organization_id, signed_at=None)
    return rows.order_by("first_day")


def left_over(organization_id: UUID) -> QuerySet[Review]:
    """Signed reviews with lines that wait: the signer's own, or to be asked about."""
    rows = Review.objects.filter(organization_id=organization_id, signed_at__isnull=False)
    waits = Q(sample__verdict__in=["", Verdict.ASK])
    return rows.annotate(waiting=Count("sample", filter=waits)).filter(waiting__gt=0)
