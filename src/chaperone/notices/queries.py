from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models.functions import Now

from chaperone.ledger.actors import Actor
from chaperone.notices.models import Notice, Webhook

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
