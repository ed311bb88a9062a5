"""Who is in the building, and what the doors recorded."""

from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, QuerySet

from chaperone.access.actors import Staff
from chaperone.facilities.models import Badge, BadgeUse, Visit
from chaperone.organizations.clocks import begin_of


def visits_of(actor: Staff) -> QuerySet[Visit]:
    """All visits with their sites, latest first."""
    rows = Visit.objects.filter(organization_id=actor.organization_id).select_related("site")
    return rows.order_by("-arrived_at", "-id")


def inside(actor: Staff) -> QuerySet[Visit]:
    """Who came and was not signed out, longest first."""
    return visits_of(actor).filter(left_at=None).order_by("arrived_at", "id")


def count_inside(actor: Staff) -> int:
    """How many visitors are in the building."""
    return Visit.objects.filter(organization_id=actor.organization_id, left_at=None).count()


def is_overnight(visit: Visit, today: date, zone: ZoneInfo) -> bool:
    """Whether a visitor who is not signed out came on an earlier day, in the zone of the place."""
    return visit.left_at is None and visit.arrived_at < begin_of(today, zone)


def badges_of(actor: Staff) -> QuerySet[Badge]:
    """Badges, those in use first."""
    rows = Badge.objects.filter(organization_id=actor.organization_id)
    return rows.order_by("-retired_at", "number", "id")


def badge_uses_of(actor: Staff) -> QuerySet[BadgeUse]:
    """What the locks recorded, latest first; ``known``: whether the badge is somebody's."""
    somebodys = Badge.objects.filter(
        organization_id=actor.organization_id, number=OuterRef("badge"), retired_at=None
    )
    rows = BadgeUse.objects.filter(organization_id=actor.organization_id)
    return rows.annotate(known=Exists(somebodys)).order_by("-at", "-id")
