"""Courses, and what is still to be taken, as files."""

from collections.abc import Callable, Iterable
from typing import Any

from chaperone.access.actors import Staff
from chaperone.access.queries import roles_of
from chaperone.registers.declared import Register
from chaperone.registers.sheets import CellRefused, Column
from chaperone.registers.sheets.cells import number, several, text
from chaperone.training.actions.courses import make_course
from chaperone.training.content import pages_from, questions_from
from chaperone.training.errors import NotACourse, TrainingError
from chaperone.training.queries.assignments import open_assignments
from chaperone.training.queries.courses import EVERYBODY, latest_versions
from chaperone.training.writing import as_text, as_toml

READ, MANAGE = "training.read", "training.manage"
_BASIC = ("slug", "title", "minutes", "pass_percent", "renew_months", "for_roles")


def _open(actor: Staff) -> Iterable[dict[str, Any]]:
    for row in open_assignments(actor).iterator(chunk_size=2000):
        yield {
            "name": row.user.name,
            "email": row.user.email,
            "course": row.course.title,
            "due_on": row.due_on,
            "reminded_on": row.reminded_on,
        }


def _courses(actor: Staff) -> Iterable[dict[str, Any]]:
    for version in latest_versions(actor):
        yield {name: getattr(version.course, name) for name in _BASIC} | {
            "pages": as_text(version.pages),
            "questions": as_toml(version.questions),
        }


def _add_course(*, actor: Staff, pages: Any, questions: Any, **course: Any) -> None:
    unknown = set(course["for_roles"]) - {EVERYBODY, *roles_of(actor)}
    if unknown:
        raise NotACourse(f"There is no role called {sorted(unknown)[0]}.")
    make_course(actor=actor, course=course, pages=pages, questions=questions)


def _slug(cell: str) -> str:
    if not cell.isascii() or not cell.replace("-", "").isalnum() or len(cell) > 60:
        raise CellRefused("This is no short name.", "Small letters, digits and hyphens.")
    return cell.lower()


def _written(read: Callable[[str], Any]) -> Callable[[str], Any]:
    def parse(cell: str) -> Any:
        try:
            return read(cell)
        except NotACourse as problem:
            raise CellRefused(str(problem), "Write it as the page of a new course asks.") from None

    return parse


COURSES = Register(
    name="courses",
    label="Courses",
    question="Which courses do people take here?",
    read=READ,
    manage=MANAGE,
    columns=(
        Column("slug", "Short name", _slug),
        Column("title", "Title", text(120)),
        Column("minutes", "Minutes", number(1, 600)),
        Column("pass_percent", "To pass, in percent", number(50, 100)),
        Column("renew_months", "Anew after months", number(1, 36)),
        Column("for_roles", "For", several(text(32)), help="* for everybody, or roles; by “;”."),
        Column("pages", "Pages", _written(pages_from), help="Markdown; each begins “# Title”."),
        Column("questions", "Questions", _written(questions_from), help="TOML."),
    ),
    rows=_courses,
    add=_add_course,
    errors=(TrainingError,),
    page="training:courses",
)
# Not brought as a file: a course is asked of people by their roles, and passed by them alone.
REGISTER = Register(
    name="training",
    label="Training to be taken",
    question="Who is late with which training, and what is due next?",
    read=READ,
    manage=MANAGE,
    columns=(
        Column("name", "Name"),
        Column("email", "E-mail"),
        Column("course", "Course"),
        Column("due_on", "Due on"),
        Column("reminded_on", "Last reminded", required=False),
    ),
    rows=_open,
    page="training:overdue",
)
