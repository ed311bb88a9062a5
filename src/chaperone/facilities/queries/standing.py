"""How it stands with places, devices and media: counts over the registers (45 CFR 164.310)."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from chaperone.access.models import Grant
from chaperone.access.queries.people import IN_FORCE
from chaperone.facilities.models import (
    Badge,
    BadgeUse,
    CopyRequest,
    Device,
    Disposal,
    Maintenance,
    Movement,
    Visit,
)
from chaperone.facilities.models.devices import CHECKED
from chaperone.facilities.queries.devices import HERE
from chaperone.facilities.queries.sites import sites_of
from chaperone.ledger.actors import Actor
from chaperone.organizations.days import today_of

_LATEST = 5
_WATCHED = timedelta(days=90)
_OVERNIGHT = timedelta(hours=16)
"""So long nobody visits: who is not signed out then was forgotten, or is still inside."""
REFUSED = "refused"
"""What locks write that did not open."""


class Sites(NamedTuple):
    """Sites in use. ``unplanned``: without a signed security plan; ``late``: its review is."""

    here: int
    unplanned: int
    late: int
    latest: tuple[UUID, ...]


class Doors(NamedTuple):
    """Who comes in. ``forgotten``: visitors who were never signed out; ``leavers``: badges of who
    may do nothing here any more; ``strangers``: doors opened by a badge that is nobody's.
    """

    visits: int
    forgotten: int
    badges: int
    leavers: int
    uses: int
    strangers: int
    latest: tuple[UUID, ...]


class Upkeep(NamedTuple):
    """Repairs and changes of what guards a place."""

    recorded: int
    last_on: date | None
    latest: tuple[UUID, ...]


class Workstations(NamedTuple):
    """What people work on. ``weak``: without an encrypted disk or a firewall, as last checked."""

    here: int
    unchecked: int
    late: int
    weak: int
    latest: tuple[UUID, ...]


class Media(NamedTuple):
    """What holds ePHI, and what became of it. ``unowned``: nobody answers for it."""

    holding: int
    unowned: int
    lost: int
    lost_open: int
    latest: tuple[UUID, ...]


class Wiped(NamedTuple):
    """Disposals, or re-uses. ``waiting``: for the second person; ``certified``: by certificate."""

    certified: int
    waiting: int
    latest: tuple[UUID, ...]
    entries: tuple[UUID, ...]


class Moved(NamedTuple):
    """What left. ``out``: has not come back; ``late``: should have; ``with_ephi``: held ePHI."""

    left: int
    out: int
    late: int
    with_ephi: int
    uncopied: int
    latest: tuple[UUID, ...]


class Copied(NamedTuple):
    """Copies of ePHI that were asked for. ``waiting``: for a second person's word."""

    asked: int
    waiting: int
    used: int


def sites_standing(actor: Actor) -> Sites:
    """One query for the counts, one for the latest."""
    rows: QuerySet[Any] = sites_of(actor).filter(retired_at=None)
    counts = rows.aggregate(
        here=Count("id"),
        unplanned=Count("id", filter=Q(plan_id=None)),
        late=Count("id", filter=Q(review_due_on__lt=today_of(actor))),
    )
    found = rows.values_list("id", "plan_id")[:_LATEST]
    latest = tuple(each for pair in found for each in pair if each)
    return Sites(**counts, latest=latest)


def doors_standing(actor: Actor) -> Doors:
    """Of the last 90 days; badges as they are now."""
    since = timezone.now() - _WATCHED
    visits = Visit.objects.filter(organization_id=actor.organization_id)
    badges = Badge.objects.filter(organization_id=actor.organization_id, retired_at=None)
    grants = Grant.objects.filter(IN_FORCE, organization_id=actor.organization_id)
    uses = BadgeUse.objects.filter(organization_id=actor.organization_id, at__gte=since)
    opened = uses.exclude(result__iexact=REFUSED)
    return Doors(
        visits=visits.filter(arrived_at__gte=since).count(),
        forgotten=visits.filter(left_at=None, arrived_at__lt=timezone.now() - _OVERNIGHT).count(),
        badges=badges.count(),
        leavers=badges.exclude(holder__in=grants.values("user_id")).count(),
        uses=uses.count(),
        strangers=opened.exclude(Exists(_somebodys(actor))).count(),
        latest=_latest(visits.order_by("-arrived_at", "-id")),
    )


