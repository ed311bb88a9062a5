"""Alarms: people are told once that something is wrong, again where it lasts, and when it is over.

One path for whoever finds something wrong: readings of the installation, and rules over the ledger.
45 CFR 164.308(a)(6)(ii).
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.notices.actions.tell import call_off, tell
from chaperone.notices.errors import NotQuietened
from chaperone.notices.events import ALARM_ENDED, ALARM_LASTS, ALARM_QUIETENED, ALARM_RAISED
from chaperone.notices.kinds import Kind
from chaperone.notices.models import Alarm, Notice
from chaperone.notices.queries import lock_alarm
from chaperone.telemetry import metrics

LONGEST_QUIET = timedelta(days=7)
Recipients = Mapping[UUID, Collection[Notice.Way]]


def raise_alarm(
    *, actor: Actor, name: str, kind: Kind, recipients: Recipients, again_after: timedelta
) -> Alarm:
    """Has people told that something is wrong, in the caller's transaction and context.

    ``name``: what is wrong, the same for as long as it is the same; it holds no id of a member.
    While it lasts, it may be raised over and over: people are told again ``again_after`` they last
    were, unless somebody has asked for quiet. The subject of the notices is the alarm's id.
    """
    alarm, now = lock_alarm(actor, name), timezone.now()
    if alarm is None:
        alarm = Alarm.objects.create(organization_id=actor.organization_id, name=name, told_at=now)
        _tell(actor, alarm, kind, recipients)
        append(event=ALARM_RAISED, actor=actor, details={"alarm": str(alarm.id), "name": name})
        metrics.ALARMS.inc()
    elif _is_due(alarm, again_after, now):
        alarm.told_at, alarm.times = now, alarm.times + 1
        alarm.save(update_fields=["told_at", "times"])
        _tell(actor, alarm, kind, recipients)
        append(event=ALARM_LASTS, actor=actor, details={"alarm": str(alarm.id), "name": name})
    return alarm


def clear_alarm(*, actor: Actor, name: str, kind: Kind, recipients: Recipients) -> bool:
    """Has people told that it is over; what they were not sent yet is called off. False where
    nothing was wrong.
    """
    alarm = lock_alarm(actor, name)
    if alarm is None:
        return False
    alarm.ended_at = timezone.now()
    alarm.save(update_fields=["ended_at"])
    call_off(actor=actor, subject_id=alarm.id)
    _tell(actor, alarm, kind, recipients)
    append(event=ALARM_ENDED, actor=actor, details={"alarm": str(alarm.id), "name": name})
    return True


def quieten(*, actor: Actor, alarm_id: UUID, until: datetime, reason: str) -> None:
    """Tells nobody again of this alarm before then: somebody works on it. It stays open, and on the
    page. Raises ``NotQuietened``.
    """
    now = timezone.now()
    alarm = (
        Alarm.objects.select_for_update()
        .filter(organization_id=actor.organization_id, id=alarm_id, ended_at=None)
        .first()
    )
    if alarm is None or not now < until <= now + LONGEST_QUIET or not reason.strip():
        raise NotQuietened
    alarm.quiet_until, alarm.quieted_by = until, actor.id
    alarm.save(update_fields=["quiet_until", "quieted_by"])
    append(
        event=ALARM_QUIETENED,
        actor=actor,
        details={
            "alarm": str(alarm.id),
            "name": alarm.name,
            "until": until.isoformat(),
            "reason": reason,
        },
    )


def _tell(actor: Actor, alarm: Alarm, kind: Kind, recipients: Recipients) -> None:
    tell(actor=actor, kind=kind, subject_id=alarm.id, recipients=recipients, webhook=True)


def _is_due(alarm: Alarm, again_after: timedelta, now: datetime) -> bool:
    if alarm.quiet_until and now < alarm.quiet_until:
        return False
    # Told "in the future": the clock was put back, and nobody waits for it to catch up.
    return not alarm.told_at <= now < alarm.told_at + again_after
