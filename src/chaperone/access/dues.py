"""What falls due about access: reviews, and emergency access without a verdict."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from chaperone.access.actors import worker
from chaperone.access.models import Emergency, Grant, Review
from chaperone.access.queries.people import IN_FORCE, people_who_may
from chaperone.access.queries.reviews import EVERY
from chaperone.duties.registry import Due
from chaperone.duties.timing import day_of
from chaperone.organizations.models import Organization
from chaperone.organizations.queries import organization_of

_PERMISSION = "access.review"
_REMIND = (30, 7, 0)
_MOST = 100


def people_with(organization_id: UUID, permission: str) -> Collection[UUID]:
    """Who holds the permission in the organization now; with an empty one, who holds anything."""
    if permission:
        return set(people_who_may(worker(organization_id), permission))
    grants = Grant.objects.filter(IN_FORCE, organization_id=organization_id, user__is_active=True)
    return set(grants.values_list("user_id", flat=True))


def reviews(organization_id: UUID, until: date) -> Iterator[Due]:
    """Reviews with lines to be decided, and the next one (45 CFR 164.308(a)(4)(ii)(C))."""
    organization = organization_of(worker(organization_id))
    rows = Review.objects.filter(organization_id=organization_id)
    newest = rows.order_by("-id").first()
    undecided = rows.annotate(
        total=Count("items"), left=Count("items", filter=Q(items__decision=""))
    )
    for row in undecided.filter(left__gt=0).order_by("id"):
        yield Due(
            key=f"access.review:{row.id}",
            what=f"Access review: {row.left} of {row.total} lines wait for a decision",
            due_on=_day(row.due_at, organization),
            route="access:review",
            arguments={"review_id": row.id},
            citation="45 CFR 164.308(a)(4)(ii)(C)",
            permission=_PERMISSION,
            remind=_REMIND,
        )
    begins = newest.begun_at + EVERY if newest else organization.created_at
    if (begins_on := _day(begins, organization)) <= until:
        yield Due(
            key=f"access.next-review:{newest.id if newest else 'first'}",
            what="The next access review must begin",
            due_on=begins_on,
            route="access:reviews",
            citation="45 CFR 164.308(a)(4)(ii)(C)",
            permission=_PERMISSION,
            remind=_REMIND,
        )


def emergencies(organization_id: UUID, until: date) -> Iterator[Due]:  # noqa: ARG001  # hours, not weeks
    """Emergency access that nobody has judged (45 CFR 164.312(a)(2)(ii)). No name of anybody."""
    organization = organization_of(worker(organization_id))
    # Workers may read no more of it than this.
    rows = Emergency.objects.filter(organization_id=organization_id, verdict="").only(
        "organization_id", "review_due_at"
    )
    for row in rows.order_by("review_due_at")[:_MOST]:
        yield Due(
            key=f"access.emergency:{row.id}",
            what="Emergency access waits for its review",
            due_on=_day(row.review_due_at, organization),
            route="access:one-emergency",
            arguments={"emergency_id": row.id},
            citation="45 CFR 164.312(a)(2)(ii)",
            permission=_PERMISSION,
            remind=(0,),
        )


def _day(moment: datetime, organization: Organization) -> date:
    return day_of(moment, ZoneInfo(organization.time_zone))
