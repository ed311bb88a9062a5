"""Pages about training, as the gallery shows them."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.safestring import mark_safe

from chaperone.access.actors import Staff
from chaperone.accounts.models import User
from chaperone.documents.markdown import as_html
from chaperone.training.content import all_notes, find_starter
from chaperone.training.forms import AnswerForm, CourseForm, VersionForm
from chaperone.training.models import Assignment, Attempt, Certificate, Course, Note, Version
from chaperone.training.queries.assignments import Mine
from tests.web.contexts import COACH, OFFICER, ago
from tests.web.listed import listed
from tests.web.workforce_pages import CHANGES

Page = tuple[str, Staff | None, Callable[[], dict[str, Any]]]
STARTER = find_starter("hipaa-basics")
COURSE = Course(
    id=UUID(int=1000),
    slug=STARTER.slug,
    title=STARTER.title,
    minutes=40,
    pass_percent=80,
    renew_months=12,
    for_roles=["*"],
)
RETIRED = Course(
    id=UUID(int=1001),
    title="Fire drill",
    minutes=5,
    pass_percent=80,
    renew_months=12,
    for_roles=["coach", "lead"],
    retired_at=ago(60),
)
VERSION = Version(
    id=UUID(int=1002),
    course=COURSE,
    number=2,
    pages=STARTER.pages,
    questions=STARTER.questions,
    made_at=ago(3000),
)
MARIA = User(id=UUID(int=3), name="Maria Alvarez", email="maria.alvarez@lakeside.example")
NOTE = Note(
    id=UUID(int=1003),
    number=1,
    title=all_notes()[0].title,
    text=all_notes()[0].text,
    sent_on=date(2026, 11, 16),
)


def _assignment(number: int, **changes: Any) -> Assignment:
    values = {"user": MARIA, "course": COURSE, "due_on": date(2026, 12, 1)} | changes
    return Assignment(id=UUID(int=1010 + number), **values)


ATTEMPT = Attempt(
    id=UUID(int=1020), assignment=_assignment(1), version=VERSION, finished_at=ago(1), percent=60
)
PASSED = Attempt(
    id=UUID(int=1021),
    assignment=_assignment(1),
    version=VERSION,
    finished_at=ago(1),
    percent=90,
    passed=True,
)
CERTIFICATE = Certificate(
    id=UUID(int=1030),
    course=COURSE,
    user=MARIA,
    percent=90,
    passed_at=ago(3000),
    until=date(2027, 11, 3),
)


def _place(number: int, count: int) -> dict[str, Any]:
    return {
        "attempt": ATTEMPT,
        "course": COURSE,
        "number": number,
        "count": count,
        "before": number - 1,
        "after": number + 1 if number < count else 0,
    }


def _page(number: int) -> dict[str, Any]:
    page = STARTER.pages[number - 1]
    text = {"title": page["title"], "text": mark_safe(as_html(page["text"]))}
    return _place(number, len(STARTER.pages)) | text


def _question(right: bool | None = None, data: dict[str, str] | None = None) -> dict[str, Any]:
    asked = STARTER.questions[0]
    given = {
        "choice": asked["choices"][asked["answer"] if right else 0],
        "right": right,
        "answer": asked["choices"][asked["answer"]],
        "why": asked["why"],
    }
    form = AnswerForm(data, choices=asked["choices"])
    return _place(2, 2 if right else 3) | {
        "form": form,
        "asked": asked,
        "given": None if right is None else given,
    }


def _course_form(data: dict[str, str]) -> CourseForm:
    return CourseForm(data, roles={"coach": "Coach", "administrator": "Administrator"})


PAGES: dict[str, Page] = {
    "my-training": (
        "training/mine.html",
        COACH,
        lambda: {
            "lines": [
                Mine(_assignment(1), "open", 0),
                Mine(_assignment(2), "begun", 1),
                Mine(_assignment(3), "overdue", 2),
            ],
            "certificates": [CERTIFICATE],
            "notes": [NOTE],
            "until": date(2027, 11, 3),
            "may_read": False,
        },
    ),
    "my-training-none": (
        "training/mine.html",
        OFFICER,
        lambda: {"lines": [], "certificates": [], "notes": [], "until": None, "may_read": True},
    ),
    "training-page": ("training/page.html", COACH, lambda: _page(1)),
    "training-last-page": ("training/page.html", COACH, lambda: _page(len(STARTER.pages))),
    "training-question": ("training/question.html", COACH, _question),
    "training-question-wrong": (
        "training/question.html",
        COACH,
        lambda: _question(data={"choice": "9"}),
    ),
    "training-right": ("training/question.html", COACH, lambda: _question(right=True)),
    "training-not-right": ("training/question.html", COACH, lambda: _question(right=False)),
    "training-passed": (
        "training/result.html",
        COACH,
        lambda: {
            "attempt": PASSED,
            "course": COURSE,
            "certificate": CERTIFICATE,
            "cleared_until": date(2027, 11, 3),
        },
    ),
    "training-failed": (
        "training/result.html",
        COACH,
        lambda: {"attempt": ATTEMPT, "course": COURSE, "certificate": None},
    ),
    "training-overdue": (
        "training/overdue.html",
        OFFICER,
        lambda: {
            "listing": listed(exported="training"),
            "lines": [
                (
                    _assignment(1, due_on=date(2026, 11, 1), reminded_on=date(2026, 11, 2)),
                    "overdue",
                ),
                (_assignment(2), "open"),
            ],
        },
    ),
    "training-overdue-none": (
        "training/overdue.html",
        OFFICER,
        lambda: {"listing": listed(), "lines": []},
    ),
    "training-overdue-none-found": (
        "training/overdue.html",
        OFFICER,
        lambda: {"listing": listed(searched=True), "lines": []},
    ),
    "training-courses": (
        "training/courses.html",
        OFFICER,
        lambda: {
            "listing": listed(exported="courses", imported="courses"),
            "courses": [COURSE, RETIRED],
            "starters": [STARTER],
            "may_manage": True,
            "add": "/training/courses/add/",
        },
    ),
    "training-courses-none": (
        "training/courses.html",
        OFFICER,
        lambda: {"listing": listed(), "courses": [], "starters": [], "may_manage": False},
    ),
    "training-courses-none-found": (
        "training/courses.html",
        OFFICER,
        lambda: {
            "listing": listed(searched=True),
            "courses": [],
            "starters": [],
            "may_manage": False,
        },
    ),
    "training-course": (
        "training/course.html",
        OFFICER,
        lambda: {
            "course": COURSE,
            "version": VERSION,
            "pages": [(each["title"], mark_safe(as_html(each["text"]))) for each in STARTER.pages],
            "changes": CHANGES,
            "may_manage": True,
        },
    ),
    "training-course-add": (
        "training/course_add.html",
        OFFICER,
        lambda: {"form": _course_form({"title": "", "pages": "x", "questions": "y"})},
    ),
    "training-version-add": (
        "training/version_add.html",
        OFFICER,
        lambda: {"course": COURSE, "form": VersionForm(initial={"pages": "# One\n\nText."})},
    ),
    "training-course-retire": (
        "training/course_retire.html",
        OFFICER,
        lambda: {"course": COURSE},
    ),
}
