"""Courses for who makes them, and who is late."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.access.queries import roles_of
from chaperone.documents.markdown import as_html
from chaperone.registers.answers import sent
from chaperone.registers.lists import Filter, Listing
from chaperone.registers.queries.history import history_of
from chaperone.training.actions.courses import add_version, adopt, make_course, retire_course
from chaperone.training.content import all_starters
from chaperone.training.errors import AlreadyAdopted, NoSuchCourse
from chaperone.training.forms import CourseForm, StarterForm, VersionForm
from chaperone.training.models import Course
from chaperone.training.queries.assignments import open_assignments
from chaperone.training.queries.courses import course_of, courses, latest_version
from chaperone.training.writing import as_text, as_toml

PURPOSE = "operations"


@require_GET
@requires("training.read", purpose=PURPOSE)
def overdue(request: SignedInRequest) -> HttpResponse:
    """Who is late with which training, and what is due next?"""
    today = timezone.localdate()
    listing = Listing(
        request,
        open_assignments(request.actor),
        search=["user__name", "user__email"],
        filters={
            "state": Filter(
                "State",
                [("overdue", "Overdue"), ("open", "Not due yet")],
                lambda rows, state: (
                    rows.filter(due_on__lt=today)
                    if state == "overdue"
                    else rows.filter(due_on__gte=today)
                ),
            ),
            "course": Filter(
                "Course",
                [(str(each.id), each.title) for each in courses(request.actor)],
                "course_id",
            ),
        },
        register="training",
    )
    context = {
        "listing": listing,
        "lines": [(row, row.state_on(today)) for row in listing.rows],
        "may_manage": request.actor.may("training.manage"),
    }
    return render(request, "training/overdue.html", context)


@require_GET
@requires("training.read", purpose=PURPOSE)
def register(request: SignedInRequest) -> HttpResponse:
    """Which courses do people take here?"""
    actor, may_manage = request.actor, request.actor.may("training.manage")
    listing = Listing(
        request,
        courses(actor),
        search=["title", "slug"],
        filters={
            "state": Filter(
                "State",
                [("used", "In use"), ("retired", "Retired")],
                lambda rows, state: rows.filter(retired_at__isnull=state == "used"),
            )
        },
        register="courses",
    )
    taken = set(courses(actor).values_list("slug", flat=True))
    context = {
        "listing": listing,
        "courses": listing.rows,
        "starters": [each for each in all_starters() if each.slug not in taken],
        "may_manage": may_manage,
        "add": reverse("training:course_add") if may_manage else "",
    }
    return render(request, "training/courses.html", context)


@require_GET
@requires("training.read", purpose=PURPOSE)
def course(request: SignedInRequest, course_id: UUID) -> HttpResponse:
    """What does this course say and ask, and since when?"""
    found = _course(request, course_id)
    version = latest_version(found)
    context = {
        "course": found,
        "version": version,
        "pages": [
            (each["title"], mark_safe(as_html(each["text"])))  # noqa: S308  without HTML
            for each in version.pages
        ],
        "changes": history_of(request.actor, found.id),
        "may_manage": request.actor.may("training.manage") and not found.retired_at,
    }
    return render(request, "training/course.html", context)


@require_POST
@requires("training.manage", purpose=PURPOSE)
def take_over(request: SignedInRequest) -> HttpResponse:
    """Adopts a starter course."""
    form = StarterForm(request.POST)
    if not form.is_valid():
        raise NotReachable("There is no such course to adopt.")
    try:
        made = adopt(actor=request.actor, slug=form.cleaned_data["slug"])
    except NoSuchCourse as problem:
        raise NotReachable(str(problem)) from problem
    except AlreadyAdopted as problem:
        messages.warning(request, str(problem))
        return redirect("training:courses")
    messages.success(request, "Adopted. Everybody for whom it is was asked to take it.")
    return redirect("training:course", course_id=made.id)


@require_http_methods(["GET", "POST"])
@requires("training.manage", purpose=PURPOSE)
def course_add(request: SignedInRequest) -> HttpResponse:
    """A course of one's own."""
    form = CourseForm(sent(request), roles=roles_of(request.actor))
    if form.is_bound and form.is_valid():
        values = dict(form.cleaned_data)
        pages, questions = values.pop("pages"), values.pop("questions")
        try:
            made = make_course(actor=request.actor, course=values, pages=pages, questions=questions)
        except AlreadyAdopted as problem:
            form.add_error("slug", str(problem))
        else:
            messages.success(request, "Made. Everybody for whom it is was asked to take it.")
            return redirect("training:course", course_id=made.id)
    status = 422 if form.is_bound else 200
    return render(request, "training/course_add.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@requires("training.manage", purpose=PURPOSE)
def version_add(request: SignedInRequest, course_id: UUID) -> HttpResponse:
    """A new version, beginning with the words of the one in force."""
    found = _course(request, course_id)
    if found.retired_at:
        raise NotReachable("This course is retired.")
    version = latest_version(found)
    form = VersionForm(
        sent(request),
        initial={
            "pages": as_text(version.pages),
            "questions": as_toml(version.questions),
        },
    )
    if form.is_bound and form.is_valid():
        add_version(actor=request.actor, course_id=found.id, **form.cleaned_data)
        messages.success(request, "This is taken from now on.")
        return redirect("training:course", course_id=found.id)
    context = {"form": form, "course": found}
    status = 422 if form.is_bound else 200
    return render(request, "training/version_add.html", context, status=status)


@require_http_methods(["GET", "POST"])
@requires("training.manage", purpose=PURPOSE)
def course_retire(request: SignedInRequest, course_id: UUID) -> HttpResponse:
    """Retires a course, after asking once more."""
    found = _course(request, course_id)
    if request.method == "POST":
        retire_course(actor=request.actor, course_id=found.id)
        messages.success(request, "Retired. What was passed stays on record.")
        return redirect("training:courses")
    return render(request, "training/course_retire.html", {"course": found})


def _course(request: SignedInRequest, course_id: UUID) -> Course:
    try:
        return course_of(request.actor, course_id)
    except NoSuchCourse as problem:
        raise NotReachable(str(problem)) from problem
