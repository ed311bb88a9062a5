"""Changing a rule for a time, and ending that (45 CFR 164.308(a)(1)(ii)(D))."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.access.queries.people import people_who_may
from chaperone.detection.frame import READ
from chaperone.detection.models import Tuning
from chaperone.detection.tuning.errors import (
    NothingChanged,
    NotTuned,
    WrongEnd,
    WrongThreshold,
)
from chaperone.detection.tuning.events import RULE_RESTORED, RULE_TUNED
from chaperone.detection.tuning.notice import TUNED
from chaperone.detection.tuning.queries import counts, named, record_of
from chaperone.notices.actions.tell import tell
from chaperone.notices.models import Notice
from chaperone.organizations.days import today_of
from chaperone.registers.actions.changes import record_change

LONGEST = timedelta(days=90)


@transaction.atomic
def tune(
    *,
    actor: Staff,
    rule: str,
    off: bool,
    at_least: int | None,
    reason: str,
    until: date,
) -> None:
    """Switches a rule off, or has it find from another number on, until a day. What was changed
    before ends.

    Everybody else who may see alerts is told: who could be found by a rule does not switch it off
    unseen. The caller has checked ``detection.manage``. Raises ``NoSuchRule``, ``WrongThreshold``,
    ``WrongEnd``, ``NothingChanged``.
    """
    _check(actor, rule, off, at_least, until)
    _end(actor, rule)
    Tuning(
        organization_id=actor.organization_id,
        rule=rule,
        off=off,
        at_least=at_least,
        reason=reason,
        until=until,
        set_by=actor.user_id,
    ).save(force_insert=True)
    record = record_of(actor.organization_id, rule)
    record_change(
        actor=actor,
        event=RULE_TUNED,
        record=record,
        details={"rule": rule, "off": off, "at_least": at_least, "until": until.isoformat()},
    )
    others = people_who_may(actor, READ).keys() - {actor.user_id}
    tell(
        actor=actor,
        kind=TUNED,
        subject_id=record,
        recipients=dict.fromkeys(sorted(others), (Notice.Way.EMAIL,)),
    )


@transaction.atomic
def restore(*, actor: Staff, rule: str) -> None:
    """Ends what was changed about a rule. The caller has checked ``detection.manage``.

    Raises ``NotTuned``.
    """
    if not _end(actor, rule):
        raise NotTuned
    record_change(
        actor=actor,
        event=RULE_RESTORED,
        record=record_of(actor.organization_id, rule),
        details={"rule": rule},
    )


def _check(actor: Staff, rule: str, off: bool, at_least: int | None, until: date) -> None:
    found = named(rule)
    if at_least is not None and not counts(found):
        raise WrongThreshold
    today = today_of(actor)
    if not today < until <= today + LONGEST:
        raise WrongEnd
    if not off and at_least in (None, found.at_least):
        raise NothingChanged


def _end(actor: Staff, rule: str) -> int:
    rows = Tuning.objects.filter(organization_id=actor.organization_id, rule=rule, ended_at=None)
    return rows.update(ended_at=timezone.now(), ended_by=actor.user_id)
