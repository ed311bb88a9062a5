"""Alerts as those who handle them see them."""

from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from chaperone.access.queries.people import people_who_may
from chaperone.detection.alerts.errors import NoSuchAlert
from chaperone.detection.frame import MANAGE
from chaperone.detection.models import Alert, AlertEntry, Remark
from chaperone.ledger.actors import Actor

OPEN = ~Q(state=Alert.State.CLOSED)


def alerts_of(actor: Actor) -> QuerySet[Alert]:
    """The alerts of the actor's organization that are not about the actor.

    Row security holds the same for people (``sql/life.sql``).
    """
    rows = Alert.objects.filter(organization_id=actor.organization_id)
    if actor.id is None:
        return rows
    return rows.exclude(Q(actor_id__isnull=False) & Q(actor_id=actor.id))


def ranked(actor: Actor, *, explained: bool) -> QuerySet[Alert]:
    """Alerts by rank: those without a care reason, or those with one apart."""
    rows = alerts_of(actor)
    rows = rows.exclude(explained_by="") if explained else rows.filter(explained_by="")
    return rows.order_by("-score", "-id")


def alert_of(actor: Actor, alert_id: UUID, *, lock: bool = False) -> Alert:
    """One alert. Raises ``NoSuchAlert``, for one about the actor, too."""
    rows = alerts_of(actor).filter(id=alert_id)
    found = (rows.select_for_update() if lock else rows).first()
    if found is None:
        raise NoSuchAlert
    return found


def entries_behind(actor: Actor, alert_id: UUID, *, limit: int = 20) -> list[UUID]:
    """The newest entries of the ledger that an alert stands on."""
    rows = AlertEntry.objects.filter(organization_id=actor.organization_id, alert_id=alert_id)
    return list(rows.order_by("-entry_id").values_list("entry_id", flat=True)[:limit])


def remarks_of(actor: Actor, alert_id: UUID) -> list[Remark]:
    """What people wrote about an alert, newest first."""
    rows = Remark.objects.filter(organization_id=actor.organization_id, alert_id=alert_id)
    return list(rows.order_by("-id"))


class Waiting(NamedTuple):
    """How many alerts without a care reason wait, and how many that have one."""

    new: int
    in_hand: int
    urgent: int
    explained: int


def waiting(actor: Actor) -> Waiting:
    """The open alerts, counted. One query."""
    suspicious, new = Q(explained_by=""), Q(state=Alert.State.NEW)
    urgent = Q(severity__in=[*URGENT])
    counts = (
        alerts_of(actor)
        .filter(OPEN)
        .aggregate(
            new=Count("id", filter=suspicious & new),
            in_hand=Count("id", filter=suspicious & ~new),
            urgent=Count("id", filter=suspicious & new & urgent),
            explained=Count("id", filter=~suspicious),
        )
    )
    return Waiting(**counts)


URGENT = ("high", "critical")


def who_may_handle(actor: Actor, alert: Alert) -> list[UUID]:
    """Who handles alerts here and is not the person whom this one is about."""
    return sorted(each for each in people_who_may(actor, MANAGE) if each != alert.actor_id)
