"""How long each class is kept in an organization, and who decided that."""

from typing import NamedTuple
from uuid import UUID

from chaperone.ledger.actors import Actor
from chaperone.retention.classes import Class, Reach, registered
from chaperone.retention.errors import NoSuchPeriod
from chaperone.retention.models import Period


class Kept(NamedTuple):
    """A class with the days that hold in an organization. ``chosen``: None by default."""

    kind: Class
    days: int
    chosen: Period | None


def kept_in(organization_id: UUID) -> list[Kept]:
    """Every class that concerns the organization, by label. One query."""
    rows = Period.objects.filter(
        organization_id=organization_id, state=Period.State.IN_FORCE
    ).order_by("class_name", "-decided_at", "-id")
    chosen = {row.class_name: row for row in rows.distinct("class_name")}
    classes = sorted(registered().values(), key=lambda each: each.label)
    return [_kept(each, chosen.get(each.name)) for each in classes]


def kept(organization_id: UUID, kind: Class) -> Kept:
    """One class. One query."""
    rows = Period.objects.filter(
        organization_id=organization_id, class_name=kind.name, state=Period.State.IN_FORCE
    )
    return _kept(kind, rows.order_by("-decided_at", "-id").first())


def history_of(actor: Actor, class_name: str) -> list[Period]:
    """Every period that anybody set or asked for here, newest first."""
    rows = Period.objects.filter(organization_id=actor.organization_id, class_name=class_name)
    return list(rows.order_by("-id")[:50])


def waiting_in(organization_id: UUID) -> list[Period]:
    """What waits for a second person, oldest first."""
    rows = Period.objects.filter(organization_id=organization_id, state=Period.State.WAITING)
    return list(rows.order_by("id"))


def period_of(actor: Actor, period_id: UUID) -> Period:
    """One of them. Raises ``NoSuchPeriod``."""
    found = Period.objects.filter(organization_id=actor.organization_id, id=period_id).first()
    if found is None:
        raise NoSuchPeriod
    return found


def _kept(kind: Class, chosen: Period | None) -> Kept:
    if chosen is None or not kind.choosable or kind.reach is Reach.INSTALLATION:
        return Kept(kind, kind.default_days, None)
    # A minimum that was raised since holds for what was chosen before.
    return Kept(kind, max(chosen.days, kind.minimum_days), chosen)
