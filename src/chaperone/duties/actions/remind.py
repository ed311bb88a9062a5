"""Reminders by e-mail: once for each duty, person, day and step, however often this runs."""

from collections.abc import Callable, Collection
from datetime import date, datetime
from functools import cache
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from chaperone.duties.dues import dues_of
from chaperone.duties.models import Reminder
from chaperone.duties.notice import kind_for
from chaperone.duties.registry import Due, people_with
from chaperone.duties.timing import day_of, days_left, step_due
from chaperone.ledger.actors import Actor
from chaperone.notices.actions.tell import tell
from chaperone.notices.models import Notice
from chaperone.organizations.queries import organization_of
from chaperone.vault.inside import turn_to

FURTHEST = 366
"""No source is asked for what is due later than so many days from now."""
_FIRST_HOUR = 8
_EVERYBODY = ""
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('duties reminders ' || %s, 0))"


@transaction.atomic
def remind(*, organization_id: UUID, now: datetime) -> int:
    """Tells people of an organization what falls due; returns how many reminders that made.

    From eight in the morning there. Safe to repeat; if it was not called for some days, each is
    told once, of the step that it is time for. For workers, in a transaction of its own.
    """
    actor = Actor(kind="worker", id=None, organization_id=organization_id)
    turn_to(organization_id)
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [str(organization_id)])
    zone = ZoneInfo(organization_of(actor).time_zone)
    if now.astimezone(zone).hour < _FIRST_HOUR:
        return 0
    today = day_of(now, zone)
    wanted = _wanted(organization_id, today)
    missing = _without_those_made(organization_id, wanted)
    Reminder.objects.bulk_create(missing)
    for reminder in missing:
        tell(
            actor=actor,
            kind=kind_for(days_left(reminder.due_on, today)),
            subject_id=reminder.id,
            recipients={reminder.user_id: [Notice.Way.EMAIL]},
        )
    return len(missing)


def _wanted(organization_id: UUID, today: date) -> list[Reminder]:
    """Every reminder that it is time for, made or not."""

    @cache
    def holders(permission: str) -> Collection[UUID]:
        return people_with(organization_id, permission)

    until = date.fromordinal(today.toordinal() + FURTHEST)
    wanted = {}
    for due in dues_of(organization_id, until):
        step = step_due(due.remind, due.due_on, today)
        if step is None:
            continue
        for user_id in _whom(due, holders):
            reminder = Reminder(
                organization_id=organization_id,
                key=due.key,
                due_on=due.due_on,
                step=step,
                user_id=user_id,
            )
            wanted[_place(reminder)] = reminder
    return list(wanted.values())


def _whom(due: Due, holders: Callable[[str], Collection[UUID]]) -> Collection[UUID]:
    """The owner; where there is none, or they have left, whoever may do it."""
    if due.owner and due.owner in holders(_EVERYBODY):
        return [due.owner]
    return holders(due.permission) if due.permission else []


def _without_those_made(organization_id: UUID, wanted: list[Reminder]) -> list[Reminder]:
    made = Reminder.objects.filter(
        organization_id=organization_id, key__in={reminder.key for reminder in wanted}
    )
    known = {_place(reminder) for reminder in made}
    return [reminder for reminder in wanted if _place(reminder) not in known]


def _place(reminder: Reminder) -> tuple[str, date, int, UUID]:
    return reminder.key, reminder.due_on, reminder.step, reminder.user_id
