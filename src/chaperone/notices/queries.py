from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models.functions import Now

from chaperone.ledger.actors import Actor
from chaperone.notices.models import Alarm, Notice, Standing, Webhook
from chaperone.notices.standing import StandingReading, standing_readings

# Begun "in the future": the clock was put back, and nobody waits for it to catch up.
_BEGIN = """
    update notices_round set begun_at = now()
    where id = 1 and (begun_at <= now() - make_interval(secs => %s) or begun_at > now())
"""
WAITING = (Notice.State.PENDING, Notice.State.SENDING)


def lock_pending(*, organization_id: UUID, limit: int) -> list[Notice]:
    """Locks notices that may go out now, oldest first; those that somebody holds are left out."""
    rows = Notice.objects.filter(
        organization_id=organization_id, state=Notice.State.PENDING, due_at__lte=Now()
    )
    return list(rows.order_by("due_at", "id").select_for_update(skip_locked=True)[:limit])


def lock_stale(*, organization_id: UUID, before: datetime) -> list[Notice]:
    """Locks notices that were claimed before then: whoever claimed them has ended."""
    rows = Notice.objects.filter(
        organization_id=organization_id, state=Notice.State.SENDING, claimed_at__lt=before
    )
    return list(rows.select_for_update(skip_locked=True))


def organizations_with_notices() -> list[UUID]:
    """Where a notice waits or was left by a process that ended. Only workers may ask."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM notices_waiting()")
        return [row[0] for row in cursor.fetchall()]


def told_about(actor: Actor, subject_ids: list[UUID]) -> dict[UUID, list[Notice]]:
    """Who was told about each of these, by which way, and what came of it; in order."""
    found: dict[UUID, list[Notice]] = {}
    rows = Notice.objects.filter(organization_id=actor.organization_id, subject_id__in=subject_ids)
    for notice in rows.order_by("id"):
        found.setdefault(notice.subject_id, []).append(notice)
    return found


def unseen_of(actor: Actor, *, limit: int = 20) -> list[Notice]:
    """What the person was told here and has not seen yet, newest first."""
    rows = Notice.objects.filter(
        organization_id=actor.organization_id,
        recipient_id=actor.id,
        way=Notice.Way.PORTAL,
        seen_at=None,
    )
    return list(rows.order_by("-id")[:limit])


def webhook_of(organization_id: UUID) -> Webhook | None:
    """The service that is told beside people; None where none is set."""
    return Webhook.objects.filter(organization_id=organization_id, ended_at=None).first()


def begin_round(every: timedelta) -> bool:
    """Whether readings are to be taken now, by whoever asks; for ``every`` by nobody else."""
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN, [every.total_seconds()])
        return bool(cursor.rowcount)


def standings(*, lock: bool = False) -> list[Standing]:
    """How each reading was last taken."""
    rows = Standing.objects.order_by("name")
    return list(rows.select_for_update() if lock else rows)


def readings_now() -> dict[str, StandingReading]:
    """The readings of the installation by name, those that are too old as not known. One query."""
    with connection.cursor() as cursor:
        return {reading.name: reading for reading in standing_readings(cursor)}


def open_alarms(actor: Actor) -> list[Alarm]:
    """What is wrong in the actor's organization, the newest first."""
    rows = Alarm.objects.filter(organization_id=actor.organization_id, ended_at=None)
    return list(rows.order_by("-id"))


def alarms_of(actor: Actor, *, limit: int = 20) -> list[Alarm]:
    """What was wrong in the actor's organization, open or over, the newest first."""
    rows = Alarm.objects.filter(organization_id=actor.organization_id)
    return list(rows.order_by("-id")[:limit])


def name_of_alarm(organization_id: UUID, alarm_id: UUID) -> str:
    """What an alarm is of; empty where there is none."""
    rows = Alarm.objects.filter(organization_id=organization_id, id=alarm_id)
    return rows.values_list("name", flat=True).first() or ""


def lock_alarm(actor: Actor, name: str) -> Alarm | None:
    """The open alarm of this name, held until the end of the transaction."""
    rows = Alarm.objects.filter(organization_id=actor.organization_id, name=name, ended_at=None)
    return rows.select_for_update().first()
