"""Making courses: adopted from the starter set, written anew, retired."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.registers.actions.changes import record_change
from chaperone.training.actions.assigning import assign_to_all
from chaperone.training.content import find_starter
from chaperone.training.errors import AlreadyAdopted
from chaperone.training.events import COURSE_ADDED, COURSE_CHANGED, COURSE_RETIRED
from chaperone.training.models import Assignment, Course, Version
from chaperone.training.queries.courses import course_of, latest_version


@transaction.atomic
def adopt(*, actor: Staff, slug: str) -> Course:
    """Makes a starter course the organization's own, and asks everybody to take it.

    The caller has checked ``training.manage``. Raises ``NoSuchCourse`` and ``AlreadyAdopted``.
    """
    starter = find_starter(slug)._asdict()
    pages, questions = starter.pop("pages"), starter.pop("questions")
    return make_course(actor=actor, course=starter, pages=pages, questions=questions)


@transaction.atomic
def make_course(
    *,
    actor: Staff,
    course: Mapping[str, Any],
    pages: list[dict[str, str]],
    questions: list[dict[str, Any]],
) -> Course:
    """Makes a course with its first version, and asks everybody for whom it is to take it.

    ``course``: values of ``Course``; ``pages`` and ``questions`` as ``content`` parses them. Raises
    ``AlreadyAdopted``.
    """
    made = Course(organization_id=actor.organization_id, made_by=actor.id, **course)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as problem:
        raise AlreadyAdopted from problem
    _version(actor, made, 1, pages, questions)
    record_change(
        actor=actor, event=COURSE_ADDED, record=made.id, details={"title": made.title, "version": 1}
    )
    assign_to_all(actor=actor, course=made)
    return made


@transaction.atomic
def add_version(
    *,
    actor: Staff,
    course_id: UUID,
    pages: list[dict[str, str]],
    questions: list[dict[str, Any]],
) -> Version:
    """What is taken from now on; who passed an earlier one has passed until that is to be renewed.

    Raises ``NoSuchCourse``.
    """
    course = course_of(actor, course_id)
    version = _version(actor, course, latest_version(course).number + 1, pages, questions)
    record_change(
        actor=actor,
        event=COURSE_CHANGED,
        record=course.id,
        details={"version": version.number, "pages": len(pages), "questions": len(questions)},
    )
    return version


@transaction.atomic
def retire_course(*, actor: Staff, course_id: UUID) -> None:
    """Asks nobody any more to take it. What was passed stays on record. Raises ``NoSuchCourse``."""
    course = course_of(actor, course_id)
    if course.retired_at:
        return
    now = timezone.now()
    Course.objects.filter(id=course.id).update(retired_at=now, retired_by=actor.id)
    Assignment.objects.filter(course=course, passed_at=None, ended_at=None).update(ended_at=now)
    record_change(actor=actor, event=COURSE_RETIRED, record=course.id)


def _version(
    actor: Staff,
    course: Course,
    number: int,
    pages: list[dict[str, str]],
    questions: list[dict[str, Any]],
) -> Version:
    made = Version(
        organization_id=actor.organization_id,
        course=course,
        number=number,
        pages=pages,
        questions=questions,
        made_by=actor.id,
    )
    made.save(force_insert=True)
    return made