def _somebodys(actor: Actor) -> QuerySet[Badge]:
    """The badge of a use, as it was somebody's then."""
    rows = Badge.objects.filter(organization_id=actor.organization_id, number=OuterRef("badge"))
    return rows.filter(Q(retired_at=None) | Q(retired_at__gt=OuterRef("at")))


def upkeep_standing(actor: Actor) -> Upkeep:
    """Of all sites."""
    rows = Maintenance.objects.filter(organization_id=actor.organization_id)
    found = rows.aggregate(recorded=Count("id"), last_on=Max("done_on"))
    return Upkeep(**found, latest=_latest(rows.order_by("-done_on", "-id")))


def workstations_standing(actor: Actor) -> Workstations:
    """Of what is checked each year (``CHECKED``)."""
    rows = _here(actor).filter(kind__in=CHECKED)
    today = today_of(actor)
    people_use = Q(kind__in=[Device.Kind.LAPTOP, Device.Kind.PHONE])
    counts = rows.filter(people_use | Q(state=Device.State.IN_USE)).aggregate(
        here=Count("id"),
        unchecked=Count("id", filter=Q(checked_on=None)),
        late=Count("id", filter=Q(check_due_on__lt=today, checked_on__isnull=False)),
        weak=Count("id", filter=Q(disk_encrypted=False) | Q(firewall_on=False)),
    )
    latest = rows.exclude(checked_on=None).order_by("-checked_on", "-id")
    return Workstations(**counts, latest=_latest(latest))


def media_standing(actor: Actor) -> Media:
    """Of everything that holds ePHI. ``lost_open``: what was lost lay there for anybody to read."""
    rows = Device.objects.filter(organization_id=actor.organization_id, holds_ephi=True)
    here, lost = Q(state__in=HERE), Q(state=Device.State.LOST)
    counts = rows.aggregate(
        holding=Count("id", filter=here),
        unowned=Count("id", filter=here & Q(owner=None)),
        lost=Count("id", filter=lost),
        lost_open=Count("id", filter=lost & ~Q(disk_encrypted=True)),
    )
    return Media(**counts, latest=_latest(rows.order_by("-id")))


def wiped_standing(actor: Actor, aim: str) -> Wiped:
    """``aim``: of ``Disposal.Aim``."""
    rows = Disposal.objects.filter(organization_id=actor.organization_id, aim=aim)
    counts = rows.aggregate(
        certified=Count("id", filter=Q(confirmed_at__isnull=False)),
        waiting=Count("id", filter=Q(confirmed_at=None)),
    )
    certified = rows.exclude(entry_id=None).order_by("-confirmed_at", "-id")[:_LATEST]
    entries = tuple(row.entry_id for row in certified if row.entry_id)
    return Wiped(**counts, latest=_latest(rows.order_by("-id")), entries=entries)


def moved_standing(actor: Actor) -> Moved:
    """``uncopied``: what held ePHI and left without a verified copy; the database refuses those."""
    rows = Movement.objects.filter(organization_id=actor.organization_id)
    copied = ~Q(copy_place="") & ~Q(copy_verified="") & ~Q(copy_proof="")
    counts = rows.aggregate(
        left=Count("id"),
        out=Count("id", filter=Q(returned_at=None, due_on__isnull=False)),
        late=Count("id", filter=Q(returned_at=None, due_on__lt=today_of(actor))),
        with_ephi=Count("id", filter=Q(held_ephi=True)),
        uncopied=Count("id", filter=Q(held_ephi=True) & ~copied),
    )
    return Moved(**counts, latest=_latest(rows.order_by("-left_at", "-id")))


def copies_standing(actor: Actor) -> Copied:
    """Of all requests to copy or download ePHI."""
    rows = CopyRequest.objects.filter(organization_id=actor.organization_id)
    open_ones = Q(state=CopyRequest.State.WAITING, ends_at__gt=timezone.now())
    return Copied(
        **rows.aggregate(
            asked=Count("id", distinct=True),
            waiting=Count("id", filter=open_ones, distinct=True),
            used=Count("uses", distinct=True),
        )
    )


def _here(actor: Actor) -> QuerySet[Device]:
    return Device.objects.filter(organization_id=actor.organization_id, state__in=HERE)


def _latest(rows: QuerySet[Any]) -> tuple[UUID, ...]:
    found: Collection[UUID] = rows.values_list("id", flat=True)[:_LATEST]
    return tuple(found)
