"""What was tried out, how it went, and what is to be done about it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.access.queries import names_of, staff_of
from chaperone.continuity.drills.actions.filing import file_exercise, finish_step
from chaperone.continuity.drills.errors import DrillError, NoNextStep, NoSuchExercise
from chaperone.continuity.drills.figures import Figures, figures_of, lines_of
from chaperone.continuity.drills.forms import ExerciseForm
from chaperone.continuity.drills.queries.exercises import exercise_of, exercises_of, verdict_of
from chaperone.continuity.frame import MANAGE, PURPOSE, READ, TABS
from chaperone.continuity.models import Exercise
from chaperone.registers.answers import answer, done, sent
from chaperone.registers.lists import Filter, Listing
from chaperone.registers.queries.attachments import attachments_of
from chaperone.registers.queries.history import history_of

KIND = "continuity.exercise"


@require_GET
@requires(READ, purpose=PURPOSE)
def register(request: SignedInRequest) -> HttpResponse:
    """Every drill and exercise, the latest first."""
    listing = Listing(
        request,
        exercises_of(request.actor),
        search=["title", "learned", "took_part"],
        filters={
            "kind": Filter("What was tried", Exercise.Kind.choices, "kind"),
            "result": Filter("Result", Exercise.Result.choices, "result"),
        },
        register="exercises",
    )
    context = {
        "tabs": TABS,
        "listing": listing,
        "lines": [_line(row) for row in listing.rows],
        "may_change": request.actor.may(MANAGE),
    }
    return render(request, "continuity/drills/register.html", context)


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def add(request: SignedInRequest) -> HttpResponse:
    """Files an exercise that people held."""
    form = ExerciseForm(sent(request), people=staff_of(request.actor))
    made: list[Exercise] = []
    if done(
        form,
        lambda: made.append(file_exercise(actor=request.actor, **form.cleaned_data)),
        DrillError,
    ):
        messages.success(request, "Filed. Add the list of who took part, or minutes, below.")
        return redirect("continuity:drills:exercise", exercise_id=made[0].id)
    context = {
        "tabs": TABS,
        "heading": "What did you try out, and what did you learn?",
        "hint": "Restores file themselves. This is for what people did: a table-top exercise, a day"
        " on paper, calls along the list, or an outage that was real. What is filed is not changed"
        " afterwards.",
        "submit": "File it",
        "back": reverse("continuity:drills:register"),
    }
    return answer(request, "continuity/form_page.html", context, form=form)


@require_GET
@requires(READ, purpose=PURPOSE)
def exercise(request: SignedInRequest, exercise_id: UUID) -> HttpResponse:
    """One of them, with its figures, files and history."""
    found = _reach(request, exercise_id)
    people = {each for each in (found.owner_id, found.filed_by) if each}
    may_change = request.actor.may(MANAGE)
    context = {
        "tabs": TABS,
        **_line(found),
        "lines": lines_of(found.drill) if found.drill else [],
        "names": names_of(people),
        "may_change": may_change,
        "attachments": attachments_of(request.actor, found.id),
        "kind": KIND,
        "record": found.id,
        "may_attach": may_change,
        "changes": history_of(request.actor, found.id),
    }
    return render(request, "continuity/drills/exercise.html", context)


@require_POST
@requires(MANAGE, purpose=PURPOSE)
def step_done(request: SignedInRequest, exercise_id: UUID) -> HttpResponse:
    """Says that what it asked for is done."""
    found = _reach(request, exercise_id)
    try:
        finish_step(actor=request.actor, exercise_id=found.id)
    except NoNextStep as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, "Done, and recorded.")
    return redirect("continuity:drills:exercise", exercise_id=found.id)


def _line(row: Exercise) -> dict[str, Any]:
    figures: Figures = figures_of(row)
    return {
        "exercise": row,
        "verdict": verdict_of(row),
        "step": row.step_on(timezone.localdate()),
        **figures._asdict(),
    }


def _reach(request: SignedInRequest, exercise_id: UUID) -> Exercise:
    try:
        return exercise_of(request.actor, exercise_id)
    except NoSuchExercise as problem:
        raise NotReachable(str(problem)) from problem
