"""Asking people to take courses: at hire, when a course comes, and each year anew."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.access.actions.shortening import shorten_holds
from chaperone.access.actors import Staff
from chaperone.access.clearances import begin_grace
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.organizations.days import today_of
from chaperone.organizations.queries import value_of
from chaperone.training.events import ASSIGNED
from chaperone.training.models import Assignment, Certificate, Course
from chaperone.training.queries.assignments import passed_until, workforce
from chaperone.training.queries.courses import EVERYBODY, courses_for
from chaperone.training.settings import DUE_DAYS

CLEARANCE = "training"
RENEWED_BEFORE = timedelta(days=30)


@transaction.atomic
def welcome(*, actor: Actor, user_id: UUID) -> None:
    """Gives a newcomer what they must take, and the grace that the organization allows.

    (Registered with ``access.registry.when_hired``.)
    """
    begin_grace(actor=actor, user_id=user_id, clearance=CLEARANCE)
    roles = {role for found, role in workforce(actor.organization_id) if found == user_id}
    wanted = list(courses_for(actor, roles))
    if not wanted:
        return
    today = today_of(actor)
    passed = passed_until(actor, user_id)
    for course in wanted:
        if passed.get(course.id, date.min) < today:
            _assign(actor, course, [user_id], _due(actor, today))


@transaction.atomic
def assign_to_all(*, actor: Staff, course: Course) -> int:
    """Asks everybody for whom a new course is; how many they are.

    Whoever was cleared stays so until it is due, and no longer unless they have passed.
    """
    due_on = _due(actor, today_of(actor))
    users = {
        user_id
        for user_id, role in workforce(actor.organization_id)
        if EVERYBODY in course.for_roles or role in course.for_roles
    }
    made = _assign(actor, course, users, due_on)
    shorten_holds(
        actor=actor, clearance=CLEARANCE, until=due_on, reason=f"New course: {course.title}."
    )
    return made


@transaction.atomic
def assign_renewals(*, actor: Actor) -> int:
    """Asks those anew whose certificates end within a month; how many. By workers, each day."""
    today = today_of(actor)
    working = {user_id for user_id, _ in workforce(actor.organization_id)}
    last = Certificate.objects.filter(
        organization_id=actor.organization_id, course__retired_at=None
    ).order_by("user_id", "course_id", "-until")
    ending = [
        each
        for each in last.distinct("user_id", "course_id").select_related("course")
        if each.until <= today + RENEWED_BEFORE
    ]
    by_course: dict[tuple[UUID, date], tuple[Course, list[UUID]]] = {}
    for each in ending:
        if each.user_id in working:
            by_course.setdefault((each.course_id, each.until), (each.course, []))[1].append(
                each.user_id
            )
    return sum(
        _assign(actor, course, users, until) for (_, until), (course, users) in by_course.items()
    )


@transaction.atomic
def end_assignments(*, actor: Actor, user_id: UUID, reason: str) -> int:  # noqa: ARG001
    """Whoever leaves has nothing left to take. (Registered with ``end_with_access``.)"""
    return Assignment.objects.filter(
        organization_id=actor.organization_id, user_id=user_id, passed_at=None, ended_at=None
    ).update(ended_at=timezone.now())


def _due(actor: Actor, today: date) -> date:
    days: int = value_of(DUE_DAYS, actor.organization_id)
    return today + timedelta(days=days)


def _assign(actor: Actor, course: Course, users: Collection[UUID], due_on: date) -> int:
    """Assigns to those who have it not open already, with one entry of the ledger."""
    before = set(
        Assignment.objects.filter(
            organization_id=actor.organization_id,
            course=course,
            user_id__in=users,
            passed_at=None,
            ended_at=None,
        ).values_list("user_id", flat=True)
    )
    new = sorted(set(users) - before)
    Assignment.objects.bulk_create(
        (
            Assignment(
                organization_id=actor.organization_id, user_id=user, course=course, due_on=due_on
            )
            for user in new
        ),
        batch_size=1000,
        ignore_conflicts=True,
    )
    if new:
        append(
            event=ASSIGNED,
            actor=actor,
            details={"course": str(course.id), "people": len(new), "due_on": due_on.isoformat()},
        )
    return len(new)
