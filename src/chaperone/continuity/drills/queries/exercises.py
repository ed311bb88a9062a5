"""What the actor's organization has filed of drills and exercises."""

from uuid import UUID

from django.db.models import QuerySet

from chaperone.continuity.drills.errors import NoSuchExercise
from chaperone.continuity.drills.judging import verdict
from chaperone.continuity.models import Exercise
from chaperone.ledger.actors import Actor
from chaperone.organizations.queries import once


def exercises_of(actor: Actor) -> QuerySet[Exercise]:
    """All, the latest first, each with its drill."""
    rows = Exercise.objects.filter(organization_id=actor.organization_id)
    return rows.select_related("drill").order_by("-held_on", "-id")


def exercise_of(actor: Actor, exercise_id: UUID, *, lock: bool = False) -> Exercise:
    """One of them. ``lock``: until the transaction ends. Raises ``NoSuchExercise``."""
    rows = exercises_of(actor).filter(id=exercise_id)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise NoSuchExercise
    return found


def latest_restore(actor: Actor) -> Exercise | None:
    """The last drill that the organization has filed."""
    rows = exercises_of(actor).filter(kind=Exercise.Kind.RESTORE)
    return once(actor, "latest restore", rows.first)


def latest_by_people(actor: Actor) -> Exercise | None:
    """The last exercise of the plans that people held."""
    return exercises_of(actor).exclude(kind=Exercise.Kind.RESTORE).first()


def verdict_of(exercise: Exercise) -> str:
    """How a drill stands beside what the organization bore at that time; ``""`` of people's."""
    drill = exercise.drill
    if drill is None:
        return ""
    return verdict(
        took=drill.took,
        lost=drill.lost,
        outage_minutes=exercise.outage_minutes,
        loss_minutes=exercise.loss_minutes,
    )
