"""Filing drills and exercises in each organization's own record (45 CFR 164.308(a)(7)(ii)(D))."""

from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from chaperone.access.actors import Staff, worker
from chaperone.access.context import acting_for
from chaperone.access.queries import people_who_may
from chaperone.continuity.drills.errors import NoNextStep
from chaperone.continuity.drills.events import (
    DRILL_FAILED,
    DRILL_PASSED,
    EXERCISE_FILED,
    STEP_DONE,
)
from chaperone.continuity.drills.notice import FAILED
from chaperone.continuity.drills.queries.exercises import exercise_of, verdict_of
from chaperone.continuity.frame import MANAGE
from chaperone.continuity.models import Drill, Exercise
from chaperone.continuity.recovery.queries.systems import borne_by
from chaperone.duties.queries import called_by_text
from chaperone.ledger.actors import Actor
from chaperone.notices.actions.tell import tell
from chaperone.notices.models import Notice
from chaperone.organizations.days import today_of
from chaperone.organizations.queries import organization_of, organizations_all
from chaperone.registers.actions.changes import record_change
from chaperone.vendors.queries import platform_id

_EMAIL, _TEXT = Notice.Way.EMAIL, Notice.Way.TEXT
_GOOD = {"met", "untold"}


def file_drills() -> None:
    """Files each drill that has ended with every organization that has not filed it.

    Safe to repeat: what a process that died left over is found by the next. For workers, in
    transactions of its own.
    """
    for organization_id in organizations_all():
        with acting_for(worker(organization_id)):
            _file_missing(worker(organization_id))


def _file_missing(actor: Actor) -> None:
    organization = organization_of(actor)
    ended = Drill.objects.exclude(state=Drill.State.RUNNING)
    # Who came later was not concerned.
    ended = ended.filter(ended_at__gte=organization.created_at)
    filed = Exercise.objects.filter(organization_id=actor.organization_id)
    missing = ended.exclude(id__in=filed.exclude(drill=None).values("drill_id"))
    for drill in missing.order_by("started_at"):
        _file(actor, drill, ZoneInfo(organization.time_zone))


def _file(actor: Actor, drill: Drill, zone: ZoneInfo) -> None:
    bears = borne_by(actor)
    exercise = Exercise(
        organization_id=actor.organization_id,
        drill=drill,
        kind=Exercise.Kind.RESTORE,
        title="Restore of a backup into a scratch place",
        held_on=drill.started_at.astimezone(zone).date(),
        result=Exercise.Result.FAILED,
        outage_minutes=bears.outage_minutes if bears else None,
        loss_minutes=bears.loss_minutes if bears else None,
        learned=drill.why,
    )
    found = verdict_of(exercise)
    if drill.state == Drill.State.WHOLE:
        exercise.result = Exercise.Result.GOOD if found in _GOOD else Exercise.Result.WEAK
    exercise.entry_id = record_change(
        actor=actor,
        event=DRILL_PASSED if drill.state == Drill.State.WHOLE else DRILL_FAILED,
        record=exercise.id,
        details=_told(drill, found),
    )
    exercise.save(force_insert=True)
    if drill.state == Drill.State.FAILED:
        _alarm(actor, exercise)


def _told(drill: Drill, found: str) -> dict[str, Any]:
    """The figures as the ledger keeps them. Names of backups hold no PHI."""
    return {
        "drill": str(drill.id),
        "backup": drill.backup_name,
        "recovery seconds": None if drill.seconds is None else round(drill.seconds, 3),
        "recovered to": drill.recovered_to.isoformat() if drill.recovered_to else None,
        "lost seconds": None if drill.lost is None else round(drill.lost.total_seconds()),
        "beside what is borne": found,
        "why": drill.why,
    }


def _alarm(actor: Actor, exercise: Exercise) -> None:
    """Calls who runs the installation; others find it under what is overdue."""
    platform = platform_id()
    if platform not in (None, actor.organization_id):
        return
    people = sorted(people_who_may(actor, MANAGE))
    by_text = called_by_text(actor.organization_id, people)
    ways = {each: (_TEXT, _EMAIL) if each in by_text else (_EMAIL,) for each in people}
    tell(actor=actor, kind=FAILED, subject_id=exercise.id, recipients=ways, webhook=True)


@transaction.atomic
def file_exercise(*, actor: Staff, **values: Any) -> Exercise:
    """Files what people tried out; ``values``: columns of ``Exercise``.

    The caller has checked ``continuity.manage`` and the values.
    """
    exercise = Exercise(organization_id=actor.organization_id, filed_by=actor.user_id, **values)
    exercise.entry_id = record_change(
        actor=actor,
        event=EXERCISE_FILED,
        record=exercise.id,
        details={
            "kind": exercise.get_kind_display(),
            "held": exercise.held_on.isoformat(),
            "result": exercise.get_result_display(),
            "took part": exercise.took_part,
            "next step": exercise.next_step,
            "until": exercise.due_on.isoformat() if exercise.due_on else None,
        },
    )
    exercise.save(force_insert=True)
    return exercise


@transaction.atomic
def finish_step(*, actor: Staff, exercise_id: UUID, done_on: date | None = None) -> None:
    """Says that what the exercise asked for is done. The caller has checked ``continuity.manage``.

    Raises ``NoSuchExercise``, ``NoNextStep``.
    """
    exercise = exercise_of(actor, exercise_id, lock=True)
    if not exercise.next_step or exercise.done_on:
        raise NoNextStep
    exercise.done_on = max(done_on or today_of(actor), exercise.held_on)
    exercise.save(update_fields=["done_on"])
    record_change(
        actor=actor,
        event=STEP_DONE,
        record=exercise.id,
        details={"step": exercise.next_step, "done": exercise.done_on.isoformat()},
    )
