"""Who must take what, who is late, and what somebody has passed (45 CFR 164.308(a)(5))."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from chaperone.access.actors import Staff
from chaperone.access.models import Grant
from chaperone.access.queries.people import IN_FORCE
from chaperone.ledger.actors import Actor
from chaperone.organizations.days import today_of
from chaperone.training.errors import NoSuchAssignment
from chaperone.training.models import Assignment, Attempt, Certificate, Note, NoteRead


class Mine(NamedTuple):
    """A course that somebody must take: its state, and how far they are."""

    assignment: Assignment
    state: str
    tries: int


class DueLine(NamedTuple):
    """How many people a course is due for, since or on which day at the earliest."""

    course_id: UUID
    title: str
    people: int
    due_on: date


def open_assignments(actor: Actor) -> QuerySet[Assignment]:
    """What is still to be taken in the actor's organization, the latest first.

    By one index, whatever has been passed: a page of it is the same work for ten people as for
    ten thousand.
    """
    rows = Assignment.objects.filter(
        organization_id=actor.organization_id, passed_at=None, ended_at=None
    )
    return rows.select_related("user", "course").order_by("due_on", "id")


def mine(actor: Actor, user_id: UUID) -> list[Mine]:
    """What somebody must take now. Two queries and the day."""
    today = today_of(actor)
    rows = list(open_assignments(actor).filter(user_id=user_id))
    attempts = Attempt.objects.filter(assignment__in=rows).values("assignment")
    tries = {
        row["assignment"]: (row["all"], row["finished"])
        for row in attempts.annotate(all=Count("id"), finished=Count("finished_at"))
    }
    return [_mine(row, *tries.get(row.id, (0, 0)), today) for row in rows]


def _mine(row: Assignment, begun: int, finished: int, today: date) -> Mine:
    state = row.state_on(today)
    if state == "open" and begun > finished:
        state = "begun"
    return Mine(row, state, finished)


def certificates_of(actor: Actor, user_id: UUID) -> list[Certificate]:
    """What somebody has passed, newest first."""
    rows = Certificate.objects.filter(organization_id=actor.organization_id, user_id=user_id)
    return list(rows.select_related("course").order_by("-passed_at")[:50])


def certificate_of(actor: Actor, certificate_id: UUID) -> Certificate:
    """One certificate. Raises ``NoSuchAssignment``."""
    rows = Certificate.objects.filter(organization_id=actor.organization_id, id=certificate_id)
    found = rows.select_related("course", "user", "attempt__version").first()
    if found is None:
        raise NoSuchAssignment
    return found


def passed_until(actor: Actor, user_id: UUID) -> dict[UUID, date]:
    """Until when each course counts that somebody passed, by the course's id."""
    rows = Certificate.objects.filter(organization_id=actor.organization_id, user_id=user_id)
    return dict(rows.values_list("course_id").annotate(last=Max("until")))


def attempt_of(actor: Staff, attempt_id: UUID) -> Attempt:
    """A try of the actor's own. Raises ``NoSuchAssignment``."""
    rows = Attempt.objects.filter(
        organization_id=actor.organization_id, id=attempt_id, user_id=actor.user_id
    )
    found = rows.select_related("version", "assignment__course").first()
    if found is None:
        raise NoSuchAssignment
    return found


def workforce(organization_id: UUID) -> Iterable[tuple[UUID, str]]:
    """Who works here: ids of users with each of their roles. Guests of the platform do not."""
    rows = Grant.objects.filter(IN_FORCE, organization_id=organization_id, emergency=None)
    own = rows.filter(Q(request=None) | Q(request__home_id=organization_id))
    return own.values_list("user_id", "role").distinct()


def unread_notes(actor: Actor, user_id: UUID) -> list[Note]:
    """Security notes of the last year that somebody has not read, newest first."""
    read = NoteRead.objects.filter(user_id=user_id).values("note_id")
    rows = Note.objects.filter(organization_id=actor.organization_id).exclude(id__in=read)
    return list(rows.order_by("-number")[:5])


def due_by_course(organization_id: UUID, until: date) -> list[DueLine]:
    """Courses that are due for somebody until a day. One query, in the organization's context."""
    rows = Assignment.objects.filter(
        organization_id=organization_id, passed_at=None, ended_at=None, due_on__lte=until
    )
    grouped = rows.values_list("course_id", "course__title", "due_on").annotate(Count("id"))
    return [
        DueLine(course_id, title, people, due_on)
        for course_id, title, due_on, people in grouped.order_by("due_on", "course__title")[:200]
    ]
