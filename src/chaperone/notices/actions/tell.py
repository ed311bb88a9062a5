from collections.abc import Collection, Mapping
from uuid import UUID

from django.utils import timezone

from chaperone.jobs.actions import nudge_first
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.notices.events import NOTICES_ASKED
from chaperone.notices.kinds import Kind
from chaperone.notices.models import Notice
from chaperone.notices.queries import webhook_of

Way = Notice.Way


def tell(
    *,
    actor: Actor,
    kind: Kind,
    subject_id: UUID,
    recipients: Mapping[UUID, Collection[Notice.Way]],
    webhook: bool = False,
) -> None:
    """Has people told something, in the transaction of what it is about.

    ``recipients``: by which ways each person is told, beside the list that they find here.
    ``webhook``: also the service that the organization has named. Workers send it after commit.
    """
    rows = [
        _notice(actor, kind, subject_id, user_id, way)
        for user_id, ways in recipients.items()
        for way in (*ways, Way.PORTAL)
    ]
    if webhook and webhook_of(actor.organization_id):
        rows.append(_notice(actor, kind, subject_id, None, Way.WEBHOOK))
    if not rows:
        return
    Notice.objects.bulk_create(rows)
    append(
        event=NOTICES_ASKED,
        actor=actor,
        details={
            "kind": kind.name,
            "about": str(subject_id),
            "notices": {str(row.id): [str(row.recipient_id or ""), str(row.way)] for row in rows},
        },
    )
    nudge_first("notices.deliver", organization_id=actor.organization_id)


def call_off(*, actor: Actor, subject_id: UUID) -> None:
    """Sends nothing more about this: somebody has seen to it."""
    waiting = Notice.objects.filter(
        organization_id=actor.organization_id, subject_id=subject_id, state=Notice.State.PENDING
    )
    waiting.update(state=Notice.State.NEEDLESS, settled_at=timezone.now())


def note_seen(*, actor: Actor, notice_ids: Collection[UUID]) -> None:
    """The person has seen what they were told here."""
    mine = Notice.objects.filter(
        organization_id=actor.organization_id, recipient_id=actor.id, id__in=notice_ids
    )
    mine.update(seen_at=timezone.now())


def _notice(
    actor: Actor, kind: Kind, subject_id: UUID, recipient_id: UUID | None, way: Notice.Way
) -> Notice:
    shown = way == Way.PORTAL
    return Notice(
        organization_id=actor.organization_id,
        kind=kind.name,
        subject_id=subject_id,
        recipient_id=recipient_id,
        way=way,
        state=Notice.State.SENT if shown else Notice.State.PENDING,
        settled_at=timezone.now() if shown else None,
    )
