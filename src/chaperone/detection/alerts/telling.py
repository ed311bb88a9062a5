"""Who is told of an alert, by how bad it would be (45 CFR 164.308(a)(5)(ii)(C), (a)(6)(ii)).

Low: nobody is called; it stands on the page and in the weekly review. Medium: who handles alerts
finds it here. High: by e-mail and the organization's other service, too. Critical: by text message
on top. High and critical are told again until somebody takes them up. Never whom it is about, and
nobody is told what others suspect of them.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone

from chaperone.access.queries.people import people_who_may
from chaperone.detection.alerts.events import ALERT_REACHED_NOBODY
from chaperone.detection.alerts.notice import CRITICAL, HIGH, MEDIUM, TAKEN, WORSE, alarm_of
from chaperone.detection.frame import MANAGE, READ
from chaperone.detection.models import Alert, Severity
from chaperone.duties.queries import called_by_text
from chaperone.ledger.actors import Actor
from chaperone.notices.actions.alarms import Recipients, clear_alarm, raise_alarm
from chaperone.notices.actions.tell import tell
from chaperone.notices.kinds import Kind
from chaperone.notices.models import Notice
from chaperone.registers.actions.changes import record_change

STALE = timedelta(days=2)
"""What is found in history that is older stands on the page and calls nobody."""
_EMAIL, _TEXT = Notice.Way.EMAIL, Notice.Way.TEXT


class Urgency(NamedTuple):
    """How people are called, and when again."""

    kind: Kind
    ways: tuple[Notice.Way, ...]
    again_after: timedelta


_URGENT = {
    Severity.HIGH: Urgency(HIGH, (_EMAIL,), timedelta(hours=4)),
    Severity.CRITICAL: Urgency(CRITICAL, (_EMAIL, _TEXT), timedelta(minutes=30)),
}


def tell_of(*, actor: Actor, alert: Alert) -> None:
    """Has people told of a new alert, in the transaction that raises it; by workers.

    An alert that a care reason explains, or that is long past, calls nobody.
    """
    if not _calls(alert):
        return
    people = recipients_of(actor, alert)
    if not people:
        record_change(
            actor=actor,
            event=ALERT_REACHED_NOBODY,
            record=alert.id,
            details={"severity": alert.severity},
        )
    if alert.severity == Severity.MEDIUM:
        tell(actor=actor, kind=MEDIUM, subject_id=alert.id, recipients=people)
    else:
        tell_again(actor=actor, alert=alert, people=people)


def tell_of_rise(*, actor: Actor, alert: Alert) -> None:
    """Has people told that an alert became worse, by the ways of what it is now; also where
    somebody has it in hand or has closed it, who knew less. Otherwise as ``tell_of``.
    """
    if not _calls(alert):
        return
    if alert.state == Alert.State.NEW and alert.severity in _URGENT:
        # Where its alarm is open already, it goes on as it did.
        tell_again(actor=actor, alert=alert)
    people = recipients_of(actor, alert)
    tell(actor=actor, kind=WORSE, subject_id=alert.id, recipients=people)


def tell_again(*, actor: Actor, alert: Alert, people: Recipients | None = None) -> None:
    """Raises the alarm of a high or critical alert, or has it told again where that is due."""
    urgency = _URGENT[Severity(alert.severity)]
    raise_alarm(
        actor=actor,
        name=alarm_of(alert.id),
        kind=urgency.kind,
        recipients=recipients_of(actor, alert) if people is None else people,
        again_after=urgency.again_after,
    )


def tell_no_more(*, actor: Actor, alert: Alert) -> None:
    """Ends the alarm of an alert that somebody has taken up: they find here that it is so, and a
    pager's service resolves it.
    """
    people: Recipients = dict.fromkeys(recipients_of(actor, alert), ())
    clear_alarm(actor=actor, name=alarm_of(alert.id), kind=TAKEN, recipients=people)


def recipients_of(actor: Actor, alert: Alert) -> Mapping[UUID, tuple[Notice.Way, ...]]:
    """Who is told, and by which ways: who handles alerts, but never the person it is about.

    Where that leaves nobody, those who may see alerts are told, so that it reaches somebody.
    """
    others = _others(actor, alert, MANAGE) or _others(actor, alert, READ)
    urgency = _URGENT.get(Severity(alert.severity))
    ways = urgency.ways if urgency else ()
    by_text = called_by_text(actor.organization_id, others) if _TEXT in ways else set()
    return {each: tuple(way for way in ways if way != _TEXT or each in by_text) for each in others}


def _calls(alert: Alert) -> bool:
    """Whether it calls anybody at all."""
    if alert.explained_by or alert.severity == Severity.LOW:
        return False
    return alert.ended_at >= timezone.now() - STALE


def _others(actor: Actor, alert: Alert, permission: str) -> list[UUID]:
    return sorted(each for each in people_who_may(actor, permission) if each != alert.actor_id)
