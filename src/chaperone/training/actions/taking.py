"""Taking a course: page by page, question by question, to a certificate and the clearance."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.access.clearances import hold
from chaperone.organizations.days import months_after, today_of
from chaperone.registers.actions.changes import record_change
from chaperone.training.actions.assigning import CLEARANCE
from chaperone.training.errors import AlreadyAnswered, NoSuchAssignment, OutOfTurn
from chaperone.training.events import PASSED, TRIED
from chaperone.training.models import Assignment, Attempt, Certificate
from chaperone.training.queries.assignments import attempt_of, open_assignments, passed_until
from chaperone.training.queries.courses import courses_for, latest_version


@transaction.atomic
def begin(*, actor: Staff, assignment_id: UUID) -> Attempt:
    """Begins a try at the version in force, or goes on with the one that was left.

    Raises ``NoSuchAssignment``: everybody takes what they are asked to take.
    """
    rows = open_assignments(actor).filter(id=assignment_id, user_id=actor.user_id)
    assignment = rows.select_for_update(of=("self",)).first()
    if assignment is None:
        raise NoSuchAssignment
    going_on = Attempt.objects.filter(assignment=assignment, finished_at=None).first()
    if going_on is not None:
        return going_on
    attempt = Attempt(
        organization_id=actor.organization_id,
        assignment=assignment,
        version=latest_version(assignment.course),
        user_id=actor.user_id,
    )
    attempt.save(force_insert=True)
    return attempt


@transaction.atomic
def note_page_read(*, actor: Staff, attempt_id: UUID, number: int) -> Attempt:
    """The page of this number, from 1, was read. Raises ``NoSuchAssignment``, ``OutOfTurn``."""
    attempt = _locked(actor, attempt_id)
    if not 1 <= number <= min(attempt.read_pages + 1, len(attempt.version.pages)):
        raise OutOfTurn
    if attempt.finished_at is None and number > attempt.read_pages:
        attempt.read_pages = number
        attempt.save(update_fields=["read_pages"])
    return attempt


@transaction.atomic
def answer(*, actor: Staff, attempt_id: UUID, number: int, choice: int) -> Attempt:
    """Answers the question of this number, from 1; the last one finishes the try.

    Raises ``NoSuchAssignment``, ``OutOfTurn`` and ``AlreadyAnswered``: the page has said by then
    what is right.
    """
    attempt = _locked(actor, attempt_id)
    questions = attempt.version.questions
    if number <= len(attempt.answers):
        raise AlreadyAnswered
    if number != len(attempt.answers) + 1 or attempt.read_pages < len(attempt.version.pages):
        raise OutOfTurn
    if not 0 <= choice < len(questions[number - 1]["choices"]):
        raise OutOfTurn("There is no such choice.")
    attempt.answers = [*attempt.answers, choice]
    attempt.save(update_fields=["answers"])
    if len(attempt.answers) == len(questions):
        _finish(actor, attempt)
    return attempt


def settle(*, actor: Staff) -> bool:
    """Holds the clearance for as long as every course counts that the actor must have passed.

    Whether they are cleared by it. Where the organization has no course, nobody is.
    """
    passed, today = passed_until(actor, actor.user_id), today_of(actor)
    wanted = [course.id for course in courses_for(actor, actor.roles)]
    if not wanted or any(course not in passed for course in wanted):
        return False
    until = min(passed[course] for course in wanted)
    if until < today:
        return False
    hold(
        actor=actor, user_id=actor.user_id, clearance=CLEARANCE, until=until, why="training passed"
    )
    return True


def _locked(actor: Staff, attempt_id: UUID) -> Attempt:
    Attempt.objects.select_for_update().filter(
        id=attempt_id, user_id=actor.user_id, finished_at=None
    ).first()
    return attempt_of(actor, attempt_id)


def _finish(actor: Staff, attempt: Attempt) -> None:
    assignment, questions = attempt.assignment, attempt.version.questions
    course = assignment.course
    right = sum(
        each["answer"] == given for each, given in zip(questions, attempt.answers, strict=True)
    )
    attempt.percent = right * 100 // len(questions)
    # By whole questions, not by the rounded figure that people read.
    attempt.passed = right * 100 >= course.pass_percent * len(questions)
    attempt.finished_at = timezone.now()
    attempt.save(update_fields=["percent", "passed", "finished_at"])
    record_change(
        actor=actor,
        event=TRIED,
        record=course.id,
        details={
            "version": attempt.version.number,
            "percent": attempt.percent,
            "passed": attempt.passed,
        },
    )
    if attempt.passed:
        _certify(actor, attempt, assignment)


def _certify(actor: Staff, attempt: Attempt, assignment: Assignment) -> None:
    course = assignment.course
    certificate = Certificate(
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        course=course,
        attempt=attempt,
        percent=attempt.percent or 0,
        until=months_after(today_of(actor), course.renew_months),
    )
    certificate.save(force_insert=True)
    Assignment.objects.filter(id=assignment.id).update(passed_at=attempt.finished_at)
    record_change(
        actor=actor,
        event=PASSED,
        record=course.id,
        details={"certificate": str(certificate.id), "until": certificate.until.isoformat()},
    )
    settle(actor=actor)
